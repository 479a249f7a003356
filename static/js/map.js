// The full map in place: zoom, pan, and from step to step by keys. Without this file the buttons are links that do the same.
// Keys are heard only while the focus is inside the drawing; nothing is taken from a form field or the rest of the page.
// Who has turned shortcuts off keeps the arrow keys, without which the focus could not move, and loses + − 0.

const STEP = 1.4; // how much one press zooms
const PAN = 0.35; // of the window, for each press
const IN = 5; // presses from the first window, at most
const OUT = 4;
const LEGIBLE = 0.93; // pixels a unit, so that words are 13 px
const AROUND = [105, 75]; // from the middle of the current step to the edge of that window, at least
const DRAG = 6; // pixels before a press is a drag
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const SIDES = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] };
const KEYS = { "+": "in", "=": "in", "-": "out", "−": "out", 0: "reset" };

const numbers = (text) => text.split(" ").map(Number);
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
const map = () => document.querySelector("svg.s-map");
const boxes = () => [...map().querySelectorAll(".s-box")];

/* The window */

function shown() {
  const { x, y, width, height } = map().viewBox.baseVal;
  return { x: x + width / 2, y: y + height / 2, width, height };
}

function show({ x, y, width, height }) {
  const [right, bottom] = numbers(map().dataset.sheet);
  const left = held(x, width, right) - width / 2;
  const top = held(y, height, bottom) - height / 2;
  map().setAttribute("viewBox", `${left} ${top} ${width} ${height}`);
}

// The middle of a window that shows no more beside the sheet than it must.
function held(middle, length, sheet) {
  return length >= sheet ? sheet / 2 : clamp(middle, length / 2, sheet - length / 2);
}

function home() {
  const [x, y, width, height] = numbers(map().dataset.home);
  return { x: x + width / 2, y: y + height / 2, width, height };
}

function move(what) {
  const at = shown();
  if (what === "reset") {
    show(home());
  } else if (what in SIDES) {
    const [x, y] = SIDES[what];
    show({ ...at, x: at.x + x * at.width * PAN, y: at.y + y * at.height * PAN });
  } else {
    const wanted = what === "in" ? at.width / STEP : at.width * STEP;
    const [, , first] = numbers(map().dataset.first);
    const width = clamp(wanted, first / STEP ** IN, first * STEP ** OUT);
    show({ ...at, width, height: (width * at.height) / at.width });
  }
}

/* Where the first window would make words too small, it is narrowed to the current step and the one before it. */

function prepare() {
  const drawing = map();
  if (!drawing || drawing.dataset.first) {
    return;
  }
  drawing.dataset.first = drawing.dataset.home;
  document.getElementById("map-keys").hidden = !("keys" in document.body.dataset);
  const at = home();
  const scale = Math.min(drawing.clientWidth / at.width, drawing.clientHeight / at.height);
  if (scale && scale < LEGIBLE) {
    const [width, height] = [drawing.clientWidth / LEGIBLE, drawing.clientHeight / LEGIBLE];
    const here = drawing.querySelector(".s-box-here");
    const [to, from] = [middle(here), middle(before(here) ?? here)];
    const [wide, high] = [Math.max(width / 2 - AROUND[0], 0), Math.max(height / 2 - AROUND[1], 0)];
    const x = clamp((to.x + from.x) / 2, to.x - wide, to.x + wide);
    const y = clamp((to.y + from.y) / 2, to.y - high, to.y + high);
    drawing.dataset.home = [x - width / 2, y - height / 2, width, height].join(" ");
    if ("fits" in drawing.dataset) {
      show(home());
    }
  }
}

// The step that the reader came from.
function before(here) {
  const way = map().querySelector(`.s-ink-taken[data-way$="-${here.dataset.box}"]:not(.s-back)`);
  return way && map().querySelector(`[data-box="${way.dataset.way.split("-")[0]}"]`);
}

/* From step to step */

function middle(box) {
  const { e: x, f: y } = box.transform.baseVal.consolidate().matrix;
  const { width, height } = box.firstElementChild.getBBox();
  return { x: x + width / 2, y: y + height / 2 };
}

function next(box, [right, down]) {
  const from = middle(box);
  let best = null;
  let least = Infinity;
  for (const other of boxes()) {
    const to = middle(other);
    const along = (to.x - from.x) * right + (to.y - from.y) * down;
    const aside = Math.abs((to.x - from.x) * down) + Math.abs((to.y - from.y) * right);
    const cost = along + 2 * aside;
    if (along > 1 && cost < least) {
      [best, least] = [other, cost];
    }
  }
  return best;
}

function land(box) {
  boxes().forEach((each) => each.setAttribute("tabindex", each === box ? "0" : "-1"));
  const { x, y } = middle(box);
  const at = shown();
  const [wide, high] = [Math.max(at.width / 2 - 80, 0), Math.max(at.height / 2 - 60, 0)];
  show({ ...at, x: clamp(at.x, x - wide, x + wide), y: clamp(at.y, y - high, y + high) });
}

function onFocus(event) {
  const box = event.target.closest?.(".s-box");
  if (!box) {
    return;
  }
  const cameFromOutside = !event.relatedTarget?.closest?.("svg.s-map");
  const here = map().querySelector(".s-box-here");
  if (cameFromOutside && !map().querySelector(".s-box[tabindex='0']") && box !== here && !pressed) {
    land(here);
    here.focus();
  } else {
    land(box);
  }
}

function onKey(event) {
  const box = event.target.closest?.("svg.s-map .s-box");
  if (!box || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const arrow = ARROWS[event.key];
  if (arrow && event.shiftKey) {
    move(Object.keys(SIDES).find((side) => String(SIDES[side]) === String(arrow)));
  } else if (arrow) {
    next(box, arrow)?.focus({ preventScroll: true });
  } else if (event.key in KEYS && "keys" in document.body.dataset) {
    move(KEYS[event.key]);
  } else {
    return;
  }
  event.preventDefault();
}

/* Buttons, and dragging for those who like it */

let pressed = null; // where the pointer went down
let dragged = false;

function onClick(event) {
  if (dragged && event.target.closest("svg.s-map")) {
    event.preventDefault();
    return;
  }
  const button = event.target.closest("[data-move]");
  if (button && !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey) {
    event.preventDefault();
    move(button.dataset.move);
  }
}

function onPress(event) {
  dragged = false;
  pressed = event.target.closest("svg.s-map") ? { x: event.clientX, y: event.clientY, at: shown() } : null;
}

function onDrag(event) {
  if (!pressed) {
    return;
  }
  const [x, y] = [event.clientX - pressed.x, event.clientY - pressed.y];
  dragged ||= Math.hypot(x, y) > DRAG;
  if (dragged) {
    const scale = map().getScreenCTM().a;
    show({ ...pressed.at, x: pressed.at.x - x / scale, y: pressed.at.y - y / scale });
  }
}

function onRelease() {
  pressed = null;
}

prepare();
new MutationObserver(prepare).observe(document.getElementById("main"), { childList: true, subtree: true });
document.addEventListener("focusin", onFocus);
document.addEventListener("keydown", onKey);
document.addEventListener("click", onClick);
document.addEventListener("dragstart", (event) => event.target.closest?.("svg.s-map") && event.preventDefault());
document.addEventListener("pointerdown", onPress);
document.addEventListener("pointermove", onDrag);
document.addEventListener("pointerup", onRelease);
document.addEventListener("pointercancel", onRelease);
