/* A link of the list of errors leads into its field, also into the editor of a text and a folded part of the form.
   Without this the browser goes to the field's place. */
/* global CKEDITOR */
"use strict";

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-error-list] a");
  const control = link && document.getElementById(link.hash.slice(1));
  if (!control) return;
  event.preventDefault();
  control.closest("details")?.setAttribute("open", "");
  const editor = Object.values(globalThis.CKEDITOR?.instances ?? {}).find((one) => one.element.$ === control);
  const field = control.matches("input, select, textarea, button") ? control : control.querySelector("input, select, textarea");
  if (editor) editor.focus();
  else field?.focus();
  (editor?.container.$ ?? field ?? control).scrollIntoView({ block: "center" });
});
