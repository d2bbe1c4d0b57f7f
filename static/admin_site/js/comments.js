/* Comments: quoting what is selected, showing quoted words in the editor, sending without leaving a form half typed.
   Without it words are pasted into the form, and every form sends itself. The server looks for the words again. */
/* global CKEDITOR */
"use strict";

(() => {
  const CONTEXT = 40;
  const INLINE = new Set(["STRONG", "EM", "U", "S", "SUB", "SUP", "A", "IMG", "MARK", "SPAN", "B", "I"]);
  const FAILED = "Chưa gửi được: máy chủ không trả lời. Lời vừa viết còn nguyên; xin thử lại.";

  const panel = () => document.getElementById("gop-y");
  const editors = () => (window.CKEDITOR ? Object.values(CKEDITOR.instances).filter((one) => one.status === "ready") : []);
  const texts = () => [...document.querySelectorAll("[data-comment-text]"), ...editors().map((one) => one.editable().$)];

  /* The words of some elements in one line, and for each letter where it stands; as the server reads them. */
  const lineOf = (roots) => {
    const letters = [];
    const places = [];
    const pause = () => {
      if (letters.length && letters.at(-1) !== " ") {
        letters.push(" ");
        places.push(null);
      }
    };
    const read = (node) => {
      if (node.nodeType === Node.TEXT_NODE) {
        [...node.data].reduce((offset, letter) => {
          if (/\s/.test(letter)) pause();
          else if (letter !== "\u200b") {
            for (let i = 0; i < letter.length; i += 1) {
              letters.push(letter[i]);
              places.push([node, offset + i]);
            }
          }
          return offset + letter.length;
        }, 0);
      } else if (node.nodeType === Node.ELEMENT_NODE) {
        const breaks = !INLINE.has(node.tagName);
        if (breaks) pause();
        node.childNodes.forEach(read);
        if (breaks) pause();
      }
    };
    for (const root of roots) {
      read(root);
      pause();
    }
    return { text: letters.join(""), places };
  };

  /* Of several places the one with the likest surroundings; null when the words are gone. */
  const rangeOf = (line, { quote, before, after }) => {
    let best = null;
    for (let start = line.text.indexOf(quote); start >= 0; start = line.text.indexOf(quote, start + 1)) {
      const end = start + quote.length;
      let likeness = 0;
      while (likeness < before.length && before.at(-1 - likeness) === line.text[start - 1 - likeness]) likeness += 1;
      for (let i = 0; i < after.length && after[i] === line.text[end + i]; i += 1) likeness += 1;
      if (!best || likeness > best.likeness) best = { start, end, likeness };
    }
    if (!best) return null;
    const range = document.createRange();
    const last = line.places[best.end - 1];
    range.setStart(...line.places[best.start]);
    range.setEnd(last[0], last[1] + 1);
    return range;
  };

  /* Quoting */

  let selected = null;
  const here = document.createElement("button");
  here.type = "button";
  here.className = "btn comment-here";
  here.textContent = "Góp ý về đoạn này";
  here.hidden = true;

  const quoteOf = (range) => {
    const { text, places } = lineOf(texts());
    const isIn = (place) => place && range.isPointInRange(...place) && range.isPointInRange(place[0], place[1] + 1);
    let start = places.findIndex(isIn);
    let end = places.findLastIndex(isIn) + 1;
    if (start < 0) return null;
    // A selection that ends within a word means the word.
    const isLetter = (letter) => letter && /[\p{L}\p{M}\p{N}]/u.test(letter);
    while (isLetter(text[start]) && isLetter(text[start - 1])) start -= 1;
    while (isLetter(text[end - 1]) && isLetter(text[end])) end += 1;
    return { quote: text.slice(start, end), before: text.slice(Math.max(0, start - CONTEXT), start), after: text.slice(end, end + CONTEXT) };
  };

  const offerQuoting = () => {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) {
      // Pressing the button takes the selection away in some browsers.
      if (document.activeElement !== here) here.hidden = true;
      return;
    }
    const range = selection.getRangeAt(0);
    const root = texts().find((one) => one.contains(range.startContainer));
    const ends = texts().some((one) => one.contains(range.endContainer) || range.endContainer.contains(one));
    if (!root || !ends || !panel()?.querySelector(".comment-form button")) {
      here.hidden = true;
      return;
    }
    selected = range.cloneRange();
    const box = root.closest(".cke") || root.closest(".reading") || root;
    if (box.classList.contains("reading")) box.append(here);
    else box.after(here);
    here.hidden = false;
  };

  const fillForm = () => {
    const words = selected && quoteOf(selected);
    const form = panel()?.querySelector(".comment-form");
    here.hidden = true;
    if (!words || !form) return;
    for (const [name, value] of Object.entries(words)) form.elements[name].value = value;
    form.elements.text.focus();
    form.scrollIntoView({ block: "center" });
  };

  here.addEventListener("click", fillForm);
  document.addEventListener("selectionchange", offerQuoting);
  document.addEventListener("input", ({ target }) => {
    // Words typed or pasted by hand have no surroundings.
    if (target.name !== "quote" || !target.closest(".comment-form")) return;
    target.form.elements.before.value = "";
    target.form.elements.after.value = "";
  });

  /* Showing quoted words while the text is being written: painted by the browser, never put into the text. */

  const paint = () => {
    if (!window.Highlight || !CSS.highlights) return;
    const line = lineOf(editors().map((one) => one.editable().$));
    const quoted = [...document.querySelectorAll(".comment[data-quote]")].map((one) => rangeOf(line, one.dataset));
    CSS.highlights.set("comment", new Highlight(...quoted.filter(Boolean)));
  };

  const showWords = (event) => {
    const link = event.target.closest?.(".comment__place");
    if (!link || document.querySelector(link.hash)) return;
    const { dataset } = link.closest(".comment");
    const range = rangeOf(lineOf(editors().map((one) => one.editable().$)), dataset);
    const field = ["id_title", "id_lead"].map((id) => document.getElementById(id)).find((one) => one?.value.includes(dataset.quote));
    if (range) {
      event.preventDefault();
      range.startContainer.parentElement.scrollIntoView({ block: "center" });
      editors()[0].focus();
      const selection = document.getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
    } else if (field) {
      event.preventDefault();
      const start = field.value.indexOf(dataset.quote);
      field.focus();
      field.setSelectionRange(start, start + dataset.quote.length);
    }
  };
  document.addEventListener("click", showWords);

  const watch = (editor) => {
    let waiting = 0;
    editor.on("change", () => {
      clearTimeout(waiting);
      waiting = setTimeout(paint, 300);
    });
    paint();
  };
  if (window.CKEDITOR) {
    editors().forEach(watch);
    CKEDITOR.on("instanceReady", ({ editor }) => watch(editor));
  }

  /* Sending beside a text that is being written: the page stays, so that nothing typed is lost. */

  const say = (words) => {
    const line = document.createElement("p");
    line.setAttribute("role", "status");
    line.className = "comments__said";
    line.textContent = words;
    panel().querySelector(".comments__said")?.remove();
    panel().querySelector("h2").after(line);
  };

  const send = async (form) => {
    let page = null;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      page = null;
    }
    const fresh = page?.getElementById("gop-y");
    if (!fresh) {
      say(FAILED);
      return;
    }
    const { keptAs } = form.dataset;
    panel().replaceWith(fresh);
    document.dispatchEvent(new CustomEvent("comment:sent", { detail: { keptAs } }));
    for (const part of [".timeline", ".open-comments"]) {
      const [old, renewed] = [document.querySelector(part), page.querySelector(part)];
      if (old && renewed) old.replaceWith(renewed);
    }
    const done = page.querySelector(".messagelist")?.textContent.trim();
    if (done) say(done);
    panel().querySelector("h2").focus();
    panel().scrollIntoView({ block: "nearest" });
    paint();
  };

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-comment-form]") || !document.querySelector("input[name=seen_version]")) return;
    event.preventDefault();
    send(event.target);
  });
})();
