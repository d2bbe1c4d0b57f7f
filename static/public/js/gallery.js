// An item with several pictures shows them large: by buttons, by the keys left and right, by a finger's stroke.
const pictures = [...document.querySelectorAll(".item__picture img, .item .prose img")];

if (pictures.length > 1) {
  const dialog = document.createElement("dialog");
  dialog.className = "gallery";
  dialog.ariaLabel = "Ảnh của bài";
  dialog.innerHTML = `<img class="gallery__picture" alt="">
    <div class="gallery__line"><p class="gallery__words" aria-live="polite"></p>
    <button class="button" type="button" data-step="-1">Ảnh trước</button>
    <button class="button" type="button" data-step="1">Ảnh sau</button>
    <button class="button button--lead" type="button" data-close>Đóng</button></div>`;
  document.body.append(dialog);
  const [large, words] = [dialog.querySelector("img"), dialog.querySelector("p")];
  let shown = 0;

  const show = (number) => {
    shown = (number + pictures.length) % pictures.length;
    const picture = pictures[shown];
    const caption = picture.closest("figure")?.querySelector("figcaption")?.textContent.trim() || picture.alt;
    large.src = picture.src;
    large.alt = picture.alt;
    words.textContent = `Ảnh ${shown + 1} trên ${pictures.length}${caption ? `. ${caption}` : ""}`;
  };

  for (const [number, picture] of pictures.entries()) {
    const around = picture.closest("picture") ?? picture;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "zoom";
    button.ariaLabel = `Xem ảnh lớn${picture.alt ? `: ${picture.alt}` : ""}`;
    around.replaceWith(button);
    button.append(around);
    button.addEventListener("click", () => {
      show(number);
      dialog.showModal();
    });
  }
  dialog.addEventListener("click", ({ target }) => {
    if ("close" in target.dataset) dialog.close();
    if (target.dataset.step) show(shown + Number(target.dataset.step));
  });
  dialog.addEventListener("keydown", ({ key }) => {
    if (key === "ArrowLeft") show(shown - 1);
    if (key === "ArrowRight") show(shown + 1);
  });
  let from = null;
  large.draggable = false;
  large.addEventListener("pointerdown", ({ clientX }) => (from = clientX));
  large.addEventListener("pointerup", ({ clientX }) => {
    if (from !== null && Math.abs(clientX - from) > 40) show(shown + (clientX < from ? 1 : -1));
    from = null;
  });
}
