/* What is pasted, read as the writer's screen showed it: numbers of lists, struck and hidden words, capitals, signs, lines.
   The rules are those of the import of Word files (core/docx_import). The server trusts none of this. */
"use strict";

window.readPasted = (() => {
  const WORD = /urn:schemas-microsoft-com:office|\bmso-|class="?Mso/i;
  const BLOCKS = "p, li, td, th, h1, h2, h3, h4, h5, h6, pre, blockquote, div";
  const HEADINGS = "h1, h2, h3, h4, h5, h6";
  const HIDDEN = /(?<![-\w])(?:display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden)/i;
  const LOOKS = /^(display|mso-hide|visibility|text-transform|text-decoration(-line)?|vertical-align|mso-text-raise|white-space|list-style(-type)?)$/i;
  const CHANGED_PICTURE = /\\piccrop[ltrb][1-9]|\\sn (?:rotation|fFlip[HV]|cropFrom\w+)\}\s*\{\\sv -?[1-9]/;
  const CONDITIONAL = /@(?:media|supports|container)[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/gi; // other screens, paper
  const MAX_RULES = 500;
  const LEAST_RAISE = 2; // points; less is the setting of type
  const QUOTED = 40;

  /* What was dropped or changed, and beside which words. */
  const SENTENCES = {
    deleted: (count) => `Bỏ ${count} chỗ đã xóa (Track Changes), giữ chữ mới.`,
    comments: (count) => `Bỏ ${count} lời bình (comment) bên lề.`,
    hidden: (count) => `Bỏ ${count} đoạn chữ ẩn.`,
    signs: (count) => `Bỏ ${count} ký hiệu của phông ký hiệu (Wingdings, Symbol…): xin chèn lại.`,
    pictures: (count) =>
      `Bỏ ${count} ảnh, vì có ảnh đã cắt hoặc xoay trong Word mà khi dán sẽ hiện lại cả ảnh gốc: xin dùng “Từ tệp Word”, hoặc tải ảnh đã cắt lên.`,
    links: (count) => `Bỏ ${count} liên kết không dùng được trên web; chữ vẫn còn.`,
    innerLinks: (count) => `Bỏ ${count} liên kết tới chỗ khác trong văn bản gốc; chữ vẫn còn.`,
    videos: (count) => `Bỏ ${count} video nhúng: xin dán địa chỉ của video thành liên kết.`,
    frames: (count) => `Bỏ ${count} khung nhúng từ trang khác.`,
    notes: (count) => `${count} chú thích cuối trang thành chữ [1], [2]…, không còn là liên kết: xin đối chiếu.`,
  };

  class Losses {
    #found = {};

    add(kind, element) {
      const found = (this.#found[kind] ??= { count: 0, blocks: new Set() });
      found.count += 1;
      const block = element?.parentElement?.closest(BLOCKS);
      if (block) found.blocks.add(block);
    }

    sentences() {
      return Object.entries(this.#found).map(([kind, { count, blocks }]) => {
        const places = [...blocks].map((block) => clean(block.textContent)).filter(Boolean).slice(0, 3);
        const quoted = places.map((words) => `“${words.length > QUOTED ? `${words.slice(0, QUOTED)}…` : words}”`);
        return SENTENCES[kind](count) + (quoted.length ? ` Ở gần chữ ${quoted.join(", ")}.` : "");
      });
    }
  }

  const clean = (text) => text.replace(/[\s\u00a0]+/g, " ").trim();
  const styleOf = (element) => element.getAttribute("style") || "";
  const unwrap = (element) => element.replaceWith(...element.childNodes);

  const rename = (element, name) => {
    const other = element.ownerDocument.createElement(name);
    other.append(...element.childNodes);
    element.replaceWith(other);
    return other;
  };

  const textsOf = (root) => {
    const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) {
      if (!walker.currentNode.parentElement.closest("style, script, xml")) texts.push(walker.currentNode);
    }
    return texts;
  };

  /* Whatever would fetch or run something while the editor looks at the text. Pictures are for editor.js. */
  const removeActive = (page, losses) => {
    for (const frame of page.querySelectorAll("iframe, frame, object, embed, video")) {
      const address = frame.getAttribute("src") || frame.getAttribute("data") || "";
      const isVideo = frame.matches("video") || /youtu|vimeo|video/i.test(address);
      if (isVideo) losses.add("videos", frame);
      else if (/^https?:/i.test(address) && !/^[01](px)?$/.test(frame.getAttribute("width") || "")) losses.add("frames", frame);
    }
    const active = "script, iframe, frame, frameset, object, embed, applet, audio, video, svg, math, link, base, input, template, noscript";
    for (const element of page.querySelectorAll(active)) element.remove();
    for (const element of page.querySelectorAll("*")) {
      for (const { name, value } of [...element.attributes]) {
        const isActive = /^(on.*|background|poster|srcset|lowsrc|dynsrc|ping|srcdoc|formaction|action)$/i.test(name);
        if (isActive || (name === "style" && /url\s*\(|\\/i.test(value))) element.removeAttribute(name);
      }
    }
  };

  /* Looks that a style sheet gives by class, as looks of the elements themselves. */
  const inlineSheets = (page) => {
    const sheets = [...page.querySelectorAll("style")].map((sheet) => sheet.textContent).join("\n");
    const plain = sheets.replace(/<!--|-->|\/\*[^]*?\*\//g, "").replace(CONDITIONAL, "");
    const rules = plain.matchAll(/([^{}@;]+)\{([^{}]*)\}/g);
    for (const [, selector, body] of [...rules].slice(0, MAX_RULES)) {
      const looks = /url\s*\(|\\/i.test(body) ? "" : body.split(";").filter((look) => LOOKS.test(look.split(":")[0].trim())).join(";");
      if (!looks.trim()) continue;
      try {
        for (const element of page.querySelectorAll(selector)) element.setAttribute("style", `${looks};${styleOf(element)}`);
      } catch {
        continue; // a selector of Word's own
      }
    }
    for (const sheet of page.querySelectorAll("style")) sheet.textContent = sheet.textContent.replace(/mso-list\s*:[^;}]*/gi, "");
  };

  const removeHidden = (page, losses) => {
    for (const element of page.body.querySelectorAll("[style], [hidden]")) {
      if (!element.isConnected || !(element.hidden || HIDDEN.test(styleOf(element)))) continue;
      if (clean(element.textContent)) losses.add("hidden", element);
      element.remove();
    }
  };

  const removeComments = (page, losses) => {
    for (const anchor of page.querySelectorAll(".MsoCommentReference, .msocomanchor")) {
      if (!anchor.isConnected) continue;
      if (!anchor.closest('[style*="mso-element:comment"], .msocomtxt, .MsoCommentText')) losses.add("comments", anchor);
      anchor.remove();
    }
    const rest = '[style*="mso-element:comment"], .msocomtxt, .MsoCommentText, .msocomoff, [style*="mso-special-character:comment"]';
    for (const element of page.querySelectorAll(rest)) element.remove();
  };

  /* Comments of Google Docs: a letter in the text, and the comment at its end. */
  const removeMarginNotes = (page, losses) => {
    for (const back of page.querySelectorAll('a[href*="#cmnt_ref"]')) (back.closest("div, p") || back).remove();
    for (const mark of page.querySelectorAll('a[href*="#cmnt"]')) {
      losses.add("comments", mark);
      (mark.closest("sup") || mark).remove();
    }
  };

  const readChanges = (page, losses, isWord) => {
    for (const deleted of page.querySelectorAll('del, .msoDel, [class*="TrackChangeTextDeletion"]')) {
      if (!deleted.isConnected) continue;
      if (isWord || !deleted.matches("del")) {
        if (clean(deleted.textContent)) losses.add("deleted", deleted);
        deleted.remove();
      } else {
        rename(deleted, "s");
      }
    }
    for (const inserted of page.querySelectorAll("ins, .msoIns")) {
      if (isWord) unwrap(inserted);
      else rename(inserted, "u");
    }
    for (const struck of page.querySelectorAll("strike")) rename(struck, "s");
  };

  /* Raised or lowered words, as Word, Google Docs and LibreOffice write them: "sup", "sub" or "". */
  const raisedAs = (element) => {
    if (/^(super|sub)$/.test(element.style.verticalAlign)) return element.style.verticalAlign === "sub" ? "sub" : "sup";
    const points = Number(/mso-text-raise\s*:\s*(-?[\d.]+)pt/i.exec(styleOf(element))?.[1] || 0);
    if (Math.abs(points) < LEAST_RAISE) return "";
    return points > 0 ? "sup" : "sub";
  };

  const wrapTexts = (element, name, within = name) => {
    for (const text of textsOf(element)) {
      if (!clean(text.data) || text.parentElement.closest(within)) continue;
      const wrapped = element.ownerDocument.createElement(name);
      text.replaceWith(wrapped);
      wrapped.append(text);
    }
  };

  const readLooks = (page) => {
    for (const element of page.body.querySelectorAll("[style]")) {
      if (/line-through/i.test(styleOf(element))) wrapTexts(element, "s");
      const raised = raisedAs(element);
      if (raised) wrapTexts(element, raised, "sup, sub");
    }
    for (const element of page.body.querySelectorAll("[style]")) {
      if (element.style.textTransform !== "uppercase") continue;
      for (const text of textsOf(element)) {
        if (nearestStyle(text, "textTransform") === "uppercase") text.data = text.data.toLocaleUpperCase("vi");
      }
    }
  };

  const nearestStyle = (text, name) => {
    for (let element = text.parentElement; element; element = element.parentElement) {
      if (element.style[name]) return element.style[name];
      if (name === "whiteSpace" && element.tagName === "PRE") return "pre";
    }
    return "";
  };

  /* Lines of preformatted text. */
  const readLines = (page) => {
    for (const text of textsOf(page.body)) {
      if (!/[\r\n]/.test(text.data) || !/^(pre|break-spaces)/.test(nearestStyle(text, "whiteSpace"))) continue;
      const lines = text.data.split(/\r\n?|\n/);
      text.replaceWith(...lines.flatMap((line, index) => (index ? [page.createElement("br"), line] : [line])));
    }
    for (const preformatted of page.querySelectorAll("pre")) rename(preformatted, "p");
  };

  /* Letters of Wingdings and the like, as the signs that were seen. `fonts`: font -> code -> sign. */
  const readSigns = (page, losses, fonts) => {
    for (const text of textsOf(page.body)) {
      const name = fontOf(text.parentElement);
      const font = fonts[name];
      if (!font) continue;
      text.data = text.data.replace(/[\u0021-\u00ff\uf020-\uf0ff]/g, (letter) => {
        const code = letter.charCodeAt(0) & 0xff;
        if (code <= 0x20 || code === 0xa0) return letter;
        const sign = font[code] || (name === "symbol" && code < 0x41 ? String.fromCharCode(code) : "");
        if (!sign) losses.add("signs", text);
        return sign;
      });
    }
  };

  const fontOf = (element) => {
    for (let outer = element; outer; outer = outer.parentElement) {
      const family = outer.style.fontFamily || outer.getAttribute("face");
      if (family) return family.split(",")[0].replace(/["']/g, "").trim().toLowerCase();
    }
    return "";
  };

  const readLinks = (page, losses) => {
    for (const link of page.querySelectorAll("a")) {
      const address = (link.getAttribute("href") || "").trim();
      const note = /#_(?:ftn|edn)(ref)?\d/i.exec(address);
      if (note && !note[1]) {
        losses.add("notes", link);
        if (link.closest("sup")) unwrap(link);
        else rename(link, "sup");
      } else if (!address || note || /^#|^file:[^#]*#|#_(?:Toc|Ref|Hlk)\w*$/i.test(address)) {
        if (address && !note && !/#_Toc/i.test(address)) losses.add("innerLinks", link);
        unwrap(link);
      } else if (/^(?!https?:|mailto:|tel:|\/|www\.)[a-z][a-z0-9+.-]*:/i.test(address)) {
        losses.add("links", link);
        unwrap(link);
      }
    }
    for (const list of page.querySelectorAll('[style*="mso-element:footnote-list"], [style*="mso-element:endnote-list"]')) {
      for (const line of list.querySelectorAll("hr")) line.remove();
    }
  };

  // Numbers of lists

  const letters = (count) => "abcdefghijklmnopqrstuvwxyz"[(count - 1) % 26].repeat(Math.ceil(count / 26));

  const roman = (count) => {
    const worths = Object.entries({ m: 1000, cm: 900, d: 500, cd: 400, c: 100, xc: 90, l: 50, xl: 40, x: 10, ix: 9, v: 5, iv: 4, i: 1 });
    return worths.reduce(([numeral, left], [sign, worth]) => [numeral + sign.repeat(Math.floor(left / worth)), left % worth], ["", count])[0];
  };

  const FORMS = {
    a: letters,
    A: (count) => letters(count).toUpperCase(),
    i: roman,
    I: (count) => roman(count).toUpperCase(),
    0: (count) => String(count).padStart(2, "0"),
    1: String,
    none: () => "",
  };
  const FORM_OF_STYLE = {
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
    "decimal-leading-zero": "0",
    none: "none",
  };

  const formOf = (item, list) => {
    for (const element of [item, list]) {
      const style = FORM_OF_STYLE[element.style.listStyleType];
      if (style) return style;
      const type = element.getAttribute("type");
      if (type && FORMS[type]) return type;
    }
    return "1";
  };

  /* The label of each item of a numbered list as its page showed it, null for a list that HTML numbers alike. */
  const labelsOf = (list) => {
    const items = [...list.children].filter((child) => child.tagName === "LI");
    const step = list.hasAttribute("reversed") ? -1 : 1;
    const first = parseInt(list.getAttribute("start") ?? (step < 0 ? items.length : 1), 10) || 0;
    let next = first;
    let isPlain = step > 0 && first > 0 && first + items.length <= 1000;
    const labels = items.map((item) => {
      const own = parseInt(item.getAttribute("value") ?? item.getAttribute("data-aria-posinset"), 10);
      const count = Number.isNaN(own) ? next : own;
      if (count !== next) isPlain = false;
      next = count + step;
      const form = formOf(item, list);
      const pattern = item.getAttribute("data-leveltext"); // of Word in the browser
      if (form !== "1" || (pattern && !/^%\d[.)]?$/.test(pattern))) isPlain = false;
      const number = count > 0 ? FORMS[form](count) : String(count);
      if (pattern && /%\d/.test(pattern)) return pattern.replace(/%\d/, number);
      return form === "none" ? "" : `${number}.`;
    });
    return isPlain ? null : new Map(items.map((item, index) => [item, labels[index]]));
  };

  const startWith = (block, words) => {
    const first = [...block.childNodes].find((node) => node.nodeType !== Node.TEXT_NODE || clean(node.data));
    const inner = first?.nodeType === Node.ELEMENT_NODE && first.matches("p, div, h1, h2, h3, h4, h5, h6") ? first : block;
    inner.prepend(words);
  };

  /* Lists whose numbers HTML cannot show become paragraphs that begin with them. */
  const readLists = (page) => {
    for (const list of [...page.querySelectorAll("ol")].reverse()) {
      const labels = labelsOf(list);
      if (!labels) continue;
      for (const [item, label] of labels) {
        if (label) startWith(item, `${label} `);
        rename(item, item.querySelector("p, div, ul, ol, table, h2, h3, h4") ? "div" : "p");
      }
      unwrap(list);
    }
  };

  /* The nodes of a number that Word has put before a paragraph. */
  const labelNodes = (paragraph) => {
    const marked = [...paragraph.querySelectorAll("span")].find((span) => /mso-list\s*:\s*ignore/i.test(styleOf(span)));
    if (marked) return [marked];
    const nodes = [];
    let isLabel = false;
    for (const node of paragraph.childNodes) {
      if (node.nodeType === Node.COMMENT_NODE && /\[if !supportLists\]/.test(node.data)) isLabel = true;
      else if (node.nodeType === Node.COMMENT_NODE && /\[endif\]/.test(node.data)) return nodes;
      else if (isLabel) nodes.push(node);
    }
    return [];
  };

  const isBullet = (label, nodes) => {
    const html = nodes.map((node) => node.outerHTML || "").join("");
    return /font-family\s*:\s*["']?(Symbol|Wingdings|Webdings|Courier)/i.test(html) || !/[\p{L}\p{N}]/u.test(label);
  };

  /* Word hands over pictures whole, with what was cropped away. */
  const removeChangedPictures = (page, losses) => {
    for (const picture of page.querySelectorAll('img[src^="file:" i]')) {
      losses.add("pictures", picture);
      picture.remove();
    }
  };

  /* Numbers and bullets of Word, written before its paragraphs: plain ones as lists, others as words. */
  const readWordLists = (page) => {
    let open = [];
    let root = null;
    for (const paragraph of page.querySelectorAll(`p, li, div, ${HEADINGS}`)) {
      const nodes = labelNodes(paragraph);
      if (!nodes.length || nodes[0].parentElement.closest(BLOCKS) !== paragraph) continue;
      const raw = nodes.map((node) => node.textContent).join("");
      const label = clean(raw);
      const hasPicture = nodes.some((node) => node.querySelector?.("img"));
      const bullet = hasPicture || (Boolean(label) && isBullet(label, nodes));
      const level = Number(/level(\d+)/i.exec(styleOf(paragraph))?.[1] || 1);
      for (const node of nodes) node.remove();
      for (const node of [...paragraph.childNodes]) if (node.nodeType === Node.COMMENT_NODE) node.remove();
      paragraph.setAttribute("style", styleOf(paragraph).replace(/mso-list\s*:[^;]*;?/gi, ""));
      paragraph.removeAttribute("class");
      if (!clean(paragraph.textContent) && !paragraph.querySelector("img")) {
        if (paragraph.closest("td, th") && !bullet) paragraph.prepend(label); // a column of numbers
        continue;
      }
      const isPlain = bullet || (/^[1-9]\d{0,2}[.)]?$/.test(label) && !paragraph.matches("li"));
      if (!isPlain || paragraph.matches(HEADINGS)) {
        open = [];
        if (label && !bullet) paragraph.prepend(label + (/[\s\u00a0]$/.test(raw) ? " " : ""));
        continue;
      }
      if (root === null || before(paragraph) !== root) open = [];
      root = putInList(page, paragraph, { level, bullet, count: parseInt(label, 10) }, open) || root;
    }
  };

  const before = (element) => {
    let node = element.previousSibling;
    while (node && node.nodeType !== Node.ELEMENT_NODE && !clean(node.data)) node = node.previousSibling;
    return node;
  };

  /* Put a paragraph into the open list that it belongs to; return the list that this has begun in the text itself. */
  const putInList = (page, paragraph, { level, bullet, count }, open) => {
    let same = null;
    while (open.length && open.at(-1).level >= level) {
      const last = open.pop();
      if (last.level === level && last.bullet === bullet) same = last;
    }
    const goesOn = same && (bullet || count === same.count + 1);
    const list = goesOn ? same.list : page.createElement(bullet ? "ul" : "ol");
    let root = null;
    if (!goesOn) {
      if (!bullet && count !== 1) list.setAttribute("start", count);
      if (open.length) open.at(-1).item.append(list);
      else {
        paragraph.before(list);
        root = list;
      }
    }
    const item = page.createElement("li");
    item.append(...paragraph.childNodes);
    list.append(item);
    paragraph.remove();
    open.push({ level, bullet, count, list, item });
    return root;
  };

  /* Return {html, sentences}: what to insert, and what of it the writer has to know. */
  return (html, fonts, rtf = "") => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const isWord = WORD.test(html);
    const losses = new Losses();
    removeActive(page, losses);
    inlineSheets(page);
    removeComments(page, losses);
    removeMarginNotes(page, losses);
    if (rtf && CHANGED_PICTURE.test(rtf)) removeChangedPictures(page, losses);
    removeHidden(page, losses);
    readChanges(page, losses, isWord);
    if (isWord) readWordLists(page);
    readLists(page);
    readSigns(page, losses, fonts);
    for (const folded of page.querySelectorAll("details, summary")) rename(folded, "div");
    readLooks(page);
    readLines(page);
    readLinks(page, losses);
    return { html: page.head.innerHTML + page.body.innerHTML, sentences: losses.sentences() };
  };
})();
