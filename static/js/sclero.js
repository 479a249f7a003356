/* What plain pages cannot do by themselves: focus after a swap, closing, and saying that a request failed.
   Every htmx event of the site is heard here and nowhere else. */

const words = document.getElementById("error-panel");
const PANEL = "s-request-error";
const TIMEOUT = 20000; // ms; without one a lost connection would wait for ever
const SLOW = 1000; // ms after which we say what is loading

let opener = null; // what the citation panel was opened from
let slow = 0; // timer
let said = ""; // what we last put into the status line ourselves

if (window.htmx) {
  window.htmx.config.timeout = TIMEOUT;
}

function focusOn(element) {
  if (!element.hasAttribute("tabindex") && element.tabIndex < 0) {
    element.tabIndex = -1;
  }
  element.focus();
}

function status() {
  return document.getElementById("status");
}

/* Focus */

function focusNewContent(event) {
  const { elt, requestConfig } = event.detail;
  if (requestConfig?.elt?.closest?.("[data-keep-focus]")) {
    return; // htmx has put it back on the control with the same id
  }
  const wanted = elt.matches?.("[data-focus]") ? elt : elt.querySelector?.("[data-focus]");
  if (wanted) {
    focusOn(wanted);
  }
}

function focusRestoredPage() {
  const wanted = document.querySelector("#main [data-focus]");
  if (wanted) {
    focusOn(wanted);
  }
}

/* Waiting */

function startWaiting(event) {
  const { elt, target } = event.detail;
  target?.setAttribute("aria-busy", "true");
  if (target?.id === "citation") {
    opener = elt;
  }
  clearTimeout(slow);
  slow = setTimeout(() => {
    said = elt.closest("[data-loading]")?.dataset.loading ?? words.dataset.loading;
    status().textContent = said;
  }, SLOW);
}

function stopWaiting(event) {
  event.detail.target?.removeAttribute("aria-busy");
  clearTimeout(slow);
  if (said && status().textContent === said) {
    status().textContent = "";
  }
  if (event.detail.successful) {
    document.querySelectorAll(`.${PANEL}`).forEach((panel) => panel.remove());
  }
}

/* Failing: the page and every answer in it stay as they are; a panel says so in place. */

function reason(code) {
  const known = { 0: "network", 403: "forbidden", 404: "missing", 413: "large", 429: "busy" };
  return words.dataset[known[code] ?? "server"];
}

function again(event) {
  const { elt, requestConfig } = event.detail;
  const cause = requestConfig?.triggeringEvent;
  if (elt instanceof HTMLFormElement) {
    elt.requestSubmit(cause?.submitter ?? null);
  } else {
    window.htmx.trigger(elt, cause?.type ?? "click");
  }
}

function showFailure(event) {
  document.querySelectorAll(`.${PANEL}`).forEach((panel) => panel.remove());
  const { elt, target, xhr } = event.detail;
  const panel = words.content.firstElementChild.cloneNode(true);
  panel.querySelector("[data-reason]").textContent = reason(xhr?.status ?? 0);
  panel.querySelector("[data-again]").addEventListener("click", () => again(event));
  panel.querySelector("[data-reload]").href = window.location.href;
  place(panel, elt.closest("[data-error-place]"), target);
  focusOn(panel);
}

function place(panel, chosen, target) {
  if (chosen) {
    chosen.prepend(panel);
  } else if (target?.isConnected && target !== document.body) {
    target.before(panel);
  } else {
    document.getElementById("main").prepend(panel);
  }
}

/* Closing */

function closeCitation() {
  const panel = document.getElementById("citation");
  if (!panel?.childElementCount) {
    return false;
  }
  panel.replaceChildren();
  if (opener?.isConnected) {
    focusOn(opener);
  }
  return true;
}

function closeMenus(except) {
  let closed = false;
  document.querySelectorAll("details.s-menu[open]").forEach((menu) => {
    if (!menu.contains(except)) {
      menu.open = false;
      closed = true;
    }
  });
  return closed;
}

function onKey(event) {
  if (event.key !== "Escape") {
    return;
  }
  const menu = document.activeElement?.closest("details.s-menu[open]");
  if (closeMenus(null)) {
    menu?.querySelector("summary").focus();
  } else {
    closeCitation();
  }
}

function onClick(event) {
  closeMenus(event.target);
  const toast = event.target.closest("[data-close-toast]")?.closest(".s-toast");
  if (toast) {
    toast.remove();
    focusOn(document.getElementById("main"));
  }
  if (event.target.closest('[data-close="citation"]') && closeCitation()) {
    event.preventDefault();
  }
}

document.addEventListener("htmx:afterSettle", focusNewContent);
document.addEventListener("htmx:historyRestore", focusRestoredPage);
document.addEventListener("htmx:beforeRequest", startWaiting);
document.addEventListener("htmx:afterRequest", stopWaiting);
document.addEventListener("htmx:responseError", showFailure);
document.addEventListener("htmx:sendError", showFailure);
document.addEventListener("htmx:timeout", showFailure);
document.addEventListener("keydown", onKey);
document.addEventListener("click", onClick);
