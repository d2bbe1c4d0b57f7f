/* What is folded on a phone is open on a wide screen. Without this it is opened by hand. */
"use strict";

(() => {
  const wide = matchMedia("(min-width: 60rem)");
  const unfold = () => {
    for (const fold of document.querySelectorAll("details[data-fold]")) fold.open = wide.matches;
  };
  wide.addEventListener("change", unfold);
  unfold();
})();
