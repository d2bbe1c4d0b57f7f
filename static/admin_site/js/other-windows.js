/* Tells a person of another window of their own in this browser with the same item; those of other people come from
   the server. */
"use strict";

(() => {
  const sentence = document.getElementById("own-windows");
  if (!sentence || !window.BroadcastChannel) return;
  const page = Math.random();
  const others = new Set();
  const channel = new BroadcastChannel(`ward-item:${location.pathname}`);
  const say = (word) => channel.postMessage({ page, word });

  channel.addEventListener("message", ({ data }) => {
    if (data.word === "goes") others.delete(data.page);
    else others.add(data.page);
    if (data.word === "comes") say("stays");
    sentence.hidden = others.size === 0;
  });
  window.addEventListener("pagehide", () => say("goes"));
  window.addEventListener("pageshow", () => say("comes"));
})();
