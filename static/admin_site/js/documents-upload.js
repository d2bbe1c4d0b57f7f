/* Many documents at once: files sent one by one, each with a mark so that a repeated sending stores it once; rows filled
   in when the server has read them, saved by Enter. The page works without this; the server checks everything anew. */

import { freshToken } from "./photos.js";

const MAX_BYTES = 50 * 1024 * 1024;
const ATTEMPTS = 6;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15_000;
const POLL = 2000;
const POLL_LONGEST = 10_000;
const POLL_FOR = 20 * 60 * 1000;
const LATE = "Máy còn đang đọc những tệp cuối: xin tải lại trang sau ít phút.";
const LOST = "Mất kết nối, chưa lưu được: xin thử lại.";
const LOGGED_OUT = "Phiên làm việc đã hết hoặc dòng này không còn là bản nháp: xin mở trang này ở thẻ khác rồi thử lại.";

const upload = document.querySelector("[data-upload-form]");
const table = document.querySelector("[data-table-form]");
const rows = table.querySelector("[data-rows]");
const progress = upload.querySelector("[data-progress]");
const refusedList = upload.querySelector("[data-refused]");
const tick = upload.elements.is_not_classified;
const input = upload.elements.file;

const newMark = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const fields = (row) => [...row.querySelectorAll("input:not([type=hidden]), select, textarea")];
const entries = (row) => fields(row).filter((field) => field.name !== "chon");
const valueOf = (field) => (field.type === "checkbox" ? field.checked : field.value);
const firstField = (row) => row.querySelector("[aria-invalid=true]") || entries(row)[0];

const post = async (url, data, form) => {
  const answer = await fetch(url, { method: "POST", body: data, headers: { "X-CSRFToken": freshToken(form) }, redirect: "error" });
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  return { status: answer.status, told: isJson ? await answer.json() : null };
};

// Rows

/* What the row showed when it came; what differs from it now was typed. */
const shown = new WeakMap();
const begin = (row) => {
  shown.set(row, new Map(entries(row).map((field) => [field.name, valueOf(field)])));
  return row;
};

/* Tell dates.js of the fields of a row that is in the page now. */
const announce = (row) => {
  row.querySelectorAll("input[type=date]").forEach((field) => field.dispatchEvent(new CustomEvent("date-added", { bubbles: true })));
};

const made = (html) => {
  const holder = document.createElement("template");
  holder.innerHTML = html.trim();
  return holder.content.firstElementChild;
};

const put = (field, value) => {
  if (field.type === "checkbox") field.checked = value;
  else field.value = value;
};

/* The field under the cursor stays where it is, with what is typed: only its error is taken over. */
const updateFocused = (cell, fresh, field, value) => {
  if (value !== undefined) put(field, value);
  field.toggleAttribute("aria-invalid", false);
  if (fresh.querySelector("[aria-invalid=true]")) field.setAttribute("aria-invalid", "true");
  cell.querySelector(".errorlist")?.remove();
  const error = fresh.querySelector(".errorlist");
  if (error) cell.append(error);
};

/* Bring a row up to what the server says of it; what was typed since `sent` and the cursor stay. */
const update = (row, html, sent) => {
  const fresh = made(html);
  const before = sent || shown.get(row);
  const stored = new Map(entries(fresh).map((field) => [field.name, valueOf(field)]));
  const cells = [...fresh.querySelectorAll(".cell-field")];
  [...row.querySelectorAll(".cell-field")].forEach((cell, place) => {
    const [field] = fields(cell);
    const isTyped = valueOf(field) !== before.get(field.name);
    if (cell.contains(document.activeElement)) {
      updateFocused(cell, cells[place], field, isTyped ? undefined : stored.get(field.name));
      return;
    }
    if (isTyped) put(fields(cells[place])[0], valueOf(field));
    cell.replaceWith(cells[place]);
    announce(cells[place]);
  });
  for (const part of ["[data-reading]", ".upload-table__checks"]) {
    row.querySelector(part).replaceWith(fresh.querySelector(part));
  }
  row.querySelector("[name$=-seen]").value = fresh.querySelector("[name$=-seen]").value;
  row.toggleAttribute("data-waiting", "waiting" in fresh.dataset);
  shown.set(row, stored);
};

const say = (row, sentence) => {
  row.querySelector("[data-said]").textContent = sentence;
};

const save = async (row) => {
  const origin = document.activeElement;
  const sent = new Map(entries(row).map((field) => [field.name, valueOf(field)]));
  const data = new FormData();
  for (const field of row.querySelectorAll("input, select, textarea")) {
    if (field.type !== "checkbox" || field.checked) data.append(field.name, field.value);
  }
  row.setAttribute("aria-busy", "true");
  say(row, "Đang lưu…");
  try {
    const { status, told } = await post(row.dataset.saveUrl, data, table);
    if (!told?.html) {
      say(row, status >= 500 ? LOST : LOGGED_OUT);
      return;
    }
    // Whoever went on to another field meanwhile stays there.
    const hadFocus = document.activeElement === origin;
    const next = row.nextElementSibling;
    // After a refusal the server's row shows what was typed, and that it differs from what is stored.
    const baseline = shown.get(row);
    update(row, told.html, sent);
    if (status !== 200) shown.set(row, baseline);
    say(row, status === 200 ? "Đã lưu." : "Chưa lưu: xin sửa ô có lỗi.");
    if (hadFocus) {
      if (status === 200 && next) firstField(next).focus();
      else if (status === 200) table.querySelector("button[value=save]").focus();
      else firstField(row).focus();
    }
  } catch {
    say(row, LOST);
  } finally {
    row.removeAttribute("aria-busy");
  }
  if (!("again" in row.dataset)) return;
  delete row.dataset.again;
  save(row);
};

