// Ticks that a browser does not slow down while the page is in the background.
setInterval(() => postMessage(0), 250);
