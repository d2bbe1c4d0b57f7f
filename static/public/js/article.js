// What an item's page can do with a script: print, and hand its address on. Without one the buttons stay hidden.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    // What was not scrolled to is not loaded yet, and would be an empty box on paper.
    const pictures = [...document.querySelectorAll("main img")];
    for (const picture of pictures) picture.loading = "eager";
    await Promise.allSettled(pictures.map((picture) => picture.decode()));
    window.print();
  });
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

// A text made for messengers: copied, or sent with its picture by the phone's own sheet.
for (const sheet of document.querySelectorAll(".share__sheet")) {
  const text = sheet.querySelector("[data-share-text]").value;
  const said = sheet.querySelector("[data-said]");
  const copy = sheet.querySelector("[data-copy]");
  const send = sheet.querySelector("[data-send]");
  if (navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", () =>
      navigator.clipboard.writeText(text).then(
        () => (said.textContent = "Đã chép. Mở Zalo rồi dán vào."),
        () => (said.textContent = "Không chép được. Xin chọn chữ ở ô trên rồi chép."),
      ),
    );
  }
  if (navigator.share) {
    send.hidden = false;
    let picture = [];
    // Asked for beforehand: a phone shares only in the moment of the tap.
    sheet.parentElement.addEventListener("toggle", async () => {
      if (picture.length || !navigator.canShare) return;
      try {
        const blob = await (await fetch(send.dataset.picture)).blob();
        const files = [new File([blob], blob.type === "image/png" ? "anh.png" : "anh.jpg", { type: blob.type })];
        if (navigator.canShare({ files })) picture = files;
      } catch {
        picture = [];
      }
    });
    send.addEventListener("click", () =>
      navigator.share(picture.length ? { text, files: picture } : { text }).catch(() => {}),
    );
  }
}
if (location.hash === "#soan-zalo") document.getElementById("soan-zalo")?.setAttribute("open", "");

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
    button.addEventListener("click", () => {
      show(number);
      dialog.showModal();
    });
    // A picture that is moved before it has arrived loses its place on the page until it does.
    const wrap = () => {
      around.replaceWith(button);
      button.append(around);
    };
    if (picture.complete) wrap();
    else picture.addEventListener("load", wrap, { once: true });
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
