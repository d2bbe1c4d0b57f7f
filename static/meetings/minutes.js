// The minutes as one types: each row is its own form; a changed one is sent by itself a moment after the last key.
// Without this script every row has its button. What cannot be sent stays in the fields and is tried again.
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

  // A row that was new moves among the others, and an empty one takes its place.
  function settle(form, part) {
    const empty = form.blank.cloneNode(true);
    part.querySelector("[data-rows]").append(form);
    const remove = document.createElement("button");
    remove.className = "btn btn--plain";
    remove.name = "action";
    remove.value = "remove";
    remove.dataset.remove = "";
    remove.textContent = "Bỏ dòng";
    form.querySelector("[data-save]").after(remove);
    part.querySelector("[data-new]").append(empty);
    begin(empty);
    const group = form.querySelector("[name=group]");
    if (group) empty.querySelector("[name=group]").value = group.value;
    renumber(part);
  }

  async function send(form, submitter) {
    const state = rows.get(form);
    clearTimeout(state.timer);
    if (state.isSending) {
      state.isChanged = true;
      return;
    }
    const isRemoving = submitter?.value === "remove";
    const part = form.closest("[data-part]");
    const isNew = form.closest("[data-new]") !== null;
    if (isNew && isBlank(form)) return;
    state.isSending = true;
    state.isChanged = false;
    say(form, "Đang lưu…", "waiting");
    const data = new FormData(form);
    if (isRemoving) data.set("action", "remove");
    let answer;
    let told;
    try {
      // A form's button named "action" hides the property of that name.
      answer = await fetch(form.getAttribute("action"), {
        method: "POST",
        body: data,
        headers: { "X-Requested-With": "fetch" },
        redirect: "error",
      });
      told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
    } catch {
      told = null;
    }
    state.isSending = false;
    if (told === null) {
      say(form, "Chưa lưu được: mất mạng hoặc phiên làm việc đã hết. Chữ còn nguyên, sẽ thử lại.", "waiting");
      state.timer = setTimeout(() => send(form, submitter), RETRY);
      return;
    }
    if (answer.status === 409) {
      replace(form, told.html);
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
    if (isNew) settle(form, part);
    form.querySelectorAll(":scope > :is(.errornote, .quote)").forEach((note) => note.remove());
    say(form, `Đã lưu ${told.at}`);
    if (state.isChanged) send(form);
  }

  function replace(form, html) {
    const holder = document.createElement("div");
    holder.innerHTML = html;
    const drawn = holder.querySelector("[data-row]");
    const had = form.contains(document.activeElement) ? document.activeElement.name : "";
    form.replaceWith(drawn);
    begin(drawn, form.blank);
    say(drawn, "Chưa lưu: xem lời nhắc ở trên.", "waiting");
    if (had) drawn.querySelector(`[name="${had}"]`)?.focus();
    renumber(drawn.closest("[data-part]"));
  }

  function begin(form, blank = null) {
    rows.set(form, { timer: 0, isSending: false, isChanged: false });
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
    form.addEventListener("change", () => {
      nameChosen(form);
      later();
    });
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
