// All phones side by side, or one at a time with a switcher where the window is narrow.

import { el, fill } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { remember, remembered } from "../parts/settings.js";
import { colourOf, initial, personName } from "../model/names.js";
import { t } from "../words.js";
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
    remember("phones", Array.from(this.#phones.keys()));
    this.#switcher.setAttribute("aria-label", t("phones"));
    fill(this.#switcher, Array.from(this.#phones.keys(), (id) => this.#tab(id)), this.#addTab());
    for (const [userId, phone] of this.#phones) {
      const slot = phone.node.parentElement ?? this.#slot(userId, phone);
      slot.classList.toggle("current", userId === this.#current);
      this.#row.append(slot);
    }
    for (const slot of Array.from(this.#row.children)) {
      if (!slot.querySelector(".phone")) slot.remove();
    }
    this.node.classList.toggle("empty", this.#phones.size === 0);
  }

  #slot(userId, phone) {
    const away = el("button", {
      class: "icon-button", type: "button", "aria-label": t("putAway", { who: phone.name }), title: t("putAway", { who: phone.name }),
      on: { click: () => this.#putAway(userId) },
    }, icon("close"));
    return el("div", { class: "slot" },
      el("div", { class: "caption" }, el("strong", {}, phone.name), el("span", {}, this.#role(userId)), away),
      phone.node);
  }

  #role(userId) {
    const titles = this.#store.chatsOf(userId).slice(1).map((id) => this.#store.chats.get(id).chat.title);
    return titles.length > 0 ? titles.join("、") : t("resident");
  }

  #tab(userId) {
    const name = personName(this.#store.users.get(userId));
    return el("button", {
      type: "button", "data-switch": userId, "aria-current": userId === this.#current ? "true" : null,
      on: { click: () => this.show(userId) },
    }, el("span", { class: `avatar small ${colourOf(userId)}`, "aria-hidden": "true" }, initial(name)), el("span", {}, name));
  }

  #addTab() {
    return el("button", { class: "add", type: "button", "aria-label": t("addPhone"), on: { click: () => this.addPhone() } },
      icon("plus"));
  }
}