rows.addEventListener("keydown", (event) => {
  const row = event.target.closest("[data-row]");
  const isButton = event.target.matches("a, button");
  if (event.key !== "Enter" || event.isComposing || isButton || !row) return;
  event.preventDefault();
  if (row.getAttribute("aria-busy") === "true") row.dataset.again = "";
  else save(row);
});

// Reading

let isPolling = false;
const waiting = () => [...rows.querySelectorAll("[data-waiting]")];

const poll = async () => {
  if (isPolling) return;
  isPolling = true;
  const until = Date.now() + POLL_FOR;
  for (let wait = POLL; waiting().length && Date.now() < until; wait = Math.min(wait * 1.2, POLL_LONGEST)) {
    await pause(wait);
    const asked = new URLSearchParams(
      waiting().flatMap((row) => [
        ["van-ban", row.dataset.row],
        ["tep", row.dataset.file],
      ]),
    );
    try {
      const answer = await fetch(`${upload.dataset.readUrl}?${asked}`, { redirect: "error" });
      if (!answer.ok) break;
      const told = await answer.json();
      for (const row of waiting()) {
        const html = told.rows[row.dataset.row];
        if (html && row.getAttribute("aria-busy") !== "true") update(row, html);
      }
      for (const pk of told.gone) {
        const row = rows.querySelector(`[data-row="${CSS.escape(String(pk))}"]`);
        if (told.classified.includes(row?.dataset.file)) refuse(`Tệp “${row.dataset.name}”: ${told.classified_notice}`);
        row?.remove();
      }
    } catch {
      // A lost line: asked again.
    }
  }
  isPolling = false;
  if (waiting().length) progress.textContent = LATE;
  else if (!queue.length && rows.children.length) progress.textContent = "Đã đọc xong mọi tệp.";
};

// Files

const queue = [];
let isSending = false;
let total = 0;

const refuse = (sentence) => {
  const line = document.createElement("li");
  line.textContent = sentence;
  refusedList.append(line);
};

const sendOnce = ({ file, mark }) => {
  const data = new FormData();
  data.append("is_not_classified", "on");
  data.append("idempotency_key", mark);
  data.append("file", file, file.name);
  return post(upload.dataset.uploadUrl, data, upload);
};

const send = async (job) => {
  for (let attempt = 1, wait = FIRST_WAIT; ; attempt += 1, wait = Math.min(2 * wait, LONGEST_WAIT)) {
    try {
      const { status, told } = await sendOnce(job);
      if (told?.key) return told;
      if (told?.refused) return told;
      if (status < 500 && status !== 429) return { refused: `Tệp “${job.file.name}” chưa được nhận: phiên làm việc đã hết, xin tải lại trang rồi gửi lại.` };
    } catch {
      progress.textContent = "Mất kết nối; tệp sẽ tự gửi lại khi có mạng.";
    }
    if (attempt === ATTEMPTS) return { refused: `Tệp “${job.file.name}” chưa gửi được vì mất kết nối: xin thử lại.` };
    await pause(wait);
  }
};

const work = async () => {
  if (isSending) return;
  isSending = true;
  for (let done = 1; queue.length; done += 1) {
    const job = queue[0];
    progress.textContent = `Đang gửi tệp ${done} trong ${total}: ${job.file.name}`;
    const told = await send(job);
    queue.shift();
    if (told.refused) refuse(told.refused);
    else if (told.html && !rows.querySelector(`[data-row="${CSS.escape(String(told.key))}"]`)) {
      const row = begin(made(told.html));
      rows.append(row);
      announce(row);
      table.hidden = false;
    }
    poll();
  }
  progress.textContent = waiting().length ? "Đã gửi xong; máy đang đọc chữ trong tệp." : "Đã gửi xong.";
  isSending = false;
  total = 0;
};

const take = (files) => {
  refusedList.textContent = "";
  if (!tick.checked) {
    refuse("Xin đánh dấu “không phải văn bản mật” trước khi tải tệp lên.");
    tick.focus();
    return;
  }
  for (const file of files) {
    if (file.size > MAX_BYTES) {
      refuse(`Tệp “${file.name}” chưa được nhận: Tệp lớn hơn 50 MB: xin nén ảnh trong tệp hoặc chia thành nhiều tệp rồi tải lên.`);
      continue;
    }
    queue.push({ file, mark: newMark() });
    total += 1;
  }
  work();
};

const drop = upload.querySelector("[data-drop]");
upload.querySelector("[data-without-script]").hidden = true;
input.addEventListener("change", () => {
  const files = [...input.files];
  input.value = "";
  take(files);
});
upload.addEventListener("submit", (event) => event.preventDefault());
for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
  drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.toggleAttribute("data-over", name === "dragenter" || name === "dragover");
  });
}
drop.addEventListener("drop", (event) => take([...event.dataTransfer.files]));

const isUnsaved = () =>
  [...rows.children].some((row) => entries(row).some((field) => valueOf(field) !== shown.get(row).get(field.name)));
let isLeaving = false;
table.addEventListener("submit", () => {
  isLeaving = true;
});
window.addEventListener("pageshow", () => {
  isLeaving = false;
});
window.addEventListener("beforeunload", (event) => {
  if (isLeaving || !(queue.length || isUnsaved())) return;
  event.preventDefault();
  event.returnValue = ""; // what older browsers ask for
});

for (const row of rows.children) {
  begin(row);
  // A row that came back with what was typed differs from what is stored.
  if ("faulty" in row.dataset) shown.set(row, new Map());
}
poll();
