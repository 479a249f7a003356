// Single-key shortcuts; loaded only where the reader has not turned them off. Templates and /preferences/ list them all.

const EDITABLE = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";
const help = document.getElementById("keys-help");

function choose(number) {
  const option = document.querySelectorAll("#choose input[type=radio]")[number - 1];
  if (option) {
    option.checked = true;
    option.focus();
    option.closest(".s-option").scrollIntoView({ block: "nearest" });
  }
}

function search() {
  const box = [...document.querySelectorAll("[data-search]")].find((one) => one.offsetParent);
  box?.focus();
  box?.select();
  return Boolean(box);
}

function openHelp() {
  if (!help.open) {
    help.showModal();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || help.open) {
    return;
  }
  if (event.target.closest(EDITABLE) || event.target.closest("svg")) {
    return; // typing, or the map, which has keys of its own
  }
  if (event.key === "?") {
    event.preventDefault();
    openHelp();
  } else if (event.key === "/") {
    if (search()) {
      event.preventDefault();
    }
  } else if (/^[1-9]$/.test(event.key)) {
    choose(Number(event.key));
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close-dialog]")) {
    help.close();
  } else if (event.target.closest("[data-open=keys-help]")) {
    event.preventDefault();
    openHelp();
  }
});
