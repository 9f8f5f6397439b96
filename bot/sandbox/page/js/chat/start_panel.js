// The moments when nothing can be written: the bot not started yet, or blocked.

import { el } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import * as api from "../model/api.js";
import { t } from "../words.js";

export function startPanel(chat) {
  const payload = el("input", {
    type: "text", maxlength: "64", pattern: "[A-Za-z0-9_\\-]*", placeholder: t("payloadExample"),
    "aria-label": t("payload"), "data-testid": "start-payload",
  });
  const begin = (event) => {
    event.preventDefault();
    chat.act.start(payload.value);
  };
  return el("form", { class: "start-panel", on: { submit: begin } },
    el("button", { class: "button primary wide", type: "submit", "data-testid": "start" }, t("start")),
    el("details", {}, el("summary", { "data-testid": "deep-link" }, icon("link"), t("deepLink")),
      el("p", {}, t("deepLinkHint")), payload));
}

export function blockedPanel({ phone, userId }) {
  return el("div", { class: "start-panel" }, el("button", {
    class: "button plain wide", type: "button", "data-testid": "unblock",
    on: { click: () => phone.attempt(() => api.unblock(userId)) },
  }, t("unblock")));
}
