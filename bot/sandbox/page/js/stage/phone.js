// One person's phone: the list of chats or an open chat, toasts and alerts over it.

import { el, fill } from "../parts/dom.js";
import { alertSheet } from "../parts/sheet.js";
import { personName, summary } from "../model/names.js";
import { Chat } from "../chat/chat.js";
import { isService, serviceText } from "../chat/service.js";
import { t } from "../words.js";
import { chatList } from "./chat_list.js";
import { Taps } from "./taps.js";

const TOAST_LASTS = 4000;

export class Phone {
  #screen = el("div", { class: "screen" });
  #toasts = el("div", { class: "toasts", role: "alert" });
  #news = el("p", { class: "sr-only", role: "status" });
  #gone = new AbortController();
  #chat = null;

  constructor(store, userId) {
    this.store = store;
    this.userId = userId;
    this.taps = new Taps(this);
    this.node = el("section", {
      class: "phone", "data-phone": userId, "aria-label": t("phoneOf", { who: this.name }),
    }, this.#screen, this.#toasts, this.#news);
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
    return this.#chat?.chatId ?? null;
  }

  /** @param {number|null} chatId null: the list of chats */
  open(chatId) {
    this.#chat = chatId === null ? null : new Chat(this, chatId);
    this.#draw();
  }

  /** Runs what talks to the server; a refusal becomes a toast. Answers whether it went well. */
  async attempt(act) {
    try {
      await act();
      return true;
    } catch (error) {
      this.toast(error.message);
      return false;
    }
  }

  toast(words) {
    const note = el("div", { class: "toast", "data-testid": "toast" }, words);
    this.#toasts.append(note);
    setTimeout(() => note.remove(), TOAST_LASTS);
  }

  alert(words) {
    alertSheet(this.node, words);
  }

  unreadOutside(chatId) {
    const others = this.store.chatsOf(this.userId).filter((one) => one !== chatId);
    return others.reduce((sum, one) => sum + this.store.conversation(this.userId, one).unread, 0);
  }

  dispose() {
    this.#gone.abort();
    this.node.remove();
  }

  #home() {
    const [own, ...groups] = this.store.chatsOf(this.userId);
    return groups[0] ?? own;
  }

  #draw() {
    fill(this.#screen, this.#chat ? this.#chat.node : chatList(this));
  }

  #update() {
    if (this.#chat) this.#chat.update();
    else this.#draw();
  }

  #worldChanged() {
    if (this.#chat && !this.store.chatsOf(this.userId).includes(this.openChat)) this.open(this.#successor());
    else this.#update();
  }

  /** Where to go when the open chat is gone: to what the group became, or to the list. */
  #successor() {
    const moved = this.#chat.conversation.messages.find((message) => message.migrate_to_chat_id);
    const next = moved?.migrate_to_chat_id;
    return this.store.chatsOf(this.userId).includes(next) ? next : null;
  }

  #conversationChanged({ chatId, userId }) {
    const mine = (userId ?? this.userId) === this.userId && this.store.chatsOf(this.userId).includes(chatId);
    if (mine) this.#update();
  }

  #arrived({ chatId, message }) {
    const mine = this.store.chatsOf(this.userId).includes(chatId);
    if (!mine || message.from?.id === this.userId) return;
    if (chatId !== this.openChat) this.store.conversation(this.userId, chatId).unread += 1;
    const words = isService(message) ? serviceText(message) : summary(message);
    this.#news.textContent = `${personName(message.from)}: ${words}`;
  }
}
