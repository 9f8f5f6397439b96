// One member's WeCom: the list of chats, or an open chat.

import { el, fill } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { whenInList } from "../parts/time.js";
import { Toasts } from "../parts/toasts.js";
import { t } from "../words.js";
import * as api from "./api.js";
import { WeComChat } from "./chat.js";
import { openPage } from "./browser.js";

export class WeComPhone {
  #view = null;
  #latestRead = 0;
  #open = null;
  #isHome = false;
  #toasts = new Toasts();
  #screen = el("div", { class: "screen" });
  #tell;
  #take;

  /** @param {string} robot its name @param {(what: "drawn"|"did", detail?: object) => void} tell see
   *  WeComPhones @param {() => void} take hands the phone over to this member */
  constructor({ userid, name }, robot, { tell, take }) {
    this.userid = userid;
    this.robot = robot;
    this.#tell = tell;
    this.#take = take;
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

  /** In the messenger's own browser, over the chat. */
  openPage(url, label) {
    openPage(this.node, url);
    this.#did({ pressed: label });
  }

  /** Readies a tour's step: hands the phone over, opens the chat, fills in what is to be said. */
  async prepare({ in: title, says }) {
    this.#take();
    await this.read();
    const { id } = this.#view.chats.find((chat) => chat.name === title);
    if (this.#open?.id !== id) this.open(id);
    if (says) this.#open.fillIn(says);
    this.#tell("drawn");
  }

  /** What that step presses, null where it is not there, or is not asked for (`to`) yet. */
  target({ taps, to }) {
    if (to && !this.#screen.textContent.includes(to)) return null;
    if (!taps) return this.#open?.send ?? null;
    return Array.from(this.node.querySelectorAll(".wc-press, .wc-words a")).findLast((one) => one.textContent.includes(taps)) ?? null;
  }

  /** A refusal becomes a toast. Answers whether it went well; then `what` was said or pressed. */
  async attempt(act, what = null) {
    const chat = this.#chat;
    const done = await this.#toasts.attempt(act);
    if (done && what) this.#did(what, chat);
    return done;
  }

  /** The open one, as it was read last. */
  get #chat() {
    return this.#view.chats.find(({ id }) => id === this.#open?.id);
  }

  #did(what, chat = this.#chat) {
    this.#tell("did", { ...what, chat: chat.name });
  }

  #draw() {
    if (this.#open) this.#open.update(this.#chat);
    else fill(this.#screen, this.#list());
    this.#tell("drawn");
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
