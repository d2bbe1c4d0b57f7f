/* A quick page on a phone: what is typed stays on the phone until the server has it, photos go up while one writes,
   sending waits for them and survives a broken line. Without this the page is a plain form. */

import { freshToken, PhotoList } from "./photos.js";

const KEPT = 30 * 24 * 3600 * 1000; // as long as the server keeps photos that no item uses
const SAVE_AFTER = 300;
const SEND_AGAIN = 10_000;

/* Storage may be full or forbidden: then the page works without it. */
const storage = {
  get(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      /* nothing to be done, and nothing to say to a person */
    }
  },
  remove(key) {
    try {
      localStorage.removeItem(key);
    } catch {
      /* as above */
    }
  },
  keys(prefix) {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
    } catch {
      return [];
    }
  },
};

/* Whatever form it was sent from, its draft ends with the mark of the sending. */
const acknowledge = (page) => {
  const mark = page.dataset.draft.split(":").pop();
  for (const key of storage.keys("")) if (key.endsWith(`:${mark}`)) storage.remove(key);
};

/* What is filled in, as a text to compare: an empty field that came later changes nothing. */
const filled = (fields) => JSON.stringify(Object.entries(fields).filter(([, value]) => value));

/* The fields a draft holds: all that is typed or chosen, photos apart. */
const isKept = (field) =>
  field.name && !["csrfmiddlewaretoken", "photos", "photo", "do", "token", "remove", "version", "confirmed"].includes(field.name) && !field.name.startsWith("alt-");

const asTyped = (field) => (field.type === "checkbox" ? field.checked : field.value);

/* What the server's page held in the field. */
const asSent = (field) =>
  field.type === "checkbox" ? field.defaultChecked : field.options ? ([...field.options].find((option) => option.defaultSelected) ?? field.options[0]).value : field.defaultValue;

class QuickPage {
  constructor(form) {
    this.form = form;
    this.said = form.querySelector("[data-said]");
    this.wanted = null;
    this.isSending = false;
    this.isDone = false;
    form.classList.add("quick--scripted");
    for (const part of form.querySelectorAll(".quick__photos > [data-without-script]")) part.remove();
    this.lost = []; // names of photos of an earlier visit that never arrived
    this.photos = new PhotoList(form, () => this.#changed());
    this.fields = [...form.elements].filter(isKept);
    const chooser = form.querySelector("input[type=file]");
    const take = () => {
      this.photos.add([...chooser.files]);
      chooser.value = "";
    };
    chooser.addEventListener("change", take);
    form.addEventListener("paste", (event) => {
      const pictures = [...event.clipboardData.files].filter((file) => file.type.startsWith("image/"));
      if (pictures.length) this.photos.add(pictures);
    });
    form.addEventListener("input", ({ target }) => {
      // What has a time is a notice, unless another kind was chosen; the server says the same.
      const { kind } = form.elements;
      if (target.closest("[data-notice-times]") && target.value && kind?.value === "brief") kind.value = "notice";
      this.#changed();
    });
    form.addEventListener("keydown", (event) => {
      // In a line of text the key means "next", not "hand in".
      if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.wanted = event.submitter;
      this.#send();
    });
    window.addEventListener("pagehide", () => this.#save());
    window.addEventListener("online", () => this.#send());
    // Going back to a page that was sent must not send it again under the same token.
    window.addEventListener("pageshow", (event) => event.persisted && this.isSending && location.reload());
    // What the portal refuses as secret is kept nowhere, on the phone neither.
    if ("dropDraft" in form.dataset) storage.remove(this.draftKey);
    if (!("cameBack" in form.dataset)) this.#offer();
    else form.querySelector("[data-problems]")?.focus();
    // On a slow line a person has written and chosen photos before this script arrived.
    if (chooser.files.length) take();
    else this.#changed();
  }

  // What is kept on the phone

  get draftKey() {
    return this.form.dataset.draftKey + this.form.elements.token.value;
  }

  /* What the page held before anything was typed. What came back from the server stands in no draft yet: it is kept
     like what is typed. */
  get #untouched() {
    return "cameBack" in this.form.dataset ? "" : filled(this.#typed(asSent));
  }

  #typed(valueOf = asTyped) {
    return Object.fromEntries(this.fields.map((field) => [field.name, valueOf(field)]));
  }

  #changed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#save(), SAVE_AFTER);
    if (this.wanted) this.#send();
  }

  #save() {
    if (this.isDone || "dropDraft" in this.form.dataset) return;
    const fields = this.#typed();
    const photos = this.photos.stored.map(({ url, name, alt }) => ({ url, name, alt }));
    const lost = [...this.#missing(), ...this.photos.unfinished.map(({ name }) => name)];
    if (filled(fields) === this.#untouched && !photos.length && !lost.length) storage.remove(this.draftKey);
    else storage.set(this.draftKey, { at: Date.now(), fields, photos, lost });
  }

  /* Offer the newest unsent page of this person; what is too old goes. */
  #offer() {
    const found = storage.keys(this.form.dataset.draftKey).map((key) => [key, storage.get(key)]);
    for (const [key, draft] of found) if (!draft || Date.now() - draft.at > KEPT) storage.remove(key);
    const [newest] = found.filter(([, draft]) => draft && Date.now() - draft.at <= KEPT).sort((a, b) => b[1].at - a[1].at);
    if (!newest) return;
    const [key, draft] = newest;
    const box = this.form.querySelector("[data-found]");
    const at = new Date(draft.at).toLocaleString("vi-VN", { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric", timeZone: "Asia/Ho_Chi_Minh" });
    const what = draft.fields.title ? `“${draft.fields.title}”` : "chưa có tiêu đề";
    box.querySelector("[data-found-words]").textContent = `Tìm thấy bài viết dở lúc ${at}: ${what}, ${draft.photos.length} ảnh.`;
    box.hidden = false;
    box.querySelector("[data-reuse]").addEventListener("click", () => {
      box.hidden = true;
      this.#reuse(key, draft);
    });
    box.querySelector("[data-drop]").addEventListener("click", () => {
      box.hidden = true;
      storage.remove(key);
      this.#offer();
    });
  }

  #reuse(key, draft) {
    storage.remove(this.draftKey);
    this.form.elements.token.value = key.slice(this.form.dataset.draftKey.length);
    for (const field of this.fields)
      if (field.name in draft.fields) field[field.type === "checkbox" ? "checked" : "value"] = draft.fields[field.name];
    this.photos.clear();
    for (const photo of draft.photos) this.photos.restore(photo);
    this.lost = draft.lost;
    if (draft.lost.length) this.photos.said.textContent = `Chưa kịp tải lên, xin chọn lại: ${draft.lost.join(", ")}.`;
    this.form.elements.title.focus();
    this.#save();
  }

  /* The photos of an earlier visit that were not chosen again: as many new ones as were lost are taken for them. */
  #missing() {
    const added = this.photos.photos.filter(({ file }) => file).length;
    return added < this.lost.length ? this.lost : [];
  }

  // Sending

  #say(sentence) {
    if (this.said.textContent !== sentence) this.said.textContent = sentence;
  }

