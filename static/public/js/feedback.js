// Answers "Trang này có hữu ích?" in place, with the words of the page the form would lead to.
for (const form of document.querySelectorAll("[data-rating]")) {
  form.addEventListener("submit", async (event) => {
    if (form.dataset.rating === "plain") return;
    event.preventDefault();
    if (form.ariaBusy === "true") return;
    form.ariaBusy = "true";
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, event.submitter)) });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const said = document.createElement("div");
      said.setAttribute("role", "status");
      said.tabIndex = -1;
      form.replaceChildren(said);
      said.append(...page.querySelector("[data-thanks]").childNodes);
      said.focus();
    } catch {
      form.dataset.rating = "plain"; // the browser says better than we could what is wrong with the line
      form.requestSubmit(event.submitter);
    }
  });
}
