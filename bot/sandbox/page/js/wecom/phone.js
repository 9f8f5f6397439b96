// One member's WeCom: the list of chats, or an open chat.

import { el, fill } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { whenInList } from "../parts/time.js";
import { Toasts } from "../parts/toasts.js";
import { t } from "../words.js";
import * as api from "./api.js";
import { WeComChat } from "./chat.js";

export class WeComPhone {
  #view = null;
  #latestRead = 0;
  #open = null;
  #isHome = false;
  #toasts = new Toasts();
  #screen = el("div", { class: "screen" });
  #did;

  /** @param {string} robot its name @param {(words: string, chat: string) => void} did told of what is
   *  said or pressed, and in which chat */
  constructor({ userid, name }, robot, did) {
    this.userid = userid;
    this.robot = robot;
    this.#did = did;
    this.node = el("section", {
      class: "phone wecom", "data-wecom": name, "aria-label": t("wecomPhoneOf", { who: name }),
    }, this.#screen, this.#toasts.node);
  }

  /** Reads the phone again and draws what differs. An older answer never overtakes a newer one. */
  async read() {
    const turn = ++this.#latestRead;
    const view = await api.read(this.userid).catch(() => null);
    if (view === null || turn !== this.#latestRead) return;
    this.#view = view;
    if (!this.#open && !this.#isHome) this.open(view.chats[0].id);
    else this.#draw();
  }

  /** @param {string|null} chatId null: the list of chats */
  open(chatId) {
    const view = this.#view.chats.find(({ id }) => id === chatId);
    this.#isHome = !view;
    this.#open = view ? new WeComChat(this, view) : null;
    if (view) fill(this.#screen, this.#open.node);
    if (view && !view.group) this.attempt(() => api.open(this.userid, chatId));
    this.#draw();
    this.#open?.toEnd();
  }

  /** The chat of this name, opened where another is. */
  async chatCalled(name) {
    if (!this.#view) await this.read();
    const found = this.#view.chats.find((chat) => chat.name === name);
    if (this.#open?.id !== found.id) this.open(found.id);
    return this.#open;
  }

  /** A refusal becomes a toast. Answers whether it went well; then `words` were said or pressed. */
  async attempt(act, words = null) {
    const chat = this.#view.chats.find(({ id }) => id === this.#open?.id);
    const done = await this.#toasts.attempt(act);
    if (done && words !== null) this.#did(words, chat.name);
    return done;
  }

  #draw() {
    if (this.#open) this.#open.update(this.#view.chats.find(({ id }) => id === this.#open.id));
    else fill(this.#screen, this.#list());
  }

  #list() {
    return el("div", { class: "wc-chat" },
      el("header", { class: "chat-header wc-header" }, el("div", { class: "lines wc-home" }, el("h2", {}, t("messages")))),
      el("div", { class: "wc-list" }, this.#view.chats.map((chat) => this.#entry(chat))));
  }

  #entry({ id, name, group, posts }) {
    const last = posts.at(-1);
    return el("button", { class: "wc-entry-button", type: "button", on: { click: () => this.open(id) } },
      el("span", { class: group ? "wc-avatar" : "wc-avatar robot", "aria-hidden": "true" }, icon(group ? "people" : "robot")),
      el("span", { class: "lines" }, el("span", { class: "name" }, name),
        el("small", {}, last ? summary(last, group) : t("nothingYet"))),
      last && el("small", {}, whenInList(last.at)));
  }
}

function summary({ sender, text, files }, group) {
  const words = text.split("\n")[0] || t(files[0]?.kind === "image" ? "photo" : "document");
  return group ? `${sender}: ${words}` : words;
}
