// The minutes as one types: each row is its own form; a changed one is sent by itself a moment after the last key.
// Without this script every row has its button. What cannot be sent stays in the fields.
(() => {
  "use strict";

  const PAUSE = 900;
  const RETRY = 5000;
  const rows = new WeakMap();

  document.querySelector("[data-minutes-help]").textContent =
    "Gõ tới đâu lưu tới đó; dòng trống cuối mỗi phần thành dòng mới khi quý vị gõ vào.";

  function say(form, text, state = "") {
    form.dataset.state = state;
    form.querySelector("[data-status]").textContent = text;
  }

  function isBlank(form) {
    return [...form.querySelectorAll("textarea, input:not([type=hidden]):not([type=checkbox])")].every(
      (field) => field.value.trim() === "",
    );
  }

  function nameChosen(form) {
    form.querySelectorAll("details").forEach((details) => {
      const chosen = [...details.querySelectorAll("input:checked")].map((box) => box.parentElement.textContent.trim());
      details.querySelector("[data-chosen]").textContent = chosen.join(", ") || "chưa chọn";
    });
  }

  function renumber(part) {
    if (!part.dataset.numbered) return;
    part.querySelectorAll("[data-rows] [data-row]").forEach((form, at) => {
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

  // The mark a new row is sent under: sent twice because an answer was lost, it is stored once.
  function newMark() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // A row that was new moves among the others under names of its own, and an empty one takes its place.
  function settle(form, part, key) {
    const number = key.slice(key.lastIndexOf("-") + 1);
    const named = (text) => text.replace(/-moi(?=_|$)/, `-${number}`);
    form.querySelectorAll("[id]").forEach((field) => (field.id = named(field.id)));
    form.querySelectorAll("label[for]").forEach((label) => (label.htmlFor = named(label.htmlFor)));
    form.querySelector("[name=idempotency_key]")?.remove();
    const remove = document.createElement("button");
    remove.className = "btn btn--plain";
    remove.name = "action";
    remove.value = "remove";
    remove.dataset.remove = "";
    remove.textContent = "Bỏ dòng";
    form.querySelector("[data-save]").after(remove);
    part.querySelector("[data-rows]").append(form);
    const empty = form.blank.cloneNode(true);
    empty.querySelector("[name=idempotency_key]").value = newMark();
    part.querySelector("[data-new]").append(empty);
    begin(empty);
    const group = form.querySelector("[name=group]");
    if (group) empty.querySelector("[name=group]").value = group.value;
    renumber(part);
  }

  async function ask(form, data) {
    try {
      // A form's button named "action" hides the property of that name. Where the session ended, the answer leads
      // away to the log-in page, which is not followed.
      const answer = await fetch(form.getAttribute("action"), {
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
    const isRemoving = submitter?.value === "remove";
    const part = form.closest("[data-part]");
    const isNew = form.closest("[data-new]") !== null;
    if (isNew && isBlank(form)) {
      say(form, "");
      return;
    }
    Object.assign(state, { isSending: true, isChanged: false, next: null });
    say(form, "Đang lưu…", "waiting");
    const data = new FormData(form);
    if (isRemoving) data.set("action", "remove");
    const { answer, told } = await ask(form, data);
    state.isSending = false;
    if (answer === null) {
      say(form, "Chưa lưu được: mất mạng. Chữ còn nguyên, sẽ tự thử lại.", "waiting");
      state.timer = setTimeout(() => send(form, submitter), RETRY);
      return;
    }
    if (told === null) {
      const why = answer.type === "opaqueredirect" ? "phiên làm việc đã hết" : `máy chủ trả lời ${answer.status}`;
      say(form, `Chưa lưu được: ${why}. Chữ còn trên màn hình; xin chép lại rồi tải lại trang.`, "waiting");
      return;
    }
    if (answer.status === 409) {
      replace(form, told.html, data);
      return;
    }
    document.querySelector("[data-opinions]").textContent = told.opinions;
    if (isRemoving) {
      form.remove();
      renumber(part);
      return;
    }
    form.setAttribute("action", told.action);
    form.id = told.key;
    form.querySelector("[name=version]").value = told.version;
    if (isNew) settle(form, part, told.key);
    form.querySelectorAll(":scope > :is(.errornote, .quote), ul.errorlist").forEach((note) => note.remove());
    say(form, told.warning ? `Đã lưu ${told.at}. ${told.warning}` : `Đã lưu ${told.at}`);
    if (state.isChanged) send(form, state.next);
  }

  // The row as the server drew it from what was sent, with what was typed since.
  function replace(form, html, sent) {
    const holder = document.createElement("div");
    holder.innerHTML = html;
    const drawn = holder.querySelector("[data-row]");
    const had = form.contains(document.activeElement) ? document.activeElement : null;
    for (const field of form.querySelectorAll("input:not([type=hidden]), textarea, select")) {
      const isBox = field.type === "checkbox";
      const was = isBox ? sent.getAll(field.name).includes(field.value) : sent.get(field.name);
      const same = [...drawn.querySelectorAll(`[name="${field.name}"]`)].find((one) => !isBox || one.value === field.value);
      if (same && isBox && field.checked !== was) same.checked = field.checked;
      if (same && !isBox && field.value !== was) same.value = field.value;
    }
    clearTimeout(rows.get(form).timer);
    form.replaceWith(drawn);
    begin(drawn, form.blank);
    say(drawn, "Chưa lưu: xem lời nhắc ở trên.", "waiting");
    if (had) drawn.querySelector(`[name="${had.name}"]`)?.focus();
    renumber(drawn.closest("[data-part]"));
  }

  function begin(form, blank = null) {
    rows.set(form, { timer: 0, isSending: false, isChanged: false, next: null });
    form.blank = blank ?? (form.closest("[data-new]") ? form.cloneNode(true) : null);
    nameChosen(form);
    const later = () => {
      const state = rows.get(form);
      clearTimeout(state.timer);
      if (form.querySelector(":scope > .quote")) {
        // Somebody else wrote here: which text stays is decided by a press, never by a pause.
        say(form, "Bấm “Lưu dòng” để thay bản đang lưu.", "waiting");
        return;
      }
      say(form, "Đang gõ…", "waiting");
      state.timer = setTimeout(() => send(form), PAUSE);
    };
    form.addEventListener("input", later);
    form.addEventListener("change", () => nameChosen(form));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form, event.submitter);
    });
  }

  document.querySelectorAll("[data-row]").forEach((form) => begin(form));
  addEventListener("beforeunload", (event) => {
    if (document.querySelector('[data-row][data-state="waiting"]')) event.preventDefault();
  });
})();
