// One open chat: header, messages, and whatever stands at the bottom.

import { el, fill, refill } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import * as api from "../model/api.js";
import { chatTitle, colourOf, initial } from "../model/names.js";
import { t } from "../words.js";
import { Composer } from "../compose/composer.js";
import { lastPinned, pinnedBar } from "./pinned.js";
import { openChatMenu } from "./chat_menu.js";
import { blockedPanel, startPanel } from "./start_panel.js";
import { Timeline } from "./timeline.js";

export class Chat {
  #header = el("header", { class: "chat-header" });
  #pinned = el("div", { class: "pinned-place" });
  #bottom = el("div", { class: "bottom" });
  #stands = null;

  constructor(phone, chatId) {
    this.phone = phone;
    this.store = phone.store;
    this.userId = phone.userId;
    this.chatId = chatId;
    this.isGroup = this.store.isGroup(chatId);
    this.conversation = this.store.conversation(this.userId, chatId);
    this.act = {
      botName: this.store.bot.username,
      command: (words) => phone.attempt(() => api.text(this.userId, chatId, words)),
      start: (payload) => phone.start(payload),
    };
    this.timeline = new Timeline(this);
    this.composer = new Composer(this);
    this.node = el("div", { class: "chat", "data-open-chat": chatId },
      this.#header, this.#pinned, this.timeline.node, this.#bottom);
  }

  get commands() {
    return this.conversation.commands;
  }

  update() {
    if (this.phone.isSeen()) this.conversation.markRead();
    this.#headerUpdate();
    const pinned = lastPinned(this.conversation);
    refill(this.#pinned, [pinned], () => pinnedBar(this, pinned));
    this.timeline.update();
    this.#bottomUpdate();
  }

  jumpTo(messageId) {
    this.timeline.jumpTo(messageId);
  }

  replyTo(message) {
    Object.assign(this.conversation, { replyTo: message, editing: null });
    this.composer.update();
    this.composer.focus();
  }

  startEditing(message) {
    Object.assign(this.conversation, { editing: message, replyTo: null });
    this.composer.fillIn(message.text);
  }

  #bottomUpdate() {
    const { started, blocked, loaded } = this.conversation;
    const stands = (!loaded && "nothing") || (blocked && "blocked") || (!started && "start") || "composer";
    if (stands !== this.#stands) {
      this.#stands = stands;
      this.node.dataset.stands = stands;
      fill(this.#bottom, this.#panel(stands));
    }
    this.composer.update();
  }

  #panel(stands) {
    if (stands === "blocked") return blockedPanel(this);
    if (stands === "start") return startPanel(this);
    return stands === "composer" ? this.composer.node : null;
  }

  #headerUpdate() {
    const title = chatTitle(this.store, this.chatId);
    const elsewhere = this.store.unread(this.userId, this.chatId);
    const { typing } = this.conversation;
    const count = this.store.membersOf(this.chatId).length;
    refill(this.#header, [title, elsewhere, typing, count], () => this.#headerParts(title, elsewhere));
  }

  #headerParts(title, elsewhere) {
    return [
      el("button", {
        class: "icon-button back", type: "button", "aria-label": t("back"), "data-testid": "back",
        on: { click: () => this.phone.open(null) },
      }, icon("back"), elsewhere > 0 && el("span", { class: "badge" }, elsewhere)),
      el("span", { class: `avatar ${this.isGroup ? colourOf(this.chatId) : "robot"}`, "aria-hidden": "true" },
        this.isGroup ? initial(title) : icon("robot")),
      el("div", { class: "lines" }, el("h2", {}, title), this.#subtitle()),
      el("button", {
        class: "icon-button", type: "button", "aria-label": t("chatMenu"), "aria-haspopup": "menu",
        "data-testid": "chat-menu", on: { click: (event) => openChatMenu(event.currentTarget, this) },
      }, icon("more")),
    ];
  }

  #subtitle() {
    if (this.conversation.typing) return el("small", { class: "typing" }, t("typing"), el("i"), el("i"), el("i"));
    if (!this.isGroup) return el("small", {}, t("bot"));
    return el("small", {}, t("membersCount", { count: this.store.membersOf(this.chatId).length }));
  }
}