  async #send() {
    if (!this.wanted || this.isSending) return;
    if (this.photos.refused.length) {
      this.wanted = null;
      this.#say("Có ảnh chưa tải lên được: xin bấm “Thử lại” hoặc “Bỏ ảnh này” ở ảnh ấy rồi gửi.");
      this.photos.refused[0].part("retry").focus();
      return;
    }
    const question = this.form.querySelector("[data-missing]");
    const missing = this.wanted.value === "send" ? this.#missing() : [];
    question.hidden = !missing.length;
    if (missing.length && !question.querySelector("input").checked) {
      this.wanted = null;
      this.#say(`Còn thiếu ${missing.length} ảnh chưa tải lên: ${missing.join(", ")}. Xin chọn lại ảnh, hoặc đánh dấu ô “Gửi không có các ảnh ấy” rồi bấm lại.`);
      question.querySelector("input").focus();
      return;
    }
    const left = this.photos.unfinished.length;
    if (left) {
      this.#say(`Còn ${left} ảnh đang tải lên. Bài sẽ tự gửi ngay khi ảnh lên đủ; xin giữ trang này mở.`);
      return;
    }
    this.isSending = true;
    this.#save();
    this.#say("Đang gửi bài…");
    freshToken(this.form);
    const data = new FormData(this.form);
    data.append(this.wanted.name, this.wanted.value);
    let answer;
    try {
      answer = await fetch(location.href, { method: "POST", body: data });
    } catch {
      answer = null;
    }
    if (!answer || answer.status >= 500) {
      this.isSending = false;
      this.#say("Chưa gửi được vì mất kết nối. Bài còn nguyên trên máy và sẽ tự gửi lại; xin giữ trang này mở.");
      setTimeout(() => this.#send(), SEND_AGAIN);
    } else if (answer.redirected) {
      // Received, or to the login page: there the draft stays, and is offered afterwards.
      const isLoggedOut = new URL(answer.url).pathname.endsWith("/login/");
      if (!isLoggedOut) {
        this.isDone = true;
        storage.remove(this.draftKey);
      }
      const next = isLoggedOut ? `${answer.url}&phien=het` : answer.url;
      // A page that answered a sending cannot be shown again: Back leads to the one before it.
      if ("cameBack" in this.form.dataset) location.replace(next);
      else location.assign(next);
    } else {
      // The server has something to say: let it show its page. Nothing was stored, so nothing is stored twice.
      const chosen = document.createElement("input");
      Object.assign(chosen, { type: "hidden", name: this.wanted.name, value: this.wanted.value });
      this.form.append(chosen);
      this.form.submit();
    }
  }
}

const form = document.querySelector("form[data-quick]");
const done = document.querySelector("[data-quick-done]");
if (form) new QuickPage(form);
if (done) acknowledge(done);
