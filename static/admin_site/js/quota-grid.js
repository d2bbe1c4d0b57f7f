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
  const exemptions = rows.map((row) => row.querySelector(".quota-grid__exempt [type=checkbox]"));
  const reasons = rows.map((row) => row.querySelector(".quota-grid__exempt [type=text]"));
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
    const match = /^(\d{1,6})(?:[.,]0{1,2})?$/.exec(plain);
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
    if (!input.matches(".quota-grid__cell")) return;
    if (numberIn(input.value) === null) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }

  function sum(inputs) {
    return inputs.reduce((total, input) => total + Number(numberIn(input.value) || 0), 0);
  }

  function count() {
    rows.forEach((row, at) => {
      row.querySelector("[data-row-total]").textContent = exemptions[at].checked ? 0 : sum(cells[at]);
    });
    const owing = cells.filter((_, at) => !exemptions[at].checked);
    grid.querySelectorAll("[data-column-total]").forEach((total, at) => {
      total.textContent = sum(owing.map((row) => row[at]));
    });
    grid.querySelector("[data-total]").textContent = sum(owing.flat());
    undoButton.disabled = done.length === 0;
    redoButton.disabled = undone.length === 0;
  }

  function keep(changes) {
    const real = changes.filter(({ before, after }) => before !== after);
    if (real.length === 0) return;
    done.push(real);
    undone.length = 0;
  }

  function valueOf(input) {
    return input.type === "checkbox" ? input.checked : input.value;
  }

  function put(changes, which) {
    changes.forEach((change) => {
      if (change.input.type === "checkbox") change.input.checked = change[which];
      else change.input.value = change[which];
      mark(change.input);
    });
    changes[0]?.input.focus();
    count();
  }

  function change(wanted) {
    const changes = wanted.map(([input, after]) => ({ input, before: valueOf(input), after }));
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

  // The column in which most units are found: where lines are numbered it is not the first. -1 for bare numbers.
  function nameColumn(pasted) {
    const width = Math.max(...pasted.map((line) => line.length));
    const found = Array.from({ length: width }, (_, column) => pasted.filter((line) => rowOf(line[column] ?? "") >= 0).length);
    const most = Math.max(...found);
    return most > 0 && width > 1 ? found.indexOf(most) : -1;
  }

  // A whole table: one column names units, a row may name kinds; without it they stand in our order behind the names.
  function readTable(pasted, names) {
    const headAt = pasted.findIndex((line) => line.some((cell) => kinds.includes(fold(cell))));
    const head = headAt < 0 ? null : pasted[headAt].map(fold);
    const kindAt = (position) => (head ? kinds.indexOf(head[position] ?? "") : position - names - 1);
    const reasonAt = head ? head.indexOf("ly do mien") : -1;
    const wanted = [];
    const bad = [];
    pasted.slice(headAt + 1).forEach((line) => {
      const name = line[names] ?? "";
      const filled = line.slice(names + 1).some((cell) => cell !== "");
      if (name === "" || !filled || ["cong", "tong", "tong cong"].includes(fold(name))) return;
      const at = rowOf(name);
      if (at < 0) {
        bad.push(`Không có đơn vị “${name}” trong bảng: ${line.slice(names + 1).join(", ")}.`);
        return;
      }
      line.forEach((text, position) => {
        const input = cells[at][kindAt(position)];
        if (input) wanted.push([input, text]);
      });
      if (reasonAt >= 0) {
        const reason = line[reasonAt] ?? "";
        wanted.push([exemptions[at], reason !== ""], [reasons[at], reason]);
      }
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
    const names = nameColumn(pasted);
    const [wanted, bad] = names >= 0 ? readTable(pasted, names) : readBlock(pasted, place(input));
    const isCell = ([target]) => target.matches(".quota-grid__cell");
    change(wanted.map((pair) => (isCell(pair) ? [pair[0], numberIn(pair[1]) ?? pair[1].slice(0, 20)] : pair)));
    const wrong = wanted.filter((pair) => isCell(pair) && numberIn(pair[1]) === null);
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
  grid.addEventListener("change", count);

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
