/* Recorder of one item: count-in, level, pause, listen, again. What is recorded stays in this browser until the server
   has answered that it has it, and is offered again after a crash, a lost connection or a lost session. */

import { TakeStore } from "./take-store.js";

const MAX_BYTES = 100 * 1024 * 1024;
const SEND_AGAIN = 10_000;
const ASK_EVERY = 1_500;
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const TOO_LARGE = "Tệp âm thanh lớn hơn 100 MB: xin lưu thành MP3 hoặc cắt ngắn rồi tải lên.";
const NO_MICROPHONE = {
  NotAllowedError: "Trình duyệt chưa được phép dùng micro: xin bấm vào biểu tượng cạnh địa chỉ trang, cho phép micro rồi bấm Ghi âm lại.",
  NotFoundError: "Máy này không có micro: xin cắm micro, hoặc tải tệp lên bên dưới.",
  NotReadableError: "Chương trình khác đang dùng micro: xin tắt chương trình ấy rồi bấm Ghi âm lại.",
};

const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
const second = () => new Promise((resolve) => setTimeout(resolve, 1000));
const csrfToken = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]").value;
const at = (moment) => new Date(moment).toLocaleString("vi-VN", { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });

class Recorder {
  constructor(root) {
    this.root = root;
    this.part = (name) => root.querySelector(`[data-${name}]`);
    this.button = (name) => root.querySelector(`[data-do=${name}]`);
    this.take = null;
    this.isSending = false;
  }

  async start() {
    this.root.hidden = false;
    this.part("expected-time").textContent = clock(Number(this.root.dataset.expected));
    const actions = { record: "record", pause: "pause", continue: "resume", stop: "stop", send: "send", again: "again" };
    for (const [name, method] of Object.entries(actions)) this.button(name).addEventListener("click", () => this[method]());
    window.addEventListener("beforeunload", (event) => this.isRecording && event.preventDefault());
    window.addEventListener("online", () => this.wanted && this.send());
    try {
      this.store = await new TakeStore(this.root.dataset.person).open();
      await this.#offer();
    } catch {
      this.store = null; // forbidden or broken storage: recording works, a crash loses it
    }
    const canRecord = this.root.dataset.microphone && window.isSecureContext && navigator.mediaDevices && window.MediaRecorder;
    if (!canRecord) {
      this.root.querySelector(".recorder__live").hidden = !this.take;
      document.querySelector("[data-upload]").open = true;
      for (const name of ["record", "again"]) this.button(name).hidden = true;
      if (this.root.dataset.microphone) this.#say("Trình duyệt này không ghi âm được: xin tải tệp lên bên dưới.");
    }
  }

