// The grid of quotas as people know it from a spreadsheet: arrows, paste, undo, live sums. Nothing here is needed to
// store a number: the server reads and judges the same cells again.
(() => {
  "use strict";

  const grid = document.querySelector("[data-quota-grid]");
  const form = grid?.closest("form");
  const tools = form?.querySelector("[data-grid-tools]");
  if (!tools) return;

  const rows = [...grid.querySelectorAll("tr[data-unit]")];
  const cells = rows.map((row) => [...row.querySelectorAll(".quota-grid__cell")]);
  const kinds = [...grid.querySelectorAll("th[data-kind]")].map((head) => fold(head.dataset.kind));
  const undoButton = tools.querySelector("[data-undo]");
  const redoButton = tools.querySelector("[data-redo]");
  const pasteErrors = form.querySelector("[data-paste-errors]");
  const MOST = 999;
  const undone = [];
  const done = [];
  let typing = null;

  function fold(text) {
    const plain = text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d");
    return plain.toLowerCase().replace(/\s+/g, " ").trim();
  }

  // The number in a cell, "" for none, null for what is no number.
  function numberIn(text) {
    const plain = text.replace(/\u00a0/g, " ").trim();
    if (plain === "") return "";
    const match = /^(\d{1,6})(?:[.,]0+)?$/.exec(plain);
    return match && Number(match[1]) <= MOST ? String(Number(match[1])) : null;
  }

  function place(input) {
    for (let row = 0; row < cells.length; row += 1) {
      const column = cells[row].indexOf(input);
      if (column >= 0) return [row, column];
    }
    return null;
  }

  function mark(input) {
    if (numberIn(input.value) === null) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }

  function sum(inputs) {
    return inputs.reduce((total, input) => total + Number(numberIn(input.value) || 0), 0);
  }

  function count() {
    rows.forEach((row, at) => {
      row.querySelector("[data-row-total]").textContent = sum(cells[at]);
    });
    grid.querySelectorAll("[data-column-total]").forEach((total, at) => {
      total.textContent = sum(cells.map((row) => row[at]));
    });
    grid.querySelector("[data-total]").textContent = sum(cells.flat());
    undoButton.disabled = done.length === 0;
    redoButton.disabled = undone.length === 0;
  }

  function keep(changes) {
    const real = changes.filter(({ before, after }) => before !== after);
    if (real.length === 0) return;
    done.push(real);
    undone.length = 0;
  }

  function put(changes, which) {
    changes.forEach((change) => {
      change.input.value = change[which];
      mark(change.input);
    });
    changes[0]?.input.focus();
    count();
  }

  function change(wanted) {
    const changes = wanted.map(([input, after]) => ({ input, before: input.value, after }));
    keep(changes);
    put(changes, "after");
  }

  function step(from, to, which) {
    endTyping();
    const changes = from.pop();
    if (!changes) return;
    to.push(changes);
    put(changes, which);
  }

  function endTyping() {
    if (!typing) return;
    keep([{ input: typing.input, before: typing.before, after: typing.input.value }]);
    typing = null;
    count();
  }

  // What was pasted, as rows of texts; blank lines at the end are a spreadsheet's.
  function table(text) {
    const lines = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n");
    return lines.map((line) => line.split("\t").map((cell) => cell.trim()));
  }

  function rowOf(name) {
    const wanted = fold(name);
    return rows.findIndex((row) => fold(row.dataset.unit) === wanted || fold(row.dataset.short) === wanted);
  }

  // A whole table: its first column names units, its first row may name kinds.
  function readTable(pasted) {
    const head = pasted.find((line) => line.slice(1).some((cell) => kinds.includes(fold(cell))));
    const columns = head ? head.map((cell) => kinds.indexOf(fold(cell))) : [-1, ...kinds.keys()];
    const wanted = [];
    const bad = [];
    pasted.forEach((line) => {
      const name = line[0];
      const filled = line.slice(1).some((cell) => cell !== "");
      if (line === head || name === "" || !filled || fold(name) === "cong") return;
      const at = rowOf(name);
      if (at < 0) {
        bad.push(`Không có đơn vị “${name}” trong bảng.`);
        return;
      }
      line.forEach((text, position) => {
        const column = columns[position] ?? -1;
        if (column >= 0) wanted.push([cells[at][column], text]);
      });
    });
    return [wanted, bad];
  }

  // Bare numbers fill a block from the cell to the right and down.
  function readBlock(pasted, [top, left]) {
    const wanted = [];
    const bad = [];
    pasted.forEach((line, down) => {
      line.forEach((text, right) => {
        const input = cells[top + down]?.[left + right];
        if (input) wanted.push([input, text]);
        else if (text !== "") bad.push(`“${text}” nằm ngoài bảng, ở dòng ${down + 1} cột ${right + 1} của phần dán.`);
      });
    });
    return [wanted, bad];
  }

  function tell(sentences) {
    pasteErrors.hidden = sentences.length === 0;
    pasteErrors.replaceChildren();
    if (sentences.length === 0) return;
    const lead = document.createElement("p");
    lead.textContent = "Đã dán; có chỗ cần xem lại:";
    const list = document.createElement("ul");
    sentences.forEach((sentence) => {
      const item = document.createElement("li");
      item.textContent = sentence;
      list.append(item);
    });
    pasteErrors.append(lead, list);
  }

  grid.addEventListener("paste", (event) => {
    const input = event.target.closest(".quota-grid__cell");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!input || !/[\t\n\r]/.test(text.trim())) return;
    event.preventDefault();
    endTyping();
    const pasted = table(text);
    const isTable = pasted.some((line) => line.length > 1 && rowOf(line[0]) >= 0);
    const [wanted, bad] = isTable ? readTable(pasted) : readBlock(pasted, place(input));
    change(wanted.map(([cell, value]) => [cell, numberIn(value) ?? value.slice(0, 20)]));
    const wrong = wanted.filter(([, value]) => numberIn(value) === null);
    tell([...bad, ...wrong.map(([cell, value]) => `${cell.getAttribute("aria-label")}: “${value}” không phải là số từ 0 đến ${MOST}.`)]);
  });

  grid.addEventListener("input", (event) => {
    const input = event.target.closest(".quota-grid__cell");
    if (!input) return;
    mark(input);
    count();
  });

  grid.addEventListener("focusin", (event) => {
    endTyping();
    const input = event.target.closest(".quota-grid__cell");
    if (!input) return;
    typing = { input, before: input.value };
    input.select();
  });

  grid.addEventListener("focusout", endTyping);

  grid.addEventListener("keydown", (event) => {
    const at = event.target.matches(".quota-grid__cell") && place(event.target);
    if (!at || event.isComposing) return;
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && (key === "z" || key === "y")) {
      event.preventDefault();
      if (key === "y" || event.shiftKey) step(undone, done, "after");
      else step(done, undone, "before");
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { selectionStart, selectionEnd, value } = event.target;
    const isWhole = selectionStart === 0 && selectionEnd === value.length;
    const ways = {
      arrowup: [-1, 0],
      arrowdown: [1, 0],
      enter: [event.shiftKey ? -1 : 1, 0],
      ...((isWhole || selectionEnd === 0) && { arrowleft: [0, -1] }),
      ...((isWhole || selectionStart === value.length) && { arrowright: [0, 1] }),
    };
    const way = ways[key];
    if (!way) return;
    event.preventDefault();
    cells[at[0] + way[0]]?.[at[1] + way[1]]?.focus();
  });

  undoButton.addEventListener("click", () => step(done, undone, "before"));
  redoButton.addEventListener("click", () => step(undone, done, "after"));
  form.querySelector("[data-defaults]").addEventListener("click", (event) => {
    event.preventDefault();
    endTyping();
    const empty = cells.flat().filter((input) => input.value.trim() === "" && input.dataset.default !== undefined);
    change(empty.map((input) => [input, input.dataset.default]));
  });

  tools.hidden = false;
  count();
})();
