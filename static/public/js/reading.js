// The reader's own text size and contrast, kept in this browser alone. It runs before the page is drawn, so that
// nobody sees the wrong scheme first and nothing moves; without it no button shows that would do nothing.
{
  const root = document.documentElement;
  const SMALLEST = -1;
  const LARGEST = 3;

  const read = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null; // storage is switched off: the page stays as it is
    }
  };

  const size = () => Math.min(LARGEST, Math.max(SMALLEST, Number.parseInt(read("text-size"), 10) || 0));
  const isHigh = () => read("contrast") === "high";

  const keep = (name, value) => {
    try {
      if (value) localStorage.setItem(name, value);
      else localStorage.removeItem(name);
    } catch {
      return;
    }
    show();
  };

  function show() {
    root.toggleAttribute("data-high-contrast", isHigh());
    if (size()) root.dataset.textSize = size();
    else delete root.dataset.textSize;
    for (const button of document.querySelectorAll("[data-contrast]")) button.ariaPressed = String(isHigh());
    for (const button of document.querySelectorAll("[data-text-step]")) {
      const step = Number(button.dataset.textStep);
      if (step) button.ariaDisabled = String(size() === (step > 0 ? LARGEST : SMALLEST));
      else button.ariaPressed = String(size() === 0);
    }
  }

  root.toggleAttribute("data-scripted", true);
  show();
  addEventListener("DOMContentLoaded", () => {
    for (const tools of document.querySelectorAll("[data-reading-tools]")) {
      tools.addEventListener("click", ({ target }) => {
        const button = target.closest("button");
        if (!button) return;
        if ("contrast" in button.dataset) keep("contrast", isHigh() ? "" : "high");
        if ("textStep" in button.dataset) {
          const step = Number(button.dataset.textStep);
          keep("text-size", step ? String(Math.min(LARGEST, Math.max(SMALLEST, size() + step))) : "");
        }
      });
    }
    // A menu closes as people expect one to.
    const close = (left) => {
      for (const menu of document.querySelectorAll(".site-menu[open], .site-more[open]")) if (left(menu)) menu.open = false;
    };
    addEventListener("click", ({ target }) => close((menu) => !menu.contains(target)));
    addEventListener("keydown", ({ key, target }) => {
      if (key !== "Escape") return;
      close((menu) => {
        if (menu.contains(target)) menu.querySelector("summary").focus();
        return true;
      });
    });
    show();
  });
  // A page that comes back from the browser's memory was drawn with what was chosen then.
  addEventListener("pageshow", show);
}
