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
  const total = document.querySelector("[name=lines-TOTAL_FORMS]");
  rows.insertAdjacentHTML("beforeend", template.innerHTML.replaceAll("__prefix__", total.value));
  total.value = Number(total.value) + 1;
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

/* The sentence of the deadline follows the rule, its number and the window. */
const sentence = document.querySelector("[data-deadline]");
if (sentence) {
  const deadlines = JSON.parse(document.getElementById("deadlines").textContent);
  const field = (name) => document.querySelector(`[name=${name}]`);
  const follow = (event) => {
    const isWindow = ["starts_on", "ends_on", "year", "month"].includes(event.target.name);
    if (!isWindow && !["deadline_rule", "deadline_number"].includes(event.target.name)) return;
    const day = deadlines[field("deadline_rule").value]?.[Number(field("deadline_number").value) || 0];
    sentence.hidden = false;
    sentence.textContent =
      isWindow || !day ? "Hạn nộp được tính lại khi lưu." : `Với cách tính này, hạn nộp là ${day}.`;
  };
  sentence.closest("form").addEventListener("input", follow);
  sentence.closest("form").addEventListener("change", follow);
}

const untick = document.querySelector("[data-untick-published]");
if (untick) {
  untick.hidden = false;
  untick.addEventListener("click", () => {
    for (const box of document.querySelectorAll("[data-published]")) box.checked = false;
  });
}