  #say(sentence, isBad = false) {
    const said = this.part("said");
    said.textContent = sentence;
    said.classList.toggle("late", isBad);
  }

  #show(...names) {
    for (const name of ["record", "pause", "continue", "stop"]) this.button(name).hidden = !names.includes(name);
    this.part("heard").hidden = !names.includes("heard");
  }

  get isRecording() {
    return Boolean(this.media) && this.media.state !== "inactive";
  }

  // Recording

  async record() {
    this.#say("");
    this.#show();
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({
        audio: { channelCount: 1, echoCancellation: false, noiseSuppression: true, autoGainControl: true },
      });
    } catch (error) {
      this.#show("record");
      this.#say(NO_MICROPHONE[error.name] ?? "Không mở được micro: xin thử lại, hoặc tải tệp lên bên dưới.", true);
      return;
    }
    try {
      this.#watchLevel();
    } catch {
      this.sound = null; // no meter, but a recording
    }
    await this.#countIn();
    const type = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind)) ?? "";
    this.media = new MediaRecorder(this.stream, type ? { mimeType: type, audioBitsPerSecond: 96_000 } : {});
    const { item, title, reading } = this.root.dataset;
    this.take = { id: newId(), item, title, reading, page: location.pathname + location.search, type: this.media.mimeType, at: Date.now(), seconds: 0 };
    this.chunks = [];
    this.stored = this.#keep();
    this.media.addEventListener("dataavailable", (event) => this.#add(event.data));
    this.media.addEventListener("stop", () => this.#finish());
    this.recorded = 0;
    this.since = performance.now();
    this.media.start(1000);
    this.ticking = setInterval(() => this.#tick(), 200);
    this.#show("pause", "stop");
    this.#say("Đang ghi âm.");
    this.button("stop").focus();
  }

  async #countIn() {
    const count = this.part("count");
    count.hidden = false;
    for (const number of [3, 2, 1]) {
      count.textContent = number;
      await second();
    }
    count.hidden = true;
    count.textContent = "";
  }

  #watchLevel() {
    this.sound = new AudioContext();
    const analyser = this.sound.createAnalyser();
    this.sound.createMediaStreamSource(this.stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const meter = this.part("level");
    const look = () => {
      if (!this.sound) return;
      analyser.getFloatTimeDomainData(samples);
      meter.value = Math.min(1, samples.reduce((loudest, sample) => Math.max(loudest, Math.abs(sample)), 0));
      requestAnimationFrame(look);
    };
    look();
  }

  get elapsed() {
    const running = this.media?.state === "recording" ? performance.now() - this.since : 0;
    return (this.recorded + running) / 1000;
  }

  #tick() {
    if (!this.isRecording) return;
    this.take.seconds = this.elapsed; // the last word if the microphone is unplugged
    this.part("elapsed").textContent = clock(this.take.seconds);
  }

  pause() {
    this.recorded += performance.now() - this.since;
    this.media.pause();
    this.#tick();
    this.#show("continue", "stop");
    this.#say("Đang tạm dừng.");
    this.button("continue").focus();
  }

  resume() {
    this.since = performance.now();
    this.media.resume();
    this.#show("pause", "stop");
    this.#say("Đang ghi âm.");
    this.button("pause").focus();
  }

  stop() {
    this.take.seconds = this.elapsed;
    this.media.stop();
  }

  /* Chunks are stored one after another, the take before them. */
  #add(chunk) {
    if (!chunk.size) return;
    const { id } = this.take;
    const number = this.chunks.push(chunk) - 1;
    this.stored = this.stored.then(() => this.store?.addChunk(id, number, chunk)).catch(() => this.#cannotKeep());
  }

  async #keep() {
    try {
      await this.store?.put(this.take);
    } catch {
      this.#cannotKeep();
    }
  }

  #cannotKeep() {
    this.store = null;
    this.#say("Máy này hết chỗ nên chưa giữ được bản ghi phòng khi mất mạng: xin gửi ngay sau khi ghi.", true);
  }

  async #finish() {
    clearInterval(this.ticking);
    this.part("elapsed").textContent = clock(this.take.seconds);
    for (const track of this.stream.getTracks()) track.stop();
    await this.sound?.close();
    this.sound = null;
    this.part("level").value = 0;
    await this.stored;
    await this.#keep();
    this.#hear(new Blob(this.chunks, { type: this.take.type }));
    this.#say("Xin nghe lại, rồi bấm Dùng bản này hoặc Ghi lại.");
    this.button("send").focus();
  }

  #hear(blob) {
    this.blob = blob;
    URL.revokeObjectURL(this.listening);
    this.listening = URL.createObjectURL(blob);
    this.part("listen").src = this.listening;
    this.#show("heard");
  }

  async again() {
    const { id } = this.take;
    this.wanted = false;
    this.take = null;
    this.part("unsent").hidden = true;
    await this.store?.remove(id).catch(() => {});
    await this.record();
  }

  // What was not sent

  async #offer() {
    const takes = await this.store.unsent();
    const others = takes.filter((take) => take.item !== this.root.dataset.item);
    const [own] = takes.filter((take) => take.item === this.root.dataset.item);
    if (own) {
      const blob = await this.store.sound(own);
      if (blob.size) {
        this.take = own;
        const length = own.seconds ? `, dài ${Math.round(own.seconds)} giây` : "";
        const words = this.part("unsent");
        words.textContent = `Bản ghi này chưa gửi được: ghi lúc ${at(own.at)}${length}. Xin nghe lại, rồi bấm Dùng bản này hoặc Ghi lại.`;
        words.hidden = false;
        this.#hear(blob);
      } else await this.store.remove(own.id);
    }
    const list = this.part("others");
    for (const take of new Map(others.map((one) => [one.item, one])).values()) {
      const link = Object.assign(document.createElement("a"), { href: take.page, textContent: take.title });
      const line = document.createElement("li");
      line.append("Bản ghi chưa gửi của mục khác: ", link);
      list.append(line);
    }
    list.hidden = !list.children.length;
  }

  // Sending

  /* Whether a take of an unlikely length would replace a recording that may go on air. */
  #isOdd() {
    const { expected, replaces } = this.root.dataset;
    const { seconds } = this.take;
    return Boolean(replaces && seconds && Number(expected)) && (seconds < expected / 2 || seconds > expected * 2);
  }

  async send() {
    if (this.isSending || !this.take) return;
    if (this.blob.size > MAX_BYTES) {
      this.#say(TOO_LARGE, true);
      return;
    }
    if (this.#isOdd() && !this.take.isAsked) {
      this.take.isAsked = true;
      this.#say(`Bản này dài ${Math.round(this.take.seconds)} giây, dự kiến ${this.root.dataset.expected} giây; dùng thì bản ghi đang có bị thay. Đúng vậy thì bấm Dùng bản này lần nữa, không thì bấm Ghi lại.`, true);
      return;
    }
    clearTimeout(this.waiting);
    this.isSending = true;
    this.wanted = true;
    this.button("send").disabled = this.button("again").disabled = true;
    this.#say("Đang gửi bản ghi…");
    const answer = await this.#post();
    this.isSending = false;
    this.button("send").disabled = this.button("again").disabled = false;
    if (answer.isReceived) {
      await this.store?.remove(this.take.id).catch(() => {});
      this.take = null;
      this.wanted = false;
      location.assign(location.href);
      return;
    }
    this.#say(answer.sentence, true);
    this.wanted = answer.mayResend;
    if (answer.mayResend) this.waiting = setTimeout(() => this.send(), SEND_AGAIN);
  }

  async #post() {
    const data = new FormData();
    const ending = this.take.type.includes("mp4") ? "m4a" : this.take.type.includes("ogg") ? "ogg" : "webm";
    data.append("recording", this.blob, `ghi-am.${ending}`);
    data.append("reading", this.take.reading);
    data.append("take", this.take.id);
    let answer;
    try {
      answer = await fetch(this.root.dataset.url, {
        method: "POST",
        body: data,
        headers: { "X-CSRFToken": csrfToken(), "X-Requested-With": "fetch" },
        redirect: "manual",
      });
    } catch {
      return { sentence: "Chưa gửi được vì mất kết nối. Bản ghi còn nguyên trong máy này và sẽ tự gửi lại khi có mạng.", mayResend: true };
    }
    if (answer.type === "opaqueredirect" || answer.status === 403) {
      return { sentence: "Phiên làm việc đã hết. Bản ghi còn nguyên trong máy này: xin đăng nhập lại ở thẻ khác, rồi bấm Dùng bản này." };
    }
    if (answer.status === 413) return { sentence: TOO_LARGE };
    const said = await answer.json().catch(() => null);
    if (said) return { isReceived: said.is_received, sentence: said.sentence };
    return { sentence: "Máy chủ chưa nhận được bản ghi. Bản ghi còn nguyên trong máy này và sẽ tự gửi lại.", mayResend: answer.status >= 500 };
  }
}

