/* Keeps the sentences at the fields true while somebody types. Every rule is the server's: it is asked, and told
   nothing that saving would not tell it. Without this the sentences come with saving. */
/* global CKEDITOR */
"use strict";

(() => {
  const PAUSE = 1200; // milliseconds without typing before the server is asked
  const summary = document.getElementById("lint");
  if (!summary) return;
  const form = summary.closest("form");
  const editors = () => Object.values(globalThis.CKEDITOR?.instances ?? {});
  let timer = 0;
  let running = null;

  /* What saving would send, but for each file its name alone. */
  const typed = () => {
    for (const editor of editors()) editor.updateElement();
    const pairs = [...new FormData(form)];
    return new URLSearchParams(pairs.map(([name, value]) => [name, value instanceof File ? value.name : value]));
  };

  const item = ({ isError }, content) => {
    const li = document.createElement("li");
    li.className = isError ? "lint__error" : "lint__warning";
    li.append(content);
    return li;
  };

  const controlOf = (field) => document.getElementById(`id_${field}`);

  /* The text area inside the editor is what people and screen readers meet. */
  const describe = (control, id) => {
    const area = editors().find((editor) => editor.element.$ === control)?.editable()?.$;
    for (const element of [control, area]) {
      const ids = new Set((element?.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
      element?.setAttribute("aria-describedby", [...ids.add(id)].join(" "));
    }
  };

  const helpOf = (control) => {
    const id = `${control.id}_helptext`;
    let help = document.getElementById(id);
    if (!help) {
      help = document.createElement("div");
      help.className = "help";
      help.id = id;
      help.append(document.createElement("div"));
      const row = control.closest(".form-row");
      (row?.querySelector(":scope > div") ?? row)?.append(help);
    }
    describe(control, id);
    return help.firstElementChild ?? help;
  };

  const showAtFields = (lint) => {
    for (const list of form.querySelectorAll("ul.lint")) list.remove();
    for (const field of new Set(lint.map((one) => one.field))) {
      const control = controlOf(field);
      if (!control) continue;
      const list = document.createElement("ul");
      list.className = "lint";
      list.append(...lint.filter((one) => one.field === field).map((one) => item(one, one.sentence)));
      helpOf(control).append(list);
    }
  };

  const replaceButton = ({ field, quote, replacement, button: label }) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn lint__replace";
    Object.assign(button.dataset, { replace: replacement, field, quote });
    button.textContent = label;
    return button;
  };

  const showSummary = ({ summary: words, lint }) => {
    const count = summary.querySelector("[role=status]");
    const settled = count.textContent.trim() ? "Không còn điều nào nên xem lại." : "";
    const now = words || settled;
    if (count.textContent !== now) count.textContent = now;
    summary.querySelector("ul").replaceChildren(
      ...lint.map((one) => {
        if (!controlOf(one.field)) return item(one, one.sentence);
        const link = document.createElement("a");
        link.href = `#id_${one.field}`;
        link.dataset.field = one.field;
        link.dataset.quote = one.quote;
        link.dataset.picture = one.picture;
        link.textContent = one.sentence;
        const li = item(one, link);
        if (one.replacement) li.append(" ", replaceButton(one));
        return li;
      }),
    );
  };

  const ask = async () => {
    running?.abort();
    running = new AbortController();
    try {
      const answer = await fetch(summary.dataset.url, { method: "POST", body: typed(), signal: running.signal });
      // A session that ended leads to the login page: saving will say so.
      if (!answer.ok || answer.redirected) return;
      const found = await answer.json();
      showAtFields(found.lint);
      showSummary(found);
    } catch {
      // No connection, or typed on meanwhile: the next pause asks again.
    }
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  };

  /* Once the form is on its way, its page is past: the item may be out of this person's hands. */
  const stop = () => {
    clearTimeout(timer);
    running?.abort();
  };

  /* Marks the quoted words in the editor's text, however they are cut up by bold and links. */
  const selectInEditor = (editor, quote) => {
    editor.focus();
    const walker = document.createTreeWalker(editor.editable().$, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    const at = quote ? nodes.map((node) => node.data).join("").replace(/\s/g, " ").indexOf(quote) : -1;
    if (at < 0) return false;
    const place = (offset) => {
      let left = offset;
      const node = nodes.find((one) => left <= one.data.length || ((left -= one.data.length), false));
      return [node, left];
    };
    const [start, from] = place(at + 1); // inside the first quoted letter's node, not at the end of the one before
    getSelection().setBaseAndExtent(start, from - 1, ...place(at + quote.length));
    start.parentElement.scrollIntoView({ block: "center" });
    return true;
  };

  /* The small form of that picture, where its words are written. */
  const openPicture = (editor, number) => {
    const picture = editor.editable().find("img:not(.cke_widget_drag_handler)").getItem(number - 1);
    if (!picture) return false;
    editor.focus();
    const widget = editor.widgets?.getByElement(picture);
    if (widget) {
      widget.focus();
      widget.edit();
    } else {
      editor.getSelection().selectElement(picture);
      editor.execCommand("image");
    }
    picture.$.scrollIntoView({ block: "center" });
    return true;
  };

  const goTo = (field, quote, picture) => {
    const control = controlOf(field);
    const editor = editors().find((one) => one.element.$ === control);
    if (editor) {
      if (picture && openPicture(editor, picture)) return;
      selectInEditor(editor, quote);
      return;
    }
    control.closest("details")?.setAttribute("open", "");
    control.focus();
    const at = quote && typeof control.value === "string" ? control.value.indexOf(quote) : -1;
    if (at >= 0 && control.setSelectionRange) control.setSelectionRange(at, at + quote.length);
  };

  /* Puts the proposal in the place of the quoted words: in the editor as typed, so that it can be undone. */
  const replace = (button) => {
    const { field, quote, replace: replacement } = button.dataset;
    const control = controlOf(field);
    const detail = { quote, replacement };
    if (!control?.dispatchEvent(new CustomEvent("lint:replace", { bubbles: true, cancelable: true, detail }))) return;
    const editor = editors().find((one) => one.element.$ === control);
    if (editor) {
      if (selectInEditor(editor, quote)) editor.insertText(replacement);
    } else {
      control.value = quote ? control.value.replace(quote, () => replacement) : replacement;
      control.focus();
    }
    later();
  };

  for (const button of summary.querySelectorAll("[data-replace]")) button.hidden = false;
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", stop);
  summary.addEventListener("click", (event) => {
    const button = event.target.closest("[data-replace]");
    if (button) {
      replace(button);
      return;
    }
    const link = event.target.closest("a[data-field]");
    if (!link) return;
    event.preventDefault();
    goTo(link.dataset.field, link.dataset.quote, Number(link.dataset.picture));
  });
  globalThis.CKEDITOR?.on("instanceReady", ({ editor }) => editor.on("change", later));
})();
