/* Keeps what is typed into a form of the dashboard: in the browser at once, on the server a few seconds later, where
   the form has an address for it. The same
   requests say who else has the item open. Without JavaScript the form works as any other. */
/* global CKEDITOR, browserCopies */
"use strict";

(() => {
  const PAUSE = 3000; // after the last letter
  const AT_LEAST = 15000; // while somebody types on
  const BEAT = 15000;
  const BROWSER_PAUSE = 400;
  const NOT_KEPT = "Chữ vừa gõ chưa giữ được: xin chép lại trước khi rời trang.";
  const MOST_IN_PARTING = 60000; // what a browser takes along when a page goes

  const box = document.getElementById("autosave");
  const form = box?.closest("form");
  if (!form) return;

  const { address, user, version, login } = box.dataset;
  const mayEdit = "mayEdit" in box.dataset;
  const stamp = new RegExp(box.dataset.stamp, "u");
  const status = document.getElementById("autosave-status");
  const key = browserCopies.keyOf(user);

  let seen = ""; // the fields as last compared
  let pending = false; // something is not on the server yet
  let hasTyped = false;
  let since = 0;
  let timer = 0;
  let browserTimer = 0;
  let request = null;
  let isLost = false;
  let lostSentence = "";
  let isRefused = false;
  let isLeaving = false;

  // What the form holds

  const editors = () => (window.CKEDITOR ? Object.values(CKEDITOR.instances) : []);
  const isText = ({ name, type }) =>
    name && !name.startsWith("_") && !["file", "hidden", "submit", "button"].includes(type);

  const fields = () => {
    for (const editor of editors()) if (editor.status === "ready") editor.updateElement();
    const found = {};
    for (const element of form.elements) {
      if (!isText(element)) continue;
      const values = (found[element.name] ||= []);
      if (element.type === "checkbox" || element.type === "radio") {
        if (element.checked) values.push(element.value);
      } else if (element.type === "select-multiple") {
        values.push(...[...element.selectedOptions].map((option) => option.value));
      } else {
        values.push(element.value);
      }
    }
    return found;
  };

  const labelOf = (element) => (element?.labels?.[0]?.textContent || "").trim().replace(/:$/, "");

  /* The labels of the texts that the server does not have, for a page that does not have these fields. */
  const typedLabels = () => {
    const before = seen ? JSON.parse(seen) : {};
    return Object.fromEntries(
      [...form.elements]
        .filter((element) => isText(element) && ["text", "textarea"].includes(element.type))
        .filter((element) => element.value !== before[element.name]?.[0])
        .map((element) => [element.name, labelOf(element)]),
    );
  };

  const hidden = (name) => form.querySelector(`input[name="${name}"]`);

  // What the page says

  const say = (sentence, { isTrouble = false, link = null } = {}) => {
    if (status.dataset.said === sentence) return;
    status.dataset.said = sentence;
    status.textContent = sentence;
    status.classList.toggle("is-trouble", isTrouble);
    if (!link) return;
    const anchor = document.createElement("a");
    anchor.href = link.address;
    if (!link.isHere) {
      anchor.target = "_blank";
      anchor.rel = "noopener";
    }
    anchor.textContent = link.text;
    status.append(" ", anchor);
  };

  const trouble = (sentence, link = null) => say(sentence, { isTrouble: true, link });

  const showPeople = (people) => {
    const list = document.getElementById("autosave-people");
    const sentences = people.map(({ sentence }) => sentence).join("\n");
    if ([...list.children].map((item) => item.textContent).join("\n") !== sentences) {
      list.replaceChildren(
        ...people.map(({ sentence, is_editing: isEditing }) => {
          const item = document.createElement("li");
          item.textContent = sentence;
          item.classList.toggle("is-editing", isEditing);
          return item;
        }),
      );
    }
    const lint = document.getElementById("autosave-lint");
    if (lint) lint.hidden = !people.some(({ is_editing: isEditing }) => isEditing);
  };

  const showLost = (sentence, problem) => {
    const wasLost = isLost;
    isLost = Boolean(sentence);
    lostSentence = sentence;
    for (const button of form.querySelectorAll(".submit-row button")) button.disabled = isLost;
    if (isLost !== wasLost) lock();
    if (isLost) sayLost(problem);
  };

  /* What is said to be kept is on the server. */
  const sayLost = (problem) => {
    if (pending) {
      trouble(`${lostSentence} ${problem || "Đang giữ chữ vừa gõ."}`);
      return;
    }
    const isKept = hasTyped && !isRefused;
    const link = { address: location.pathname, text: "Tải lại trang", isHere: true };
    if (isKept) link.text = "Tải lại trang để xem chữ đã giữ";
    trouble(isKept ? `${lostSentence} Chữ quý vị đang gõ còn được giữ.` : lostSentence, link);
  };

  const undecided = () => document.querySelector(".autosaved-draft[data-undecided]:not([hidden])");

  /* A locked field says why, where somebody tries to write. */
  const explainLock = (element) => {
    const why = document.getElementById("autosave-locked");
    const panel = undecided();
    if (!why || !panel || isLost) return;
    const link = why.querySelector("a");
    link.href = `#${panel.getAttribute("aria-labelledby")}`;
    (element.closest(".form-row") ?? element.parentElement).append(why);
    why.hidden = false;
  };

  /* Nobody writes beside a text that waits for a decision, nor into an item somebody else has taken. */
  const lock = () => {
    const isLocked = isLost || Boolean(undecided());
    const why = document.getElementById("autosave-locked");
    if (why && !isLocked) why.hidden = true;
    for (const editor of editors()) if (editor.status === "ready") editor.setReadOnly(isLocked);
    for (const element of form.elements) if (isText(element)) element.readOnly = isLocked;
  };

  // The browser's copy

  const keepHere = (found) => {
    if (browserCopies.isStamped(found, stamp)) {
      browserCopies.remove(key);
      return;
    }
    const page = hidden("_page").value;
    const shown = (hidden("_merge_base") || hidden("seen_version"))?.value || "";
    const copy = { page, version: shown, at: Date.now(), fields: found, labels: typedLabels() };
    browserCopies.write(key, { ...copy, isAcknowledged: !pending });
  };

  const touch = () => {
    if (isLeaving) return;
    hasTyped = true;
    pending = true;
    since ||= Date.now();
    clearTimeout(browserTimer);
    browserTimer = setTimeout(() => keepHere(fields()), BROWSER_PAUSE);
    if (address) plan(Math.max(0, Math.min(PAUSE, since + AT_LEAST - Date.now())));
    else say("Chữ đang gõ được giữ trên máy này.");
  };

  const plan = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(keep, delay);
  };

  // The server's copy and the signs of life

  const post = async (entries, found, options = {}) => {
    const data = new URLSearchParams(entries);
    data.set("_user", user);
    data.set("csrfmiddlewaretoken", browserCopies.cookie("csrftoken") || hidden("csrfmiddlewaretoken")?.value || "");
    if (hasTyped) data.set("_editing", "1");
    for (const name of ["_page", "_from", "_editor", "_merge_base", "seen_version"]) data.set(name, hidden(name)?.value || "");
    // Which stored row each row of a table is.
    if (found) for (const key of form.querySelectorAll("input[type=hidden][name$='-id']")) data.set(key.name, key.value);
    for (const [name, values] of Object.entries(found || {})) for (const value of values) data.append(name, value);
    const response = await fetch(address, {
      method: "POST",
      body: data,
      redirect: "manual",
      headers: { "X-Requested-With": "fetch" },
      ...options,
    });
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    return { response, answer: isJson ? await response.json() : null };
  };

  const read = ({ response, answer }) => {
    if (response.status >= 500) throw new Error("no answer");
    if (!answer) {
      if (response.status === 404) trouble("Bài này không còn mở được: xin chép lại chữ vừa gõ trước khi rời trang.");
      else {
        const link = { address: `${login}?next=/quan-tri/`, text: "Đăng nhập ở thẻ mới" };
        trouble("Phiên làm việc đã hết: xin đăng nhập lại; chữ vẫn còn.", link);
      }
      return;
    }
    if (answer.people) showPeople(answer.people);
    if (mayEdit && !(answer.lost && answer.kept)) {
      showLost(answer.lost, answer.problem || (response.status === 403 && NOT_KEPT));
    }
    if (isLost) return;
    if (answer.problem) trouble(answer.problem);
    else if (answer.kept) say(`Đã giữ bản viết dở lúc ${answer.kept}`);
    else if (mayEdit && answer.version && String(answer.version) !== version) {
      trouble("Bài vừa được lưu ở nơi khác. Cứ viết tiếp: khi bấm Lưu, quý vị sẽ ghép hai bản.");
    } else if (status.classList.contains("is-trouble") && !pending && !isRefused) say("");
  };

  const send = (entries, found) => {
    const sending = (async () => {
      try {
        const result = await post(entries, found);
        read(result);
        return result;
      } catch {
        if (pending) trouble("Mất kết nối: chữ đang viết được giữ trên máy này.");
        return null;
      } finally {
        request = null;
      }
    })();
    request = sending;
    return sending;
  };

  const keep = async () => {
    if (!address || !mayEdit || isLeaving) return;
    if (request) {
      plan(500);
      return;
    }
    const found = fields();
    const text = JSON.stringify(found);
    if (text === seen) {
      pending = false;
      since = 0;
      if (isLost) sayLost();
      return;
    }
    since = 0;
    isRefused = false;
    const result = await send({ _text: "1" }, found);
    if (result?.answer?.kept) {
      seen = text;
      if (JSON.stringify(fields()) === text) {
        pending = false;
        keepHere(found);
      } else touch();
      if (result.answer.lost) showLost(result.answer.lost);
    } else if (result?.answer?.drop) {
      isRefused = true;
      pending = false;
      browserCopies.remove(key);
    } else plan(result ? BEAT : BEAT / 3);
  };

  const beat = () => {
    if (address && !isLeaving && !request && !pending) send({}); // what is pending brings its own sign of life
  };

  /* A page that goes sends what it has; the browser sees to it that it arrives. */
  const part = (entries) => {
    const found = mayEdit && pending ? fields() : null;
    if (found) keepHere(found);
    if (!address) return;
    const isSmall = !found || JSON.stringify(found).length * 3 < MOST_IN_PARTING;
    const texts = found && isSmall && !browserCopies.isStamped(found, stamp);
    post(texts ? { ...entries, _text: "1" } : entries, texts ? found : null, { keepalive: true }).catch(() => {});
  };

  // What the browser still had from before

  const differs = (copy) => {
    const now = fields();
    return Object.entries(copy.fields).some(([name, values]) => now[name] && now[name].join("\n") !== values.join("\n"));
  };

  const wordsOf = (values) => {
    const text = new DOMParser().parseFromString(values.join("\n").replace(/</g, " <"), "text/html").body.textContent;
    return text.replace(/\s+/g, " ").trim();
  };

  /* The server's copy may have the same words: what it does not keep must be as in the form. */
  const isOnServer = (copy) => {
    const script = document.getElementById("autosaved-values");
    if (!script) return false;
    const kept = JSON.parse(script.textContent);
    const now = fields();
    return Object.entries(copy.fields).every(([name, values]) => {
      const other = name in kept ? [kept[name]].flat() : now[name] || values;
      return wordsOf([...values].sort()) === wordsOf([...other].sort());
    });
  };

  const fill = (copy) => {
    for (const element of form.elements) {
      const values = isText(element) ? copy.fields[element.name] : null;
      if (!values) continue;
      if (element.type === "checkbox" || element.type === "radio") element.checked = values.includes(element.value);
      else if (element.type === "select-multiple") {
        for (const option of element.options) option.selected = values.includes(option.value);
      } else element.value = values[0] ?? "";
      const editor = editors().find((one) => one.element.$ === element);
      if (editor) editor.setData(element.value);
    }
    hidden("_from").value = copy.page;
    const shown = hidden("seen_version");
    if (shown && copy.version) shown.value = copy.version;
  };

  const describe = (place, copy) => {
    const now = fields();
    for (const [name, values] of Object.entries(copy.fields)) {
      if (now[name]?.join("\n") === values.join("\n")) continue;
      const element = [...form.elements].find((one) => one.name === name);
      const heading = document.createElement("h3");
      heading.textContent = mayEdit ? labelOf(element) : copy.labels?.[name] || "";
      const text = document.createElement("p");
      const parsed = new DOMParser().parseFromString(values.join("\n"), "text/html");
      for (const block of parsed.querySelectorAll("p, li, h2, h3, h4, tr, figure")) block.append("\n");
      text.textContent = parsed.body.textContent.trim();
      if (heading.textContent) place.append(heading, text);
    }
  };

  const offer = () => {
    const copy = browserCopies.read(key);
    const template = document.getElementById("browser-copy");
    const serverOffer = document.getElementById("autosaved-draft");
    if (!copy || "isTyped" in box.dataset || copy.page === hidden("_from")?.value) return;
    if (copy.isAcknowledged || (mayEdit && !differs(copy))) {
      if (!copy.isAcknowledged) browserCopies.remove(key);
      return;
    }
    if (mayEdit && isOnServer(copy)) return;
    // One question at a time. A copy of the same page is an earlier state of this text: one answer is for both.
    const isSameText = serverOffer?.dataset.page === copy.page;
    if (serverOffer && mayEdit) serverOffer.hidden = true;
    const panel = template.content.firstElementChild.cloneNode(true);
    panel.querySelector("[data-at]").textContent = new Date(copy.at).toLocaleString("vi-VN", {
      hour: "2-digit",
      minute: "2-digit",
      day: "2-digit",
      month: "2-digit",
      timeZone: "Asia/Ho_Chi_Minh",
    });
    panel.querySelector("[data-moved]").hidden = !mayEdit || copy.version === version;
    panel.querySelector("[data-closed]").hidden = mayEdit;
    panel.querySelector("details").open = !mayEdit;
    describe(panel.querySelector("[data-texts]"), copy);
    panel.querySelector("[data-use]").addEventListener("click", () => {
      panel.remove();
      fill(copy);
      touch();
      if (serverOffer && !isSameText) serverOffer.hidden = false;
      lock();
    });
    panel.querySelector("[data-drop]").addEventListener("click", () => {
      panel.remove();
      browserCopies.remove(key);
      if (isSameText) serverOffer.querySelector("form").requestSubmit();
      else if (serverOffer) serverOffer.hidden = false;
      lock();
    });
    if (!mayEdit) panel.querySelector("[data-use]").remove();
    template.after(panel);
  };

  // From here on things happen

  /* Whoever types before the page has settled is heard as well: then everything counts as typed. */
  const start = () => {
    if (!hasTyped) seen = JSON.stringify(fields());
    if (!mayEdit) {
      offer();
      return;
    }
    if ("isRefused" in box.dataset) browserCopies.remove(key);
    else if ("isTyped" in box.dataset) {
      seen = "";
      touch();
    } else offer();
    lock();
  };

  /* The editor puts its text in order when it is ready: only then the fields are what they will be compared with. */
  const startWhenReady = () => {
    const waiting = editors().filter((editor) => editor.status !== "ready");
    let left = waiting.length;
    for (const editor of editors()) {
      editor.on("change", () => editor.status === "ready" && touch());
      editor.on("focus", () => editor.readOnly && explainLock(editor.element.$));
    }
    if (!left) start();
    for (const editor of waiting) {
      editor.on("instanceReady", () => {
        left -= 1;
        if (!left) start();
      });
    }
  };

  form.addEventListener("focusin", ({ target }) => target.readOnly && explainLock(target));
  if (mayEdit) {
    form.addEventListener("input", touch);
    form.addEventListener("change", touch);
  }
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    isLeaving = true;
    if (mayEdit) keepHere(fields());
    if (!request) return;
    // What is on its way must not arrive after the save.
    event.preventDefault();
    await Promise.race([request, new Promise((resolve) => setTimeout(resolve, 2000))]);
    request = null;
    form.requestSubmit(event.submitter);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && pending && !isLeaving) part({});
  });
  addEventListener("pagehide", () => {
    if (!isLeaving) part({ _leave: "1" });
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    isLeaving = false;
    beat();
  });
  addEventListener("online", () => (pending ? keep() : beat()));

  // After the listener that makes the editors.
  if (document.readyState === "complete") startWhenReady();
  else document.addEventListener("DOMContentLoaded", () => setTimeout(startWhenReady));
  if (version) {
    beat();
    setInterval(beat, BEAT);
  }
})();
