/* Editing a plan: a new row when the last one is used, Enter from topic to topic. Without this there are
   three empty rows at a time, and every one of them is stored by the same button. */

const rows = document.querySelector("[data-rows]");
const template = document.querySelector("[data-row-template]");

const topics = () => [...rows.querySelectorAll("textarea")];

const grow = (field) => {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
};

const addRow = () => {
  const numbers = topics().map((field) => Number(/^m([0-9]+)-/.exec(field.name)?.[1] ?? 0));
  const number = Math.max(0, ...numbers) + 1;
  const html = template.innerHTML.replaceAll("m__-", `m${number}-`);
  rows.insertAdjacentHTML("beforeend", html);
};

if (rows) {
  topics().forEach(grow);
  rows.addEventListener("input", (event) => {
    if (!event.target.matches("textarea")) return;
    grow(event.target);
    if (event.target === topics().at(-1)) addRow();
  });
  rows.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("textarea, input")) return;
    event.preventDefault(); // a line is one line, and the key hands nothing in
    if (!event.target.matches("textarea")) return;
    const all = topics();
    const at = all.indexOf(event.target);
    if (at === all.length - 1) addRow();
    topics()[at + 1].focus();
  });
}

const untick = document.querySelector("[data-untick-published]");
if (untick) {
  untick.hidden = false;
  untick.addEventListener("click", () => {
    for (const box of document.querySelectorAll("[data-published]")) box.checked = false;
  });
}
