// One person's phone: the list of chats or an open chat, toasts and alerts over it.

import { el, fill } from "../parts/dom.js";
import { alertSheet } from "../parts/sheet.js";
import { Toasts } from "../parts/toasts.js";
import { personName, summary } from "../model/names.js";
import * as api from "../model/api.js";
import { Chat } from "../chat/chat.js";
import { linkTarget } from "../chat/links.js";
import { isService, serviceText } from "../chat/service.js";
import { t } from "../words.js";
import { ChatList } from "./chat_list.js";
import { Taps } from "./taps.js";

export class Phone {
  #screen = el("div", { class: "screen" });
  #toasts = new Toasts();
  #news = el("p", { class: "sr-only", role: "status" });
  #gone = new AbortController();
  #view = null;

  constructor(store, userId) {
    this.store = store;
    this.userId = userId;
    this.taps = new Taps(this);
    this.node = el("section", {
      class: "phone", "data-phone": userId, "aria-label": t("phoneOf", { who: this.name }),
    }, this.#skipLink(), this.#screen, this.#toasts.node, this.#news);
    const { signal } = this.#gone;
    const on = (name, act) => store.addEventListener(name, ({ detail }) => act(detail), { signal });
    on("world", () => this.#worldChanged());
    on("conversation", (detail) => this.#conversationChanged(detail));
    on("arrived", (detail) => this.#arrived(detail));
    on("toast", (frame) => frame.user_id === userId && this.taps.answer(frame));
    for (const chatId of store.chatsOf(userId)) store.conversation(userId, chatId);
    this.open(this.#home());
  }

  get name() {
    return personName(this.store.users.get(this.userId));
  }

  get openChat() {
    return this.#view?.chatId ?? null;
  }

  /** @param {number|null} chatId null: the list of chats */
  open(chatId) {
    this.#view = chatId === null ? new ChatList(this) : new Chat(this, chatId);
    fill(this.#screen, this.#view.node);
    this.update();
  }

  update() {
    this.#view.update();
  }

  /** False where another phone is in front (narrow windows show one at a time). */
  isSeen() {
    return this.node.offsetParent !== null;
  }

  /** To where something can be written, or to the first thing that can be pressed. */
  focusWriting() {
    const places = ["[data-testid=composer]", "[data-testid=start]", "[data-testid=unblock]", ".chat-entry"];
    places.map((place) => this.#screen.querySelector(place)).find(Boolean)?.focus();
  }

  /** In the open chat; as a reply to the bot's latest message that contains `to`, if given. */
  fillIn(words, to) {
    const { conversation, composer } = this.#view;
    const asked = to && conversation.messages.findLast(({ from, text }) =>
      from?.id === this.store.bot.id && text?.includes(to));
    if (asked) conversation.replyTo = asked;
    composer.fillIn(words);
  }

  /** Presses Start, with a deep link's payload if there is one, and shows the bot's chat. */
  start(payload) {
    return this.attempt(async () => {
      await api.start(this.userId, payload);
      this.open(this.userId);
    });
  }

  /** A tap may be answered with a deep link to the bot itself; the Bot API allows no other. */
  followLink(address) {
    const { start } = linkTarget(address, this.store.bot.username);
    if (start !== undefined) this.start(start);
  }

  /** See Toasts. */
  attempt(act) {
    return this.#toasts.attempt(act);
  }

  toast(words) {
    this.#toasts.show(words);
  }

  alert(words) {
    alertSheet(this.node, words);
  }

  dispose() {
    this.#gone.abort();
    this.node.remove();
  }

  /** Past the messages, of which each has buttons of its own. */
  #skipLink() {
    return el("button", {
      class: "skip", type: "button", "data-testid": "skip", on: { click: () => this.focusWriting() },
    }, t("skip"));
  }

  #home() {
    const [own, ...groups] = this.store.chatsOf(this.userId);
    return groups[0] ?? own;
  }

  #worldChanged() {
    const gone = this.openChat !== null && !this.store.chatsOf(this.userId).includes(this.openChat);
    if (gone) this.open(this.#successor());
    else this.update();
  }

  /** Where to go when the open chat is gone: to what the group became, or to the list. */
  #successor() {
    const moved = this.#view.conversation.messages.find((message) => message.migrate_to_chat_id);
    const next = moved?.migrate_to_chat_id;
    return this.store.chatsOf(this.userId).includes(next) ? next : null;
  }

  #conversationChanged({ chatId, userId }) {
    const mine = (userId ?? this.userId) === this.userId && this.store.chatsOf(this.userId).includes(chatId);
    if (mine) this.update();
  }

  #arrived({ chatId, message }) {
    const mine = this.store.chatsOf(this.userId).includes(chatId);
    if (!mine || message.from?.id === this.userId) return;
    const words = isService(message) ? serviceText(message) : summary(message);
    this.#news.textContent = `${personName(message.from)}: ${words}`;
  }
}
