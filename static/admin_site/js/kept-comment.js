/* A comment that was typed and not recorded yet: kept in this tab until it is, whatever page comes between; and on
   the page of a step that takes a note, offered as the note. */
"use strict";

(() => {
  /* A browser may refuse all storage; then nothing is kept, and nothing else breaks. */
  const attempt = (work) => {
    try {
      return work();
    } catch {
      return null;
    }
  };
  const read = (key) => attempt(() => JSON.parse(sessionStorage.getItem(key)));
  const write = (key, kept) => attempt(() => sessionStorage.setItem(key, JSON.stringify(kept)));
  const remove = (key) => attempt(() => sessionStorage.removeItem(key));
  const form = () => document.querySelector(".comment-form[data-kept-as]");
  const NAMES = ["quote", "before", "after", "text"];

  const restore = () => {
    const here = form();
    const kept = here && read(here.dataset.keptAs);
    if (!kept || here.elements.text.value) return;
    for (const name of NAMES) here.elements[name].value = kept[name] || "";
    const line = document.createElement("p");
    line.setAttribute("role", "status");
    line.textContent = "Lời góp ý quý vị gõ lúc trước còn ở đây, chưa được ghi.";
    here.querySelector("h3").after(line);
  };

  document.addEventListener("input", ({ target }) => {
    const here = target.closest?.(".comment-form[data-kept-as]");
    if (!here) return;
    const typed = Object.fromEntries(NAMES.map((name) => [name, here.elements[name].value]));
    if (typed.text.trim()) write(here.dataset.keptAs, typed);
    else remove(here.dataset.keptAs);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches(".comment-form[data-kept-as]") && !event.defaultPrevented) remove(event.target.dataset.keptAs);
  });
  document.addEventListener("comment:sent", ({ detail }) => {
    if (detail.keptAs) remove(detail.keptAs);
    restore();
  });

  /* The page of a step */
  const offer = () => {
    const place = document.querySelector("template[data-kept-comment]");
    const note = document.getElementById("id_note");
    const key = place?.dataset.keptComment;
    const kept = key && read(key);
    if (!note || !kept?.text) return;
    const words = kept.quote ? `“${kept.quote}”: ${kept.text}` : kept.text;
    const asked = place.content.cloneNode(true).firstElementChild;
    asked.querySelector("[data-words]").textContent = words;
    asked.querySelector("button").addEventListener("click", () => {
      note.value = [note.value.trim(), words].filter(Boolean).join("\n");
      note.form.addEventListener("submit", () => remove(key));
      asked.remove();
      note.focus();
    });
    note.before(asked);
  };

  restore();
  offer();
})();
