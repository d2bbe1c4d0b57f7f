/* A form that changes something is sent once, however often its button is pressed; its rows are not restored by their place. */
"use strict";

(() => {
  let sent = new WeakSet();
  // Last of all listeners: what a script sends by itself does not leave the page.
  window.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.target) return;
    if (sent.has(form)) event.preventDefault();
    sent.add(form);
    // A lost line leaves the page as it is: then the button works again.
    window.setTimeout(() => sent.delete(form), 8000);
  });
  // Browsers put typed values back by place, and after saving another row may stand there.
  for (const control of document.querySelectorAll(".inline-group :is(input, select, textarea)")) control.autocomplete = "off";
  // Back from the next page, out of the browser's memory.
  window.addEventListener("pageshow", () => {
    sent = new WeakSet();
  });
})();
