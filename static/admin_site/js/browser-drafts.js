/* The browser's own copies of typed text: one place for each person and address, kept until a save has succeeded.
   Loaded on every page of the dashboard, so that whichever comes after a save takes the copy away. */
"use strict";

window.browserCopies = (() => {
  const PREFIX = "ward-copy:";
  const KEPT = 30 * 24 * 60 * 60 * 1000;

  /* A browser may refuse all storage; then there is no copy, and nothing else breaks. */
  const attempt = (work) => {
    try {
      return work();
    } catch {
      return null;
    }
  };

  const keyOf = (user) => `${PREFIX}${user}:${location.pathname}`;
  const read = (key) => attempt(() => JSON.parse(localStorage.getItem(key)));
  const write = (key, copy) => attempt(() => localStorage.setItem(key, JSON.stringify(copy)));
  const remove = (key) => attempt(() => localStorage.removeItem(key));
  const keys = () => attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))) || [];

  /* The same look for the stamp of a classified paper as the server takes, whose word counts. `fields` are lists of
     texts by name. Stamped text is kept nowhere. */
  const isStamped = (fields, stamp) => {
    const lines = Object.values(fields)
      .flat()
      .flatMap((text) => [text, text.replace(/<\/?(?:a|b|em|i|strong|sub|sup)\b[^>]*>/g, "")])
      .flatMap((text) => text.replace(/<[^>]*>/g, "\n").split("\n"));
    return lines.some((line) => stamp.test(line.normalize("NFC").replace(/[^\p{L}\p{N}]+/gu, "")));
  };

  const removeWhere = (isDone) => {
    for (const key of keys()) {
      const copy = read(key);
      if (!copy || isDone(copy)) remove(key);
    }
  };

  const cookie = (name) =>
    document.cookie
      .split("; ")
      .find((part) => part.startsWith(`${name}=`))
      ?.slice(name.length + 1) || "";

  /* The server's word that the texts of these pages are stored. */
  const saved = cookie("saved_pages").split(".");
  removeWhere((copy) => saved.includes(copy.page) || Date.now() - copy.at > KEPT);
  document.cookie = "saved_pages=; path=/quan-tri/; max-age=0; samesite=lax";

  document.addEventListener(
    "submit",
    ({ target }) => {
      // A log-in in another tab has changed the token.
      const token = target.querySelector("input[name=csrfmiddlewaretoken]");
      if (token) token.value = cookie("csrftoken") || token.value;
      // Whoever logs out leaves nothing here that the server has as well.
      if (new URL(target.getAttribute("action") ?? "", location).pathname.endsWith("/logout/")) removeWhere((copy) => copy.isAcknowledged);
    },
    true,
  );

  /* A page that Back fetches anew is the page that was sent: with its old key the server knows what it made. */
  const isBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  for (const input of document.querySelectorAll("input[data-page-key]")) {
    if (isBack && history.state?.pageKey) input.value = history.state.pageKey;
    else history.replaceState({ ...history.state, pageKey: input.value }, "");
  }

  return { keyOf, read, write, remove, cookie, isStamped };
})();
