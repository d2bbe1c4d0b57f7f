/* The photos of a quick page: shrunk on the phone, sent one by one, tried again until each has arrived once.
   The page works without this; the server checks every picture anew. */

const LONG_SIDE = 2000;
const SMALL_ENOUGH = 600 * 1024;
const QUALITY = 0.85;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;
const SILENCE = 60_000;

/* The server knows a sending by its mark. randomUUID is for https only, and a ward's own network may have none. */
const newMark = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

const cookie = (name) => document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);

/* The token of the present session: logging in again in another tab has changed it. */
export const freshToken = (form) => {
  const field = form.elements.csrfmiddlewaretoken;
  field.value = cookie("csrftoken") || field.value;
  return field.value;
};

/* Upright and no larger than a page needs; whatever the browser cannot read goes as it is. */
const shrunk = async (file) => {
  if (file.type === "image/gif") return file; // the server says what becomes of an animation
  try {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONG_SIDE / Math.max(image.width, image.height));
    if (scale === 1 && file.size <= SMALL_ENOUGH) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(image.width * scale));
    canvas.height = Math.max(1, Math.round(image.height * scale));
    const pen = canvas.getContext("2d");
    pen.fillStyle = "white"; // JPEG knows no transparency
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close();
    const small = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    return small && small.size < file.size ? small : file;
  } catch {
    return file;
  }
};

/* One sending: resolves to {url} or to {refused: sentence}, rejects when it is worth trying again. */
const send = (photo, form) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const data = new FormData();
    data.append("idempotency_key", photo.mark);
    data.append("upload", photo.blob, photo.name);
    request.open("POST", form.dataset.uploadUrl);
    request.setRequestHeader("X-CSRFToken", freshToken(form));
    request.responseType = "json";
    // A dead line tells nothing: silence is taken for one.
    let silence;
    const listen = () => {
      clearTimeout(silence);
      silence = setTimeout(() => request.abort(), SILENCE);
    };
    request.upload.onprogress = (event) => {
      listen();
      if (event.lengthComputable) photo.show((100 * event.loaded) / event.total);
    };
    request.onload = () => {
      const answer = request.response;
      if (answer?.uploaded) resolve({ url: answer.url, notice: answer.error?.message });
      else if (request.status >= 500 || request.status === 429) reject();
      else resolve({ refused: answer?.error?.message || "Máy chủ không nhận ảnh này: xin bấm “Thử lại”, hoặc bỏ ảnh ra." });
    };
    request.onerror = reject;
    request.onabort = reject;
    request.onloadend = () => clearTimeout(silence);
    listen();
    request.send(data);
  });

/* Wait for a while, or until the browser says that the line is back. */
const pause = (milliseconds) =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    window.addEventListener("online", done);
  });

/* One row of the list. `state` is waiting, sending, stored or refused. */
class Photo {
  constructor(row) {
    this.row = row;
    this.part = (name) => row.querySelector(`[data-${name}]`);
    this.bar = row.querySelector("progress");
    this.state = "stored";
    this.part("without-script")?.remove();
    this.part("with-script").hidden = false;
  }

  get key() {
    return this.part("key").value;
  }

  get alt() {
    return this.part("alt").value;
  }

  show(percent) {
    this.bar.value = percent;
  }

  say(sentence, state) {
    this.state = state;
    this.row.dataset.state = state;
    this.bar.hidden = state !== "sending";
    this.part("retry").hidden = state !== "refused";
    this.part("status").hidden = !sentence;
    this.part("status").textContent = sentence;
  }

  /* The words belong to the file from now on: the server reads them under its key. */
  settle(url, notice = "") {
    const key = url.match(/\/tep\/([0-9a-f]{32})\./)[1];
    this.part("key").name = "photo";
    this.part("key").value = key;
    this.part("alt").name = `alt-${key}`;
    this.url = url;
    this.say(`Đã tải lên. ${notice}`.trim(), "stored");
  }
}

