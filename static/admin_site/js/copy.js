// Shows the buttons that copy an address, which without script would do nothing. The address also stands in its field.
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const words = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = "Đã chép";
    } catch {
      button.textContent = "Hãy bấm Ctrl+C";
    }
    setTimeout(() => (button.textContent = words), 4000);
  });
}
