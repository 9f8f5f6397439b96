// A small window inside one phone; the rest of that phone waits, other phones do not.

import { t } from "../words.js";
import { el } from "./dom.js";

/**
 * @param {Element} phone the phone's own element; its `.screen` is made inert meanwhile
 * @param {{title?: string, role?: string, testid?: string}} about
 * @param {(close: Function) => Array<Node|null>} content
 */
export function openSheet(phone, { title, role = "dialog", testid }, content) {
  const screen = phone.querySelector(".screen");
  const before = document.activeElement;
  const close = () => {
    layer.remove();
    screen.inert = phone.querySelector(".sheet-layer") !== null;
    if (phone.contains(before)) before.focus();
  };
  const sheet = el("div", { class: "sheet", role, "aria-modal": "true", "aria-label": title, "data-testid": testid },
    title && el("h2", {}, title), content(close));
  const layer = el("div", { class: "sheet-layer", on: {
    click: (event) => event.target === layer && close(),
    keydown: (event) => event.key === "Escape" && close(),
  } }, sheet);
  phone.append(layer);
  screen.inert = true;
  sheet.querySelector("input, button")?.focus();
}

export function alertSheet(phone, words) {
  openSheet(phone, { role: "alertdialog", testid: "alert" }, (close) => [
    el("p", {}, words),
    el("div", { class: "sheet-actions" }, sheetButton(t("ok"), close, "primary")),
  ]);
}

export function confirmSheet(phone, words, yes, run, danger = false) {
  openSheet(phone, { role: "alertdialog", testid: "confirm" }, (close) => [
    el("p", {}, words),
    el("div", { class: "sheet-actions" },
      sheetButton(yes, () => { close(); run(); }, danger ? "danger" : "primary"),
      sheetButton(t("cancel"), close)),
  ]);
}

export function sheetButton(label, run, kind = "plain") {
  return el("button", { class: `button ${kind}`, type: "button", on: { click: run } }, label);
}