export class PhotoList {
  constructor(form, changed) {
    this.form = form;
    this.changed = changed;
    this.list = form.querySelector("[data-photos]");
    this.said = form.querySelector("[data-said-of-photos]");
    this.photos = [...this.list.children].map((row) => {
      const photo = this.#wire(new Photo(row));
      photo.url = row.querySelector("img").getAttribute("src");
      return photo;
    });
    this.isBusy = false;
  }

  get unfinished() {
    return this.photos.filter((photo) => photo.state === "waiting" || photo.state === "sending");
  }

  get refused() {
    return this.photos.filter((photo) => photo.state === "refused");
  }

  get stored() {
    return this.photos.filter((photo) => photo.state === "stored");
  }

  /* Take what was chosen or pasted; the same photo chosen twice is one. */
  add(files) {
    const said = [];
    for (const file of files) {
      const origin = `${file.name} ${file.size} ${file.lastModified}`;
      if (this.photos.some((photo) => photo.origin === origin)) said.push(`Ảnh ${file.name} đã có ở trên.`);
      else if (this.photos.length >= Number(this.form.dataset.most)) said.push(`Mỗi bài nhận nhiều nhất ${this.form.dataset.most} ảnh.`);
      else {
        const photo = this.#row(file.name, URL.createObjectURL(file));
        Object.assign(photo, { file, origin, mark: newMark() });
        photo.say("Chờ tải lên…", "waiting");
      }
    }
    this.said.textContent = [...new Set(said)].join(" ");
    this.changed();
    this.#work();
  }

  /* Put a photo of an earlier visit back: the server has it already. */
  restore({ url, name, alt }) {
    const photo = this.#row(name, url);
    photo.part("alt").value = alt;
    photo.settle(url);
  }

  clear() {
    for (const photo of [...this.photos]) this.#remove(photo);
  }

  #row(name, source) {
    const row = this.form.querySelector("template[data-row]").content.firstElementChild.cloneNode(true);
    const photo = this.#wire(new Photo(row));
    const id = `alt-${newMark()}`;
    photo.name = name;
    photo.part("name").textContent = name;
    photo.part("alt").id = id;
    row.querySelector(".photo__words label").htmlFor = id;
    row.querySelector("img").src = source;
    this.list.append(row);
    this.photos.push(photo);
    return photo;
  }

  #wire(photo) {
    photo.name = photo.part("name").textContent;
    photo.part("remove").addEventListener("click", () => {
      this.#remove(photo);
      this.form.querySelector("input[type=file]").focus();
      this.changed();
    });
    photo.part("first").addEventListener("click", () => {
      this.list.prepend(photo.row);
      this.photos = [photo, ...this.photos.filter((other) => other !== photo)];
      this.said.textContent = `Ảnh ${photo.name} là ảnh chính.`;
      photo.part("alt").focus();
      this.changed();
    });
    photo.part("retry").addEventListener("click", () => {
      photo.say("Chờ tải lên…", "waiting");
      this.changed();
      this.#work();
    });
    return photo;
  }

  #remove(photo) {
    photo.row.remove();
    photo.state = "removed";
    this.photos = this.photos.filter((other) => other !== photo);
  }

  async #work() {
    if (this.isBusy) return;
    this.isBusy = true;
    for (let photo; (photo = this.photos.find(({ state }) => state === "waiting")); ) {
      photo.blob ??= await shrunk(photo.file);
      await this.#deliver(photo);
      this.changed();
    }
    this.isBusy = false;
  }

  async #deliver(photo) {
    for (let wait = FIRST_WAIT; photo.state !== "removed"; wait = Math.min(2 * wait, LONGEST_WAIT)) {
      photo.show(0);
      photo.say("Đang tải lên…", "sending");
      try {
        const { url, notice, refused } = await send(photo, this.form);
        if (photo.state === "removed") return;
        if (refused) photo.say(refused, "refused");
        else photo.settle(url, notice);
        return;
      } catch {
        if (photo.state === "removed") return;
        photo.say("Mất kết nối; ảnh sẽ tự tải lại khi có mạng.", "sending");
        await pause(wait);
      }
    }
  }
}
