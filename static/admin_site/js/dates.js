/* Says beside each field for a day or a time what is chosen, as people here write it: the browser shows the field itself
   in its own language's order, so that 05/06 might be either. */
"use strict";

(() => {
  const WEEKDAYS = ["Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"];

  const inWords = (value) => {
    const [, year, month, day, time] = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}:\d{2}))?/.exec(value) || [];
    if (!year) return "";
    const weekday = WEEKDAYS[new Date(year, month - 1, day).getDay()];
    return `Đã chọn: ${time ? `${time}, ` : ""}${weekday}, ${day}/${month}/${year}`;
  };

  const wire = (field) => {
    const words = document.createElement("output");
    words.className = "chosen-date";
    if (field.id) words.htmlFor.add(field.id);
    const say = () => {
      words.textContent = inWords(field.value);
    };
    field.addEventListener("input", say);
    say();
    field.after(words);
  };

  document.querySelectorAll("input[type=date], input[type=datetime-local]").forEach(wire);
  // A row that a script adds tells of its fields.
  document.addEventListener("date-added", (event) => wire(event.target));
})();
