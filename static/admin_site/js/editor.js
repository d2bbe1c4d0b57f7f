/* The editor's fence in the browser: uploads carry Django's token, nothing foreign is pasted, the text area has a name.
   Loaded right after ckeditor.js and before any editor is made. The server trusts none of this. */
/* global CKEDITOR */
"use strict";

(() => {
  const OWN_PICTURE = /^\/tep\/[A-Za-z0-9_-]+\.[a-z0-9]+$/;

  /* What the editor's own Vietnamese lacks, of the parts that are in use. */
  const TRANSLATIONS = {
    application: "Trình soạn thảo văn bản",
    common: { url: "Địa chỉ" },
    notification: { closed: "Đã đóng thông báo." },
    toolbar: { toolbarExpand: "Mở rộng thanh công cụ" },
    clipboard: {
      pasteNotification: "Xin bấm %1 để dán: trình duyệt này không cho dán bằng nút hoặc trình đơn.",
      pasteMsg: "Dán nội dung vào ô dưới đây rồi bấm Đồng ý.",
      fileFormatNotSupportedNotification: "Không nhận tệp loại ${formats} ở đây.",
      fileWithoutFormatNotSupportedNotification: "Không nhận loại tệp này ở đây.",
    },
    pastetext: { pasteNotification: "Xin bấm %1 để dán: trình duyệt này không cho dán bằng nút hoặc trình đơn." },
    format: { tag_p: "Đoạn văn", tag_h2: "Đề mục lớn", tag_h3: "Đề mục vừa", tag_h4: "Đề mục nhỏ" },
    link: {
      displayText: "Chữ của liên kết",
      noTel: "Xin nhập số điện thoại",
      phoneNumber: "Số điện thoại",
      toUrl: "Địa chỉ trang",
      toPhone: "Điện thoại",
    },
    table: {
      caption: "Chú thích bảng",
      headers: "Hàng, cột đầu đề",
      cell: { columnHeader: "Đầu đề cột", rowHeader: "Đầu đề hàng" },
      heightUnit: "đơn vị chiều cao",
    },
    widget: { label: "Khối %1" },
    uploadwidget: {
      abort: "Đã dừng tải lên.",
      doneOne: "Đã tải tệp lên.",
      doneMany: "Đã tải lên %1 tệp.",
      uploadOne: "Đang tải tệp lên ({percentage}%)…",
      uploadMany: "Đang tải tệp lên, xong {current} trên {max} ({percentage}%)…",
    },
  };

  const translate = (target, words) => {
    for (const [name, value] of Object.entries(words)) {
      if (typeof value === "string") target[name] = value;
      else if (target[name]) translate(target[name], value);
    }
  };

  const FETCHED = /^((https?:)?\/\/|blob:|cid:)/i;
  const losses = new WeakMap();
  const clean = (text) => text.replace(/\s+/g, " ").trim();

  const labelOf = (editor) => document.querySelector(`label[for="${CSS.escape(editor.element.getId() || "")}"]`);

  const sendToken = (event) => {
    const token = event.editor.element.$.form?.querySelector("input[name=csrfmiddlewaretoken]");
    if (token) event.data.fileLoader.xhr.setRequestHeader("X-CSRFToken", token.value);
  };

  /* The picture that is selected or that the caret stands in, its caption not counted. */
  const pictureAtCaret = (editor) => {
    if (editor.widgets.focused) return editor.widgets.focused;
    const start = editor.getSelection()?.getRanges()[0]?.startContainer;
    if (!start) return null;
    const element = start.type === CKEDITOR.NODE_ELEMENT ? start : start.getParent();
    return CKEDITOR.plugins.widget.getNestedEditable(editor.editable(), element) ? null : editor.widgets.getByElement(element);
  };

  /* In or on a picture the editor would throw away whatever comes: the caret goes behind it. */
  const leavePicture = ({ editor }) => {
    const picture = pictureAtCaret(editor);
    if (!picture) return;
    const range = editor.createRange();
    if (picture.inline) {
      range.setStartAfter(picture.wrapper);
    } else {
      const paragraph = new CKEDITOR.dom.element("p", editor.document);
      paragraph.appendBogus();
      paragraph.insertAfter(picture.wrapper);
      range.moveToElementEditStart(paragraph);
    }
    range.collapse(true);
    range.select();
  };

  /* What a reader sees of an element, to quote it; the clipboard may bring scripts and styles along. */
  const wordsOf = (element) => {
    const copy = element.cloneNode(true);
    for (const unseen of copy.querySelectorAll("script, style, noscript, iframe, template, xml")) unseen.remove();
    return clean(copy.textContent).slice(0, 40);
  };

  /* Pictures of this portal get their plain address; others go when `isForeign` says so. */
  const removePictures = (isForeign, isTold = true) => (event) => {
    const pasted = new DOMParser().parseFromString(event.data.dataValue, "text/html");
    const pictures = [...pasted.querySelectorAll("img:not([data-cke-upload-id])")];
    let removed = 0;
    let beside = "";
    for (const picture of pictures) {
      const address = picture.getAttribute("src") || "";
      const path = address.startsWith(`${location.origin}/`) ? address.slice(location.origin.length) : address;
      if (OWN_PICTURE.test(path)) {
        picture.setAttribute("src", path);
        picture.removeAttribute("data-cke-saved-src");
      } else if (isForeign.test(address)) {
        const near = picture.parentElement.closest("p, li, td, div") || pasted.body;
        picture.remove();
        removed += 1;
        beside ||= wordsOf(near);
      }
    }
    if (pictures.length) event.data.dataValue = pasted.head.innerHTML + pasted.body.innerHTML;
    if (removed && isTold) {
      event.editor.showNotification(
        `Đã bỏ ${removed} ảnh lấy từ trang khác${beside && `, ở gần chữ “${beside}”`}. Xin lưu ảnh về máy rồi tải lên, nếu được phép dùng.`,
        "warning",
      );
    }
  };

  /* The paste event has what the clipboard had; Word's filter takes it from the clipboard once more, by an event of its own. */
  const readAsSeen = (event) => {
    const { editor } = event;
    if (event.data.dataTransfer?.getTransferType?.(editor) === CKEDITOR.DATA_TRANSFER_INTERNAL) return;
    const rtf = event.name === "pasteFromWord" ? event.data.dataTransfer["text/rtf"] : "";
    const { html, sentences } = window.readPasted(event.data.dataValue, editor.config.symbolFonts, rtf);
    event.data.dataValue = html;
    losses.set(editor, sentences);
  };

  const tellLosses = ({ editor }) => {
    const sentences = losses.get(editor);
    losses.delete(editor);
    if (sentences?.length) editor.showNotification(`Khi dán: ${sentences.map(CKEDITOR.tools.htmlEncode).join(" ")}`, "warning");
  };

  const replaceWith = (element, name) => {
    const other = document.createElement(name);
    other.append(...element.childNodes);
    element.replaceWith(other);
  };

  /* Web pages and Google Docs say bold and italic by styles, which do not stay, and wrap whole texts in a bold that is
     none. Word has a filter of its own. */
  const readStyles = (event) => {
    if (/urn:schemas-microsoft-com|\bmso-|class="?Mso/i.test(event.data.dataValue)) return;
    const pasted = new DOMParser().parseFromString(event.data.dataValue, "text/html");
    for (const element of pasted.querySelectorAll("script, style, noscript, button, select, textarea")) element.remove();
    for (const bold of pasted.querySelectorAll("b[style], strong[style]")) {
      if (/^(normal|[1-4]00)$/.test(bold.style.fontWeight)) bold.replaceWith(...bold.childNodes);
    }
    for (const span of pasted.querySelectorAll("span[style]")) {
      const { fontWeight, fontStyle } = span.style;
      const isHeading = span.closest("h1, h2, h3, h4, h5, h6");
      if (fontStyle === "italic" && !isHeading) replaceWith(span, "em");
      else if (/^(bold|bolder|[6-9]00)$/.test(fontWeight) && !isHeading) replaceWith(span, "strong");
    }
    event.data.dataValue = pasted.head.innerHTML + pasted.body.innerHTML;
  };

  /* The page has its title already: a pasted first level is the second here. */
  const lowerHeadings = (event) => {
    event.data.dataValue = event.data.dataValue
      .replace(/<(\/?)h1\b[^>]*>/gi, "<$1h2>")
      .replace(/<(\/?)h[56]\b[^>]*>/gi, "<$1h4>");
  };

  const nameTextArea = (event) => {
    const { editor } = event;
    const area = editor.editable().$;
    const label = labelOf(editor);
    if (label) {
      area.setAttribute("aria-label", label.textContent.trim().replace(/:$/, ""));
      label.addEventListener("click", () => editor.focus());
    }
    area.removeAttribute("title");
    for (const name of ["aria-describedby", "aria-invalid"]) {
      const value = editor.element.getAttribute(name);
      if (value) area.setAttribute(name, value);
    }
  };

  /* The editor's own token would be one more cookie, and nobody asks for it. */
  CKEDITOR.tools.getCsrfToken = () => "";

  CKEDITOR.on("instanceCreated", ({ editor }) => {
    editor.on("configLoaded", () => {
      editor.config.uploadImage_supportedTypes = /image\/(jpeg|png|gif|webp|avif)/;
    });
    editor.on("langLoaded", () => translate(CKEDITOR.lang[editor.langCode] || {}, TRANSLATIONS));
    editor.on("fileUploadRequest", sendToken);
    // First those the editor would fetch while it looks at what comes in; then, once the pictures inside a Word text
    // have been found and the upload has taken its own, whatever is neither.
    editor.on("paste", removePictures(FETCHED), null, null, 2);
    editor.on("paste", readAsSeen, null, null, 2);
    editor.on("pasteFromWord", removePictures(FETCHED, false));
    editor.on("pasteFromWord", readAsSeen);
    editor.on("paste", readStyles, null, null, 2);
    editor.on("paste", removePictures(/^(?!data:)/i), null, null, 20);
    editor.on("paste", tellLosses, null, null, 20);
    editor.on("paste", lowerHeadings, null, null, 20);
    editor.on("paste", leavePicture, null, null, 990);
    editor.on("afterPaste", leavePicture);
    editor.on("instanceReady", nameTextArea);
  });

  /* The picture dialog: the file, its description and all else on one page; only our own files, and a tick for
     pictures that say nothing. */
  CKEDITOR.on("dialogDefinition", ({ data }) => {
    if (data.name !== "image2") return;
    const info = data.definition.getContents("info");
    info.get("src").validate = function () {
      return OWN_PICTURE.test(this.getValue()) || "Chỉ dùng ảnh đã tải lên cổng: xin chọn tệp rồi bấm “Tải lên máy chủ”.";
    };
    const upload = data.definition.getContents("Upload");
    const button = upload.get("uploadButton");
    button.for = [info.id, "upload"];
    info.elements.unshift(upload.get("upload"), button);
    data.definition.removeContents("Upload");
    info.get("alt").label = "Lời mô tả ảnh cho người không nhìn thấy";
    info.add(
      {
        id: "decorative",
        type: "checkbox",
        label: "Ảnh chỉ để trang trí, không cần lời mô tả",
        setup(widget) {
          this.setValue(widget.parts.image.hasAttribute("data-decorative"));
        },
        commit(widget) {
          if (this.getValue()) {
            widget.parts.image.setAttribute("data-decorative", "true");
            widget.setData("alt", "");
          } else {
            widget.parts.image.removeAttribute("data-decorative");
          }
        },
      },
      "hasCaption",
    );
  });
})();
