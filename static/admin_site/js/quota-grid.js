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
  const serverErrors = document.querySelector("[data-grid-errors]");
  const names = rows.map((row) => row.dataset.names.split("|"));
  const KNOWN_HEADS = ["", "don vi", "ten don vi", "tt", "stt", "cong", "tong", "tong cong", "ly do mien", "mien"];
  const MOST = 999;
  let faults = []; // {text, input}: what was pasted wrong; without an input until the next paste
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
    if (/^[-–—]$/.test(plain)) return "0"; // as Excel shows zero in columns of amounts
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
    tell();
    // The box keeps its place until the page is stored: leaving a field must not move the button that is being pressed.
    serverErrors?.classList.toggle("is-mended", form.querySelector("[aria-invalid=true]") === null);
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
    faults = [];
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

  function key(text) {
    return fold(text).replace(/[^a-z0-9]+/g, " ").trim();
  }

  // The rows a name may mean: the one it is the name of, else those it is a usual short name of.
  function rowsOf(name) {
    const wanted = key(name);
    if (wanted === "") return [];
    const exact = rows.flatMap((row, at) => (names[at].slice(0, 1).includes(wanted) ? [at] : []));
    return exact.length ? exact : names.flatMap((known, at) => (known.includes(wanted) ? [at] : []));
  }

  // The column in which most units are found: where lines are numbered it is not the first. -1 for bare numbers.
  function nameColumn(pasted) {
    const width = Math.max(...pasted.map((line) => line.length));
    const found = Array.from({ length: width }, (_, column) => pasted.filter((line) => rowsOf(line[column] ?? "").length).length);
    const most = Math.max(...found);
    return most > 0 && width > 1 ? found.indexOf(most) : -1;
  }

  // Which columns hold nothing the grid knows, in words.
  function unknownColumns(head, lines, column, kindAt) {
    const width = Math.max(...lines.map((line) => line.length));
    const isUsed = (position) => lines.some((line) => position > column && (line[position] ?? "") !== "");
    return Array.from({ length: width }, (_, position) => position)
      .filter((position) => position !== column && isUsed(position) && kindAt(position) < 0)
      .filter((position) => !head || !KNOWN_HEADS.includes(fold(head[position] ?? "")))
      .map((position) => {
        const name = head?.[position] ? `Cột “${head[position]}”` : `Cột thứ ${position + 1}`;
        return `${name} không phải thể loại nào của bảng, đã bỏ qua.`;
      });
  }

  // A whole table: one column names units, a row may name kinds; without it they stand in our order behind the names.
  function readTable(pasted, column) {
    const headAt = pasted.findIndex((line) => line.some((cell) => kinds.includes(fold(cell))));
    const head = headAt < 0 ? null : pasted[headAt];
    const kindAt = (position) => {
      if (head) return kinds.indexOf(fold(head[position] ?? ""));
      return position > column && position - column <= kinds.length ? position - column - 1 : -1;
    };
    const reasonAt = head ? head.findIndex((cell) => fold(cell) === "ly do mien") : -1;
    const lines = pasted.slice(headAt + 1);
    const wanted = [];
    const bad = unknownColumns(head, lines, column, kindAt);
    const seen = new Set();
    lines.forEach((line) => {
      const name = line[column] ?? "";
      const filled = line.slice(column + 1).some((cell) => cell !== "");
      if (name === "" || !filled || ["cong", "tong", "tong cong"].includes(fold(name))) return;
      const found = rowsOf(name);
      if (found.length !== 1) {
        const meant = found.map((at) => `“${rows[at].dataset.unit}”`).join(", ");
        const said = found.length ? `“${name}” có thể là ${meant}; xin ghi cả tên` : `Không có đơn vị “${name}” trong bảng`;
        bad.push(`${said}: ${line.slice(column + 1).join(", ")}.`);
        return;
      }
      const [at] = found;
      if (seen.has(at)) {
        bad.push(`Đơn vị “${rows[at].dataset.unit}” có hơn một dòng; chỉ lấy dòng đầu, bỏ qua: ${line.slice(column + 1).join(", ")}.`);
        return;
      }
      seen.add(at);
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

  // The list of what was pasted wrong; a fault that was mended in its cell goes.
  function tell() {
    faults = faults.filter(({ input }) => !input || numberIn(input.value) === null);
    const sentences = faults.map(({ text }) => text);
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
    const column = nameColumn(pasted);
    const [wanted, bad] = column >= 0 ? readTable(pasted, column) : readBlock(pasted, place(input));
    const isCell = ([target]) => target.matches(".quota-grid__cell");
    const wrong = wanted.filter((pair) => isCell(pair) && numberIn(pair[1]) === null);
    faults = [
      ...bad.map((sentence) => ({ text: sentence })),
      ...wrong.map(([cell, value]) => ({
        text: `${cell.getAttribute("aria-label")}: “${value}” không phải là số từ 0 đến ${MOST}.`,
        input: cell,
      })),
    ];
    change(wanted.map((pair) => (isCell(pair) ? [pair[0], numberIn(pair[1]) ?? pair[1].slice(0, 20)] : pair)));
    tell();
  });

  grid.addEventListener("input", (event) => {
    const input = event.target.closest(".quota-grid__cell");
    if (!input) {
      if (event.target.value) event.target.removeAttribute("aria-invalid");
      count();
      return;
    }
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
