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
