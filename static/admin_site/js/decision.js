/* The deadline of a decision is one: a date that is written chooses "Ngày khác", a number of days takes the date away. */
"use strict";

(() => {
  document.querySelectorAll("[data-deadline]").forEach((part) => {
    const date = part.querySelector("[name=due_on]");
    const another = part.querySelector("[name=days][value=khac]");
    if (!date || !another) return;
    date.addEventListener("input", () => {
      if (date.value) another.checked = true;
    });
    part.querySelectorAll("[name=days]").forEach((choice) => {
      choice.addEventListener("change", () => {
        if (choice === another || !choice.checked || !date.value) return;
        date.value = "";
        date.dispatchEvent(new Event("input"));
      });
    });
  });
})();
