// A window over the whole page, with a title and a way to close it.

import { t } from "../words.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";

/**
 * @param {{title: string, testid: string}} about
 * @param {(close: Function) => Array<Node|null>} content
 */
export function openWindow({ title, testid }, content) {
  const close = () => box.close();
  const box = el("dialog", { class: "window", "aria-label": title, "data-testid": testid, on: { close: () => box.remove() } });
  box.append(
    el("h2", {}, title),
    ...content(close).filter(Boolean),
    el("button", { class: "icon-button close", type: "button", "aria-label": t("close"), on: { click: close } }, icon("close")));
  document.body.append(box);
  box.showModal();
}

/** A form that sends itself once, and says in words what went wrong. */
export function form(fields, label, send) {
  const problem = el("p", { class: "problem", role: "alert" });
  const submit = async (event) => {
    event.preventDefault();
    try {
      await send();
    } catch (error) {
      problem.textContent = error.message;
    }
  };
  return el("form", { on: { submit } }, fields, problem,
    el("button", { class: "button primary wide", type: "submit", "data-testid": "submit" }, label));
}

export function field(label, control) {
  return el("label", { class: "field" }, el("span", {}, label), control);
}
