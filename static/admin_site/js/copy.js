// Shows the buttons that copy a text, which without script would do nothing. The text also stands in its field.
async function copied(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand("copy"); // a server without https has no clipboard
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  button.hidden = false;
  button.after(" ", status);
  button.addEventListener("click", async () => {
    status.textContent = (await copied(field)) ? "Đã chép" : "Xin bấm Ctrl+C";
  });
}
