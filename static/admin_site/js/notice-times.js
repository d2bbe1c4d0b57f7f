/* Fills the small table of a notice's times with lines that the server proposed. */
"use strict";

(() => {
  const LINE = /^(?:(\d\d:\d\d) )?(\d\d\/\d\d\/\d{4})(?: – (?:(\d\d:\d\d) )?(\d\d\/\d\d\/\d{4}))?/;
  const isoDay = (day) => (day ? day.split("/").reverse().join("-") : "");

  const fill = (table, lines) => {
    const name = table.dataset.noticeTimes;
    lines.forEach((line, number) => {
      const found = LINE.exec(line);
      if (!found) return;
      const last = found[4] === found[2] ? "" : isoDay(found[4]);
      const values = { first: isoDay(found[2]), starts: found[1] ?? "", last, ends: found[3] ?? "" };
      if (!table.querySelector(`[name="${name}-${number}-first"]`)) addRow(table, name, number);
      for (const [field, value] of Object.entries(values)) {
        const input = table.querySelector(`[name="${name}-${number}-${field}"]`);
        if (input) input.value = value;
      }
    });
    const first = table.querySelector("input");
    first?.dispatchEvent(new Event("input", { bubbles: true }));
    first?.focus();
  };

  const addRow = (table, name, number) => {
    const rows = table.querySelectorAll(".notice-times__row");
    const copy = rows[rows.length - 1].cloneNode(true);
    const old = `${name}-${rows.length - 1}-`;
    for (const element of copy.querySelectorAll("[name], [id], [for]")) {
      for (const attribute of ["name", "id", "for"]) {
        const value = element.getAttribute(attribute);
        if (value) element.setAttribute(attribute, value.replace(old, `${name}-${number}-`));
      }
      if (element.type === "checkbox") element.checked = false;
      else if ("value" in element) element.value = "";
    }
    copy.querySelector("legend").textContent = `Thời gian ${number + 1}`;
    table.append(copy);
  };

  document.addEventListener("lint:replace", (event) => {
    const table = event.target.closest?.("[data-notice-times]");
    if (!table) return;
    event.preventDefault();
    fill(table, event.detail.replacement.split("\n"));
  });
})();
