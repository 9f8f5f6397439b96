// A page that was opened from a chat: in the messenger's own browser, which covers the phone's screen.

import { el } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { t } from "../words.js";

/** @param {Element} phone the phone's own element @param {string} url of our own origin */
export function openPage(phone, url) {
  const screen = phone.querySelector(".screen");
  const before = document.activeElement;
  const close = () => {
    browser.remove();
    screen.inert = false;
    if (phone.contains(before)) before.focus();
  };
  const closing = el("button", {
    class: "icon-button", type: "button", "aria-label": t("close"), "data-testid": "wecom-page-close", on: { click: close },
  }, icon("close"));
  // Without scripts, as the page needs none; with its origin, whose cookie knows the member's name.
  const frame = el("iframe", { src: url, title: t("openedPage"), sandbox: "allow-forms allow-same-origin" });
  const browser = el("div", {
    class: "wc-browser", role: "dialog", "aria-label": t("openedPage"), "data-testid": "wecom-page",
    on: { keydown: (event) => event.key === "Escape" && close() },
  }, el("header", { class: "chat-header wc-header" }, closing, el("div", { class: "lines" }, el("h2", {}, t("openedPage")))), frame);
  phone.append(browser);
  screen.inert = true;
  closing.focus();
}
