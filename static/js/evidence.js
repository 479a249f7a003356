// The matrix: a cell opens in place instead of on its page, arrow keys go from cell to cell, and on a small screen the
// rarer filters begin folded. Without this file every cell is a link to its own page.

const SMALL = window.matchMedia("(max-width: 47.9988em)");
const ARROWS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
const panel = document.getElementById("cell");

let opener = null; // the link of the cell that is open

/* A cell in place */

function mark(link, open) {
  const cell = link.closest("td");
  link.setAttribute("aria-expanded", String(open));
  cell?.closest("table").tHead.rows[0].cells[cell.cellIndex].classList.toggle("s-on", open);
}

async function open(link) {
  panel.replaceChildren();
  await window.htmx.ajax("GET", link.getAttribute("href"), {
    source: link,
    target: "#cell",
    swap: "innerHTML ignoreTitle:true",
  });
  if (panel.childElementCount && link.isConnected) {
    opener = link;
    mark(link, true);
    panel.showPopover();
    panel.querySelector("[data-focus]").focus();
  }
}

function closed(event) {
  if (event.newState !== "closed" || !opener) {
    return;
  }
  const left = document.activeElement;
  mark(opener, false);
  if (!left || left === document.body || panel.contains(left)) {
    opener.focus();
  }
  opener = null;
}

function onClick(event) {
  const link = event.target.closest(".s-cell > a, .s-by-cell");
  const plain = !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (link && plain && window.htmx && panel.showPopover) {
    event.preventDefault();
    open(link);
  }
}

/* From cell to cell; who has turned shortcuts off keeps Tab */

function next(cell, [down, along]) {
  const rows = [...cell.closest("table").rows];
  let [row, column] = [rows.indexOf(cell.parentElement), cell.cellIndex];
  for (;;) {
    row += down;
    column += along;
    if (!rows[row] || column < 0 || column >= rows[0].cells.length) {
      return null;
    }
    const link = rows[row].cells[column]?.querySelector("a");
    if (link && rows[row].cells.length === rows[0].cells.length) {
      return link;
    }
  }
}

function onKey(event) {
  const cell = event.target.closest?.(".s-matrix td, .s-matrix th[scope=row]");
  const arrow = ARROWS[event.key];
  if (!cell || !arrow || !("keys" in document.body.dataset)) {
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) {
    return;
  }
  const rightToLeft = document.documentElement.dir === "rtl";
  const link = next(cell, rightToLeft ? [arrow[0], -arrow[1]] : arrow);
  if (link) {
    event.preventDefault();
    link.focus();
  }
}

/* Rarer filters: folded on a small screen unless one of them is set */

function fold() {
  const more = document.querySelector(".s-more-filters");
  if (more) {
    const set = [...more.querySelectorAll("select, input")].some((one) =>
      one.type === "checkbox" ? one.checked : one.selectedIndex > 0,
    );
    more.open = !SMALL.matches || set || more.contains(document.activeElement);
  }
}

fold();
SMALL.addEventListener("change", fold);
new MutationObserver(fold).observe(document.getElementById("main"), { childList: true });
panel.addEventListener("toggle", closed);
document.addEventListener("click", onClick);
document.addEventListener("keydown", onKey);
