/* Asks before a page is left whose form ([data-ask-before-leaving]) holds something that is not saved.
   [data-unsaved] marks a form that came back with what was typed. */

for (const form of document.querySelectorAll("[data-ask-before-leaving]")) {
  const values = () => JSON.stringify([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  const shown = values();
  let isSending = false;

  form.addEventListener("submit", (event) => {
    isSending = !event.defaultPrevented;
  });
  window.addEventListener("pageshow", () => {
    isSending = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (isSending || (!("unsaved" in form.dataset) && values() === shown)) return;
    event.preventDefault();
    event.returnValue = ""; // what older browsers ask for
  });
}
