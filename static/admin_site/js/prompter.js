/* Prompter: the text runs so that each item takes its expected time; faster, slower, size and colours by buttons and
   keys. Position and choices stay in this browser. */

const root = document.querySelector("[data-prompter]");
const text = root.querySelector("[data-text]");
const speedShown = root.querySelector("[data-speed]");
const READING_LINE = 0.3; // of the height: where the eyes are
const choices = { speed: 1, size: 3, inverted: false };

const storage = {
  get(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      /* then nothing is kept */
    }
  },
};

let isRunning = false;
let before = 0;
let position = 0; // exact: scrollTop is rounded

const limit = (value, least, most) => Math.min(most, Math.max(least, value));

/* Pixels a second at the line that is read: the item's height over its seconds. */
function pace() {
  const line = text.scrollTop + text.clientHeight * READING_LINE;
  const sections = [...text.querySelectorAll("[data-seconds]")];
  const read = sections.filter((section) => section.offsetTop <= line).at(-1) ?? sections[0];
  if (!read) return 0;
  return read.offsetHeight / Math.max(1, Number(read.dataset.seconds));
}

function step(now) {
  if (!isRunning) return;
  position += ((now - before) / 1000) * pace() * choices.speed;
  before = now;
  text.scrollTop = position;
  if (text.scrollTop + text.clientHeight >= text.scrollHeight - 1) run(false);
  else requestAnimationFrame(step);
}

function run(wanted) {
  isRunning = wanted;
  root.querySelector("[data-do=run]").textContent = wanted ? "Dừng" : "Chạy";
  if (wanted) {
    before = performance.now();
    position = text.scrollTop;
    requestAnimationFrame(step);
  } else keepPosition();
}

function keepPosition() {
  storage.set(root.dataset.positionKey, text.scrollTop / Math.max(1, text.scrollHeight));
}

function show() {
  const share = text.scrollTop / Math.max(1, text.scrollHeight);
  text.style.setProperty("--prompter-size", `${choices.size}rem`);
  root.classList.toggle("prompter--inverted", choices.inverted);
  speedShown.textContent = `${Math.round(choices.speed * 100)}%`;
  position = text.scrollTop = share * text.scrollHeight;
  storage.set("prompter", choices);
}

const actions = {
  run: () => run(!isRunning),
  slower: () => (choices.speed = limit(choices.speed - 0.05, 0.5, 2)),
  faster: () => (choices.speed = limit(choices.speed + 0.05, 0.5, 2)),
  smaller: () => (choices.size = limit(choices.size - 0.25, 1.5, 6)),
  larger: () => (choices.size = limit(choices.size + 0.25, 1.5, 6)),
  invert: () => (choices.inverted = !choices.inverted),
  start: () => (position = text.scrollTop = 0),
};
const keys = { " ": "run", ArrowUp: "faster", ArrowDown: "slower", "+": "larger", "=": "larger", "-": "smaller", i: "invert", I: "invert", Home: "start" };

function act(name) {
  actions[name]();
  if (name !== "run") show();
}

for (const button of root.querySelectorAll("[data-do]")) {
  button.hidden = false;
  button.addEventListener("click", () => act(button.dataset.do));
}
speedShown.hidden = false;
document.addEventListener("keydown", (event) => {
  const isButton = event.target.closest("button, a");
  if (event.ctrlKey || event.altKey || event.metaKey || (event.key === " " && isButton) || !keys[event.key]) return;
  event.preventDefault();
  act(keys[event.key]);
});
text.addEventListener("scroll", () => isRunning || (position = text.scrollTop), { passive: true });
window.addEventListener("pagehide", keepPosition);

Object.assign(choices, storage.get("prompter") ?? {});
show();
position = text.scrollTop = (storage.get(root.dataset.positionKey) ?? 0) * text.scrollHeight;
text.focus({ preventScroll: true });
