// The minutes as one types: each row is its own form; a changed one is sent by itself a moment after the last key, at
// the latest every few seconds. What is not on the server yet is kept in the browser too. Without this script every row
// has its buttons.
/* global browserCopies */
(() => {
  "use strict";

  const PAUSE = 900; // after the last key
  const AT_LEAST = 4000; // while somebody types on
  const RETRY = 5000;
  const BROWSER_PAUSE = 300;
  const rows = new WeakMap();

  const help = document.querySelector("[data-minutes-help]");
  help.textContent = "Gõ tới đâu lưu tới đó; dòng trống cuối mỗi phần thành dòng mới khi quý vị gõ vào.";
  const stamp = new RegExp(help.dataset.stamp, "u");
  const copyKey = browserCopies.keyOf(help.dataset.user);

  function say(form, text, state = "") {
    form.dataset.state = state;
    form.querySelector("[data-status]").textContent = text;
  }

  function fieldsOf(form) {
    return [...form.elements].filter((field) => field.name && !["hidden", "submit"].includes(field.type));
  }

  function isBlank(form) {
    return fieldsOf(form).every((field) => field.tagName === "SELECT" || field.type === "checkbox" || field.value.trim() === "");
  }

  function nameChosen(form) {
    form.querySelectorAll("[data-chosen]").forEach((place) => {
      const boxes = place.closest("details").querySelectorAll("input:checked");
      place.textContent = [...boxes].map((box) => box.parentElement.textContent.trim()).join(", ") || "chưa chọn";
    });
  }

  function rowsOf(part) {
    return [...part.querySelectorAll("[data-rows] [data-row]")];
  }

  function renumber(part) {
    if (!part.dataset.numbered) return;
    rowsOf(part).forEach((form, at) => {
      let place = form.querySelector("[data-place]");
      if (!place) {
        place = document.createElement("p");
        place.className = "minutes-row__place";
        place.dataset.place = "";
        form.prepend(place);
      }
      place.textContent = at + 1;
    });
  }

  // The key under which a new row is sent: sent twice because an answer was lost, it is stored once.
  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // The browser's copy of what is not on the server

  let browserTimer = 0;

  function keepCopies() {
    clearTimeout(browserTimer);
    browserTimer = setTimeout(writeCopies, BROWSER_PAUSE);
  }

  function writeCopies() {
    const kept = {};
    document.querySelectorAll('[data-row][data-state="waiting"]').forEach((form) => {
      const sent = {};
      for (const [name, value] of new FormData(form)) if (name !== "csrfmiddlewaretoken") (sent[name] ||= []).push(value);
      if (!browserCopies.isStamped(sent, stamp)) kept[form.id] = { part: form.closest("[data-part]").id, sent };
    });
    if (Object.keys(kept).length) browserCopies.write(copyKey, { at: Date.now(), rows: kept });
    else browserCopies.remove(copyKey);
  }

  function fill(form, sent, names) {
    for (const field of form.elements) {
      if (!names(field)) continue;
      const values = sent[field.name] || [];
      if (field.type === "checkbox") field.checked = values.includes(field.value);
      else if (values.length) field.value = values[0];
    }
  }

  // What an earlier visit could not send goes into its rows and is sent now; the server merges it with what others
  // stored since. A row that is no more becomes a new one.
  function restoreCopies() {
    const copy = browserCopies.read(copyKey);
    for (const [id, { part, sent }] of Object.entries(copy?.rows || {})) {
      const own = document.getElementById(id);
      const form = own || document.querySelector(`#${CSS.escape(part)} [data-new] [data-row]`);
      if (!form || (!own && !isBlank(form))) continue;
      const isTyped = (field) => field.type !== "hidden" && field.type !== "submit";
      fill(form, sent, own ? (field) => field.name !== "csrfmiddlewaretoken" && field.type !== "submit" : isTyped);
      nameChosen(form);
      say(form, "Chữ chưa lưu của lần trước đã ở lại đây, đang lưu…", "waiting");
      send(form);
    }
  }

  // Rows that come, go and move

  // The row stays where it is, so that whoever types in it goes on; the place for the next one is made after it.
  function settle(form, part, told) {
    rename(form, told.key);
    form.querySelector("[name=idempotency_key]")?.remove();
    form.querySelector("[data-stored]").hidden = false;
    const holder = form.closest("[data-new]");
    const heading = part.querySelector("[data-new-heading]");
    const next = document.createElement("div");
    delete holder.dataset.new;
    holder.dataset.rows = "";
    next.dataset.new = "";
    holder.after(heading, next);
    const empty = form.blank.cloneNode(true);
    empty.querySelector("[name=idempotency_key]").value = newKey();
    next.append(empty);
    begin(empty);
    const group = form.querySelector("[name=group]");
    if (group) empty.querySelector("[name=group]").value = group.value;
    renumber(part);
  }

  // The fields of a row that was new under names of its own.
  function rename(form, key) {
    const number = key.slice(key.lastIndexOf("-") + 1);
    const named = (text) => text.replace(/-moi(?=_|$)/, `-${number}`);
    form.querySelectorAll("[id]").forEach((field) => (field.id = named(field.id)));
    form.querySelectorAll("label[for]").forEach((label) => (label.htmlFor = named(label.htmlFor)));
  }

  function drawnFrom(html) {
    const holder = document.createElement("div");
    holder.innerHTML = html;
    return holder.querySelector("[data-row]");
  }

  function insertAfter(form, drawn) {
    form.after(...drawn);
    drawn.forEach((one) => {
      begin(one);
      say(one, "Đã lưu");
    });
  }

  // A row that was removed can be taken back as long as the page is open.
  function offerUndo(form, part, data) {
    const bar = document.createElement("p");
    const button = document.createElement("button");
    const words = [...form.querySelectorAll("textarea, input[type=text]")].map((field) => field.value.trim()).find(Boolean) || "";
    bar.className = "minutes-undo";
    bar.textContent = `Đã bỏ dòng “${words.length > 60 ? `${words.slice(0, 60)}…` : words}”. `;
    button.type = "button";
    button.className = "btn btn--plain";
    button.textContent = "Lấy lại";
    bar.append(button);
    form.replaceWith(bar);
    renumber(part);
    button.focus();
    for (const name of ["version", "seen", "action"]) data.delete(name);
    data.set("idempotency_key", newKey());
    button.addEventListener("click", async () => {
      const before = rowsOf(part).filter((one) => one.compareDocumentPosition(bar) & Node.DOCUMENT_POSITION_FOLLOWING);
      data.set("position", before.length + 1);
      button.disabled = true;
      const { answer, told } = await post(form.getAttribute("action").replace(/\d+\/$/, "0/"), data);
      button.disabled = false;
      if (!told) {
        bar.firstChild.textContent = "Chưa lấy lại được: mất mạng hoặc phiên làm việc đã hết. Xin bấm lần nữa. ";
        return;
      }
      const drawn = drawnFrom(told.html);
      bar.replaceWith(drawn);
      begin(drawn, form.blank);
      showWhole(told);
      say(drawn, answer.ok ? `Đã lấy lại ${told.at}` : "Chưa lưu: xem lời nhắc ở trên.", answer.ok ? "" : "waiting");
      renumber(part);
    });
  }

  // The neighbour moves, so that the pressed button keeps the focus.
  function move(form, part, isUp) {
    const all = rowsOf(part);
    const neighbour = all[all.indexOf(form) + (isUp ? -1 : 1)];
    if (!neighbour) return;
    if (isUp) form.after(neighbour);
    else form.before(neighbour);
    renumber(part);
  }

  // What the page says of the whole minutes.
  function showWhole(told) {
    if (told.problems === undefined) return;
    document.querySelector("[data-opinions]").textContent = told.opinions;
    document.querySelector("[data-problems]").innerHTML = told.problems;
  }

  // Sending

  async function post(address, data) {
    data.set("csrfmiddlewaretoken", browserCopies.cookie("csrftoken") || data.get("csrfmiddlewaretoken"));
    try {
      // Where the session ended, the answer leads away to the log-in page, which is not followed.
      const answer = await fetch(address, {
        method: "POST",
        body: data,
        headers: { "X-Requested-With": "fetch" },
        redirect: "manual",
      });
      const isJson = answer.headers.get("Content-Type")?.includes("json");
      return { answer, told: isJson ? await answer.json() : null };
    } catch {
      return { answer: null, told: null };
    }
  }

  async function send(form, submitter) {
    const state = rows.get(form);
    clearTimeout(state.timer);
    if (state.isSending) {
      state.isChanged = true;
      state.next = submitter ?? state.next;
      return;
    }
    const action = submitter?.value || "";
    const part = form.closest("[data-part]");
    const isNew = form.closest("[data-new]") !== null;
    if (isNew && isBlank(form)) {
      say(form, "");
      keepCopies();
      return;
    }
    const data = new FormData(form);
    if (action) data.set("action", action);
    if (state.isPasted) data.set("is_pasted", "1");
    Object.assign(state, { isSending: true, isChanged: false, isPasted: false, next: null, since: 0 });
    say(form, "Đang lưu…", "waiting");
    // A form's button named "action" hides the property of that name.
    const { answer, told } = await post(form.getAttribute("action"), data);
    state.isSending = false;
    if (told === null) {
      fail(form, answer, submitter);
      return;
    }
    if (answer.status === 409) {
      replace(form, told.html, data);
      return;
    }
    showWhole(told);
    if (action === "remove") {
      offerUndo(form, part, data);
      keepCopies();
      return;
    }
    stored(form, part, told, { data, isNew });
    if (action) move(form, part, action === "up");
  }

  function fail(form, answer, submitter) {
    const state = rows.get(form);
    if (answer === null) {
      say(form, "Chưa lưu được: mất mạng. Chữ còn giữ trong máy này, sẽ tự thử lại.", "waiting");
      state.timer = setTimeout(() => send(form, submitter), RETRY);
      return;
    }
    const why = answer.type === "opaqueredirect" ? "phiên làm việc đã hết" : `máy chủ trả lời ${answer.status}`;
    say(form, `Chưa lưu được: ${why}. Chữ còn giữ trong máy này: xin đăng nhập lại ở một thẻ khác rồi bấm “Lưu dòng”.`, "waiting");
  }

  function stored(form, part, told, { data, isNew }) {
    const state = rows.get(form);
    form.setAttribute("action", told.action);
    form.id = told.key;
    form.querySelector("[name=version]").value = told.version;
    form.querySelector("[name=seen]").value = told.seen;
    if (isNew) settle(form, part, told);
    form.querySelectorAll(":scope > :is(.errornote, .quote), ul.errorlist").forEach((note) => note.remove());
    if (told.line) form.querySelector(".minutes-row__line label").textContent = told.line;
    const said = told.warning ? `Đã lưu ${told.at}. ${told.warning}` : `Đã lưu ${told.at}`;
    const shown = told.html ? replace(form, told.html, data, said) : form;
    if (shown === form) say(form, said);
    insertAfter(shown, told.added.map(drawnFrom));
    renumber(part);
    keepCopies();
    if (state.isChanged) send(shown, state.next);
  }

  // The row as the server drew it from what was sent, with what was typed since.
  function replace(form, html, sent, said = "") {
    const drawn = drawnFrom(html);
    const had = form.contains(document.activeElement) ? document.activeElement : null;
    for (const field of fieldsOf(form)) {
      const isBox = field.type === "checkbox";
      const was = isBox ? sent.getAll(field.name).includes(field.value) : sent.get(field.name);
      const same = [...drawn.querySelectorAll(`[name="${field.name}"]`)].find((one) => !isBox || one.value === field.value);
      if (same && isBox && field.checked !== was) same.checked = field.checked;
      if (same && !isBox && field.value !== was) same.value = field.value;
    }
    const folded = drawn.querySelector("[data-more]");
    if (folded && form.querySelector("[data-more]")?.open) folded.open = true;
    clearTimeout(rows.get(form).timer);
    form.replaceWith(drawn);
    begin(drawn, form.blank);
    say(drawn, said || "Chưa lưu: xem lời nhắc ở trên.", said ? "" : "waiting");
    if (had) drawn.querySelector(`[name="${had.name}"]`)?.focus();
    renumber(drawn.closest("[data-part]"));
    keepCopies();
    return drawn;
  }

  function later(form) {
    const state = rows.get(form);
    clearTimeout(state.timer);
    state.since ||= Date.now();
    if (state.isSending) state.isChanged = true;
    keepCopies();
    if (form.querySelector(":scope > .quote")) {
      // Somebody else wrote here: which text stays is decided by a press, never by a pause.
      say(form, "Bấm “Lưu dòng” để thay bản đang lưu.", "waiting");
      return;
    }
    say(form, "Đang gõ…", "waiting");
    const left = state.since + AT_LEAST - Date.now();
    state.timer = setTimeout(() => send(form), Math.max(0, Math.min(PAUSE, left)));
  }

  function begin(form, blank = null) {
    rows.set(form, { timer: 0, since: 0, isSending: false, isChanged: false, isPasted: false, next: null });
    form.blank = blank ?? (form.closest("[data-new]") ? form.cloneNode(true) : null);
    nameChosen(form);
    form.addEventListener("input", () => later(form));
    form.addEventListener("change", ({ target }) => {
      nameChosen(form);
      // Who comes by deputy or not at all has more to be written.
      const folded = form.querySelector("[data-more]");
      if (folded && target.name === "presence" && target.value !== "present") folded.open = true;
    });
    form.addEventListener("paste", ({ target }) => {
      if (target.name === "text" && target.value.trim() === "") rows.get(form).isPasted = true;
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form, event.submitter);
    });
  }

  document.querySelectorAll("[data-row]").forEach((form) => begin(form));
  restoreCopies();
  addEventListener("beforeunload", (event) => {
    if (!document.querySelector('[data-row][data-state="waiting"]')) return;
    writeCopies();
    event.preventDefault();
  });
})();
