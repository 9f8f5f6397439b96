// The bot's command menu: all of it by the button, narrowed while "/…" is typed.

import { el, refill } from "../parts/dom.js";
import * as api from "../model/api.js";
import { t } from "../words.js";

export class CommandList {
  #chat;
  #fillIn;
  #open = false;
  #typed = "";
  node = el("div", { class: "command-list", "data-testid": "command-list", hidden: true });

  constructor(chat, fillIn) {
    this.#chat = chat;
    this.#fillIn = fillIn;
    this.node.setAttribute("role", "group");
    this.node.setAttribute("aria-label", t("commands"));
  }

  isEmpty() {
    return this.#chat.commands.length === 0;
  }

  toggle() {
    this.#open = !this.#open;
    this.update(this.#typed);
  }

  update(typed) {
    this.#typed = typed;
    const matches = this.#matches();
    this.node.hidden = matches.length === 0;
    refill(this.node, matches, () => matches.map((command) => this.#entry(command)));
  }

  /** The command that Tab would complete, or null. */
  completion() {
    const [first] = this.#typed.startsWith("/") ? this.#matches() : [];
    return first ? `/${first.command}` : null;
  }

  #matches() {
    const commands = this.#chat.commands;
    if (this.#typed.startsWith("/")) {
      return commands.filter(({ command }) => `/${command}`.startsWith(this.#typed));
    }
    return this.#open && !this.#typed ? commands : [];
  }

  #entry({ command, description }) {
    const { userId, chatId, isGroup, act, phone } = this.#chat;
    const run = () => {
      this.#open = false;
      this.#fillIn("");
      const addressed = isGroup ? `/${command}@${act.botName}` : `/${command}`;
      phone.attempt(() => api.text(userId, chatId, addressed));
    };
    return el("button", { type: "button", on: { click: run } },
      el("strong", {}, `/${command}`), el("span", {}, description));
  }
}