/* While the server works on a take, ask how far it is; then show the page anew. */
async function follow(box) {
  while (box.dataset.takeState === "waiting") {
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY));
    try {
      const answer = await fetch(box.dataset.stateUrl, { headers: { "X-Requested-With": "fetch" }, redirect: "manual" });
      const { state, sentence, percent } = await answer.json();
      box.querySelector("[data-take-sentence]").textContent = sentence;
      if (percent !== null) box.querySelector("[data-take-progress]").value = percent;
      box.dataset.takeState = state;
    } catch {
      continue; // no connection, or no session: the page says so when it is used
    }
  }
}

const box = document.querySelector("[data-take-state]");
const root = document.querySelector("[data-recorder]");
const recorder = root && new Recorder(root);
recorder?.start();
if (box.dataset.takeState === "waiting") follow(box).then(() => recorder?.isRecording || recorder?.take || location.reload());

/* A file too large is refused before it is sent. */
const chooser = document.querySelector("input[type=file][name=recording]");
chooser?.form.addEventListener("submit", (event) => {
  const tooLarge = chooser.files[0]?.size > MAX_BYTES;
  chooser.setCustomValidity(tooLarge ? TOO_LARGE : "");
  if (tooLarge) {
    event.preventDefault();
    chooser.reportValidity();
  }
});
chooser?.addEventListener("change", () => chooser.setCustomValidity(""));
