// All phones side by side, or one at a time with a switcher where the window is narrow.

import { el, reconcile } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { remember, remembered } from "../parts/settings.js";
import { colourOf, initial } from "../model/names.js";
import { language, t } from "../words.js";
import { openAddPhone } from "./add_phone.js";
import { Phone } from "./phone.js";

const SHOWN_AT_FIRST = 3;

export class Stage {
  #store;
  #phones = new Map();
  #current = null;
  #switcher = el("nav", { class: "switcher" });
  #row = el("div", { class: "phones" });

  constructor(store) {
    this.#store = store;
    this.node = el("main", { class: "stage" }, this.#switcher, this.#row);
    store.addEventListener("world", () => this.#tidy());
    store.addEventListener("conversation", () => this.#drawTabs());
    const known = remembered("phones", []).filter((id) => store.users.has(id));
    const first = known.length > 0 ? known : Array.from(store.users.keys()).slice(0, SHOWN_AT_FIRST);
    for (const id of first) this.#take(id);
    this.#current = first[0] ?? null;
    this.#draw();
  }

  addPhone() {
    openAddPhone(this.#store, new Set(this.#phones.keys()), (userId) => this.show(userId));
  }

  show(userId) {
    if (!this.#phones.has(userId)) this.#take(userId);
    this.#current = userId;
    this.#draw();
    this.#phones.get(userId).node.scrollIntoView({ inline: "nearest", block: "nearest" });
  }

  /** Draws every phone anew, in the language chosen now, each where it was. */
  redraw() {
    for (const [userId, phone] of this.#phones) {
      const { openChat } = phone;
      phone.dispose();
      this.#take(userId).open(openChat);
    }
    this.#draw();
  }

  #take(userId) {
    const phone = new Phone(this.#store, userId);
    this.#phones.set(userId, phone);
    return phone;
  }

  #putAway(userId) {
    this.#phones.get(userId).dispose();
    this.#phones.delete(userId);
    if (this.#current === userId) this.#current = this.#phones.keys().next().value ?? null;
    this.#draw();
  }

  #tidy() {
    for (const userId of this.#phones.keys()) if (!this.#store.users.has(userId)) this.#putAway(userId);
    this.#draw();
  }

  #draw() {
    const out = Array.from(this.#phones.keys());
    remember("phones", out);
    reconcile(this.#row, out.map((userId) => this.#slotItem(userId)));
    for (const slot of this.#row.children) {
      slot.classList.toggle("current", slot.dataset.slot === String(this.#current));
    }
    for (const phone of this.#phones.values()) phone.update();
    this.#drawTabs();
  }

  #drawTabs() {
    this.#switcher.setAttribute("aria-label", t("phones"));
    const tabs = Array.from(this.#phones, ([userId, phone]) => this.#tabItem(userId, phone));
    const add = { key: "add", parts: [language()], draw: () => this.#addTab() };
    reconcile(this.#switcher, [...tabs, add]);
  }

  #slotItem(userId) {
    const phone = this.#phones.get(userId);
    const role = this.#role(userId);
    return { key: String(userId), parts: [phone, phone.name, role], draw: () => this.#slot(userId, phone, role) };
  }

  #slot(userId, phone, role) {
    const putAway = t("putAway", { who: phone.name });
    const away = el("button", {
      class: "icon-button", type: "button", "aria-label": putAway, title: putAway, on: { click: () => this.#putAway(userId) },
    }, icon("close"));
    return el("div", { class: "slot", "data-slot": userId },
      el("div", { class: "caption" }, el("strong", {}, phone.name), el("span", {}, role), away),
      phone.node);
  }

  #role(userId) {
    const titles = this.#store.chatsOf(userId).slice(1).map((id) => this.#store.chats.get(id).chat.title);
    return titles.length > 0 ? titles.join("、") : t("resident");
  }

  #tabItem(userId, phone) {
    const current = userId === this.#current;
    const unread = current ? 0 : phone.unread();
    const draw = () => this.#tab(userId, phone.name, current, unread);
    return { key: String(userId), parts: [phone.name, current, unread], draw };
  }

  #tab(userId, name, current, unread) {
    return el("button", {
      type: "button", "data-switch": userId, "aria-current": current ? "true" : null, on: { click: () => this.show(userId) },
    }, el("span", { class: `avatar small ${colourOf(userId)}`, "aria-hidden": "true" }, initial(name)),
    el("span", { class: "name" }, name),
    unread > 0 && el("span", { class: "badge", "aria-label": t("unread", { count: unread }) }, unread));
  }

  #addTab() {
    return el("button", { class: "add", type: "button", "aria-label": t("addPhone"), on: { click: () => this.addPhone() } },
      icon("plus"));
  }
}
