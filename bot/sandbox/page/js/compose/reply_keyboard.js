// The keyboard of ready answers under the field.

import { el, fill } from "../parts/dom.js";
import { isCramped } from "../parts/cramped.js";
import { icon } from "../parts/icons.js";
import * as api from "../model/api.js";
import { t } from "../words.js";
import { openContactSheet, openPlaceSheet } from "./sharing.js";

export class ReplyKeyboard {
  #chat;
  #changed;
  #drawn = null;
  #hidden = false;
  node = el("div", { class: "reply-keyboard", "data-testid": "reply-keyboard", hidden: true });

  constructor(chat, changed) {
    this.#chat = chat;
    this.#changed = changed;
  }

  isShown() {
    return this.#rows().length > 0 && !this.#hidden;
  }

  /** In a cramped window it opens on demand, over the messages. */
  canToggle() {
    return this.#rows().length > 0 && (isCramped() || !this.#markup().is_persistent);
  }

  toggle() {
    this.#hidden = !this.#hidden;
    this.#changed();
  }

  update() {
    const markup = this.#markup();
    const spelt = JSON.stringify(markup);
    if (spelt !== this.#drawn) {
      this.#drawn = spelt;
      this.#hidden = isCramped();
      this.node.classList.toggle("tall", !markup.resize_keyboard);
      fill(this.node, this.#rows().map((row) =>
        el("div", { class: "button-row" }, row.map((button) => this.#button(button)))));
    }
    this.node.hidden = !this.isShown();
  }

  #markup() {
    return this.#chat.conversation.keyboard ?? {};
  }

  #rows() {
    return this.#markup().keyboard ?? [];
  }

  #button(spec) {
    const button = typeof spec === "string" ? { text: spec } : spec;
    const sign = (button.request_location && "place") || (button.request_contact && "contact");
    return el("button", { type: "button", on: { click: () => this.#press(button) } },
      sign && icon(sign), el("span", {}, button.text));
  }

  #press(button) {
    const { phone, userId, chatId } = this.#chat;
    if (this.#markup().one_time_keyboard || isCramped()) this.#hidden = true;
    this.#changed();
    if (button.request_location) openPlaceSheet(this.#chat);
    else if (button.request_contact) openContactSheet(this.#chat);
    else if (isPlain(button)) phone.attempt(() => api.text(userId, chatId, button.text));
    else phone.toast(t("buttonUnknown"));
  }
}

function isPlain(button) {
  return !button.request_users && !button.request_chat && !button.request_poll && !button.web_app;
}
