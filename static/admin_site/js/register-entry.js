/* Entry of incoming documents by keyboard: Enter goes to the next field, Ctrl + Enter registers; the number is shown as
   it is understood; a dropped file is read and fills the empty fields. Without this the page is a plain form. */

const POLL = 2000;
const POLL_FOR = 10 * 60 * 1000;

const form = document.querySelector("[data-entry]");
const said = form.querySelector("[data-reading-said]");
const drop = form.querySelector("[data-drop]");
const chooser = form.elements.files;
const register = form.querySelector("[data-register]");
const readButton = form.querySelector("[data-read]");
const picture = document.querySelector("[data-picture]");

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const ask = async (url) => {
  try {
    const answer = await fetch(url, { redirect: "error" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
};

/* The fields of the keyboard's way, in the order of the page; the understood number is passed by. */
const stops = () =>
  [...form.querySelectorAll(".entry__grid :is(input, select, textarea)")].filter(
    (field) => field.type !== "hidden" && !field.disabled && (!field.closest(".entry__parts") || field.getAttribute("aria-invalid")),
  );

form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("input:not([type=checkbox], [type=file]), select, textarea")) return;
  event.preventDefault();
  if (event.ctrlKey || event.metaKey) {
    form.requestSubmit(register);
    return;
  }
  const fields = stops();
  const next = fields[fields.indexOf(event.target) + 1];
  const stop = fields.includes(event.target) && next ? next : register;
  stop.focus();
  if (stop.matches("input:not([type=checkbox], [type=file])")) stop.select(); // what is typed replaces it, as after Tab
});

// The number as the paper has it

const PARTS = ["number", "number_year", "notation"];
const code = form.elements.code;

code.addEventListener("change", async () => {
  const asked = code.value;
  const found = await ask(`${form.dataset.checkUrl}?so=${encodeURIComponent(asked)}`);
  if (!found || code.value !== asked) return;
  for (const name of PARTS) form.elements[name].value = found[name];
  form.elements.parsed_code.value = asked;
});

// Files

const isUntyped = () => !code.value && !form.elements.subject.value;

const UNTICKED = "Tệp chưa được nhận: xin đánh dấu “Các tệp này không phải văn bản mật”.";
const NOT_SENT = "Tệp sẽ được nhận khi bấm Vào sổ, hoặc bấm Đọc tệp và điền các ô trống.";

const take = () => {
  if (!chooser.files.length) return;
  const isTicked = form.elements.is_not_classified.checked;
  if (isTicked && isUntyped()) form.requestSubmit(readButton);
  else said.textContent = isTicked ? NOT_SENT : UNTICKED;
};

chooser.addEventListener("change", take);
form.elements.is_not_classified.addEventListener("change", take);
drop.addEventListener("dragover", (event) => {
  event.preventDefault();
  drop.toggleAttribute("data-over", true);
});
drop.addEventListener("dragleave", () => drop.toggleAttribute("data-over", false));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.toggleAttribute("data-over", false);
  if (!event.dataTransfer.files.length) return;
  chooser.files = event.dataTransfer.files;
  chooser.dispatchEvent(new Event("change"));
});

const NUMBER = ["code", ...PARTS]; // proposed together, or not at all

const isEmpty = (name) => ["", "0"].includes(form.elements[name]?.value ?? "-");

/* Put what was read into the fields that are empty, the one with the cursor too; return how many were filled. */
const fill = (fields) => {
  const isNumbered = NUMBER.some((name) => form.elements[name].value);
  const filled = Object.entries(fields).filter(([name, value]) => value && isEmpty(name) && !(isNumbered && NUMBER.includes(name)));
  for (const [name, value] of filled) form.elements[name].value = value;
  if (filled.some(([name]) => name === "code")) form.elements.parsed_code.value = code.value;
  return filled.length;
};

const sentence = (found) => {
  if (found.classified) return found.classified;
  if (!Object.keys(found.fields).length) return "Máy không đọc được gì để điền: xin ghi tay.";
  return fill(found.fields)
    ? "Máy đã đọc tệp và điền các ô còn trống. Đó là đề nghị: xin so với tệp rồi mới vào sổ."
    : "Máy đã đọc tệp; các ô đã có chữ nên giữ nguyên.";
};

const poll = async () => {
  const keys = [...form.querySelectorAll("input[name=kept]")].map((field) => `tep=${field.value}`).join("&");
  const until = Date.now() + POLL_FOR;
  while (Date.now() < until) {
    const found = await ask(`${form.dataset.readUrl}?${keys}`);
    if (found && (found.classified || !found.is_waiting)) {
      for (const field of form.querySelectorAll("input[name=kept]")) {
        if (found.gone.includes(field.value)) field.closest("li").remove();
      }
      if (found.picture) {
        const image = picture.querySelector("img") || picture.appendChild(document.createElement("img"));
        Object.assign(image, { src: found.picture, alt: "Trang đầu của tệp" });
        picture.hidden = false;
      }
      said.textContent = sentence(found);
      readButton.textContent = "Đọc tệp và điền các ô trống";
      return;
    }
    await pause(POLL);
  }
  said.textContent = "Máy chưa đọc xong: xin ghi tay, hoặc bấm nút dưới đây để xem lại.";
};

if ("reading" in form.dataset) poll();
