// A menu that opens at a button and closes by choosing, Escape, or a click elsewhere.

import { el } from "./dom.js";
import { icon } from "./icons.js";

let closeOpen = () => {};

/**
 * @param {Element} anchor the button it belongs to
 * @param {{label: string, icon?: string, run: Function, danger?: boolean, testid?: string}[]} items
 * @param {string} label read to people who cannot see it
 */
export function openMenu(anchor, items, label) {
  closeOpen();
  const menu = el("div", { class: "menu", role: "menu", "aria-label": label },
    items.map((item) => entry(item)));
  const elsewhere = new AbortController();
  const close = () => {
    elsewhere.abort();
    menu.remove();
    closeOpen = () => {};
  };
  closeOpen = close;
  menu.addEventListener("keydown", (event) => onKey(event, menu, () => { close(); anchor.focus(); }));
  menu.addEventListener("click", close);
  document.addEventListener("pointerdown", (event) => menu.contains(event.target) || close(),
    { signal: elsewhere.signal, capture: true });
  document.body.append(menu);
  settle(menu, anchor);
  menu.firstElementChild?.focus();
}

function entry(item) {
  return el("button", {
    class: item.danger ? "danger" : null, type: "button", role: "menuitem", tabindex: "-1",
    "data-testid": item.testid, on: { click: () => queueMicrotask(item.run) },
  }, item.icon && icon(item.icon), el("span", {}, item.label));
}

function onKey(event, menu, leave) {
  const entries = Array.from(menu.children);
  const at = entries.indexOf(document.activeElement);
  const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 };
  if (event.key in steps) {
    event.preventDefault();
    entries.at(steps[event.key] % entries.length).focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    leave();
  }
}

/** Beside the anchor, whole inside the window: below it if there is room, else above. */
function settle(menu, anchor) {
  const spot = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = spot.bottom + height + 8 < innerHeight;
  const top = below ? spot.bottom + 4 : Math.max(8, spot.top - height - 4);
  const left = Math.min(Math.max(8, spot.left), innerWidth - width - 8);
  menu.style.setProperty("top", `${top}px`);
  menu.style.setProperty("left", `${left}px`);
}
