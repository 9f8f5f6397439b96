// Inline buttons waiting for the bot's answer.

import * as api from "../model/api.js";
import { t } from "../words.js";

const PATIENCE = 15000;

export class Taps {
  #phone;
  #waiting = new Map();
  #answered = new Set();

  constructor(phone) {
    this.#phone = phone;
  }

  async press(button, chatId, messageId, data) {
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    this.#phone.store.noteTap(this.#phone.userId, chatId, button.textContent);
    try {
      const { callback_query_id: id } = await api.tap(this.#phone.userId, chatId, messageId, data);
      if (this.#answered.delete(id)) rest(button);
      else this.#wait(id, button);
    } catch (error) {
      rest(button);
      this.#phone.toast(error.message);
    }
  }

  /** The bot's answer can come before the tap's own response, so it may find nobody waiting yet. */
  answer(frame) {
    const id = frame.callback_query_id;
    const waiting = this.#waiting.get(id);
    if (waiting) this.#release(id, waiting);
    else this.#answered.add(id);
    if (frame.url) this.#phone.followLink(frame.url);
    if (frame.text && frame.alert) this.#phone.alert(frame.text);
    else if (frame.text) this.#phone.toast(frame.text);
  }

  #wait(id, button) {
    const timer = setTimeout(() => {
      rest(button);
      this.#waiting.delete(id);
      this.#phone.toast(t("noAnswer"));
    }, PATIENCE);
    this.#waiting.set(id, { button, timer });
  }

  #release(id, { button, timer }) {
    clearTimeout(timer);
    rest(button);
    this.#waiting.delete(id);
  }
}

function rest(button) {
  button.removeAttribute("aria-busy");
}
