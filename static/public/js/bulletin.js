/* "Nghe từ 0:22" moves the player of the page; without scripts the link opens the file there. */
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-second]");
  const player = document.querySelector("audio");
  if (!link || !player) return;
  event.preventDefault();
  player.currentTime = Number(link.dataset.second);
  player.play();
  player.scrollIntoView({ block: "nearest" });
});
