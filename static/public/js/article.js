// What an item's page can do with a script: print, and hand its address on. Without one the buttons stay hidden.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const button of document.querySelectorAll("[data-share]")) {
  const { title, url } = button.dataset;
  const said = button.parentElement.querySelector("[data-said]");
  const label = button.querySelector("[data-label]");
  const say = (text) => {
    said.textContent = text;
  };
  // A computer without a sheet for sharing copies the address instead, and the button says so.
  if (navigator.share) {
    button.addEventListener("click", () => navigator.share({ title, url }).catch(() => {}));
  } else if (navigator.clipboard) {
    label.textContent = "Chép liên kết";
    button.addEventListener("click", () =>
      navigator.clipboard.writeText(url).then(
        () => say("Đã chép liên kết."),
        () => say(`Không chép được. Liên kết của bài: ${url}`),
      ),
    );
  } else {
    continue; // neither, as on a page that does not come over https
  }
  button.hidden = false;
}
