// Phones side by side, or one at a time where the window is narrow, beside everybody there is.

import { whenCrampedChanges } from "../parts/cramped.js";
import { el, reconcile } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { remember, remembered } from "../parts/settings.js";
import { t } from "../words.js";
import { openAddPhone } from "./add_phone.js";
import { People, roleOf } from "./people.js";
import { Phone } from "./phone.js";

const ROOM_FOR = 3;

export class Stage {
  #store;
  #phones = new Map();
  #current = null;
  #people;
  #messengers = null;
  #row = el("div", { class: "phones" });

  /** @param {number} others how many phones of other messengers stand beside Telegram's */
  constructor(store, others) {
    this.#store = store;
    this.#people = new People(store, this);
    this.node = el("main", { class: "stage" }, this.#people.node, this.#row);
    store.addEventListener("world", () => this.#tidy());
    whenCrampedChanges(() => this.redraw());
    store.addEventListener("conversation", () => this.#people.draw(this.#messengers));
    const known = remembered("phones", []).filter((id) => store.users.has(id));
    const first = known.length > 0 ? known : Array.from(store.users.keys()).slice(0, ROOM_FOR - others);
    for (const id of first) this.#take(id);
    this.#current = first[0] ?? null;
    this.#draw();
  }

  /** Further messengers, beside whose phones these stand. */
  stand(messengers) {
    this.#messengers = messengers;
    messengers.addEventListener("change", () => this.#people.draw(messengers));
  }

  /** Somebody's phone, or undefined where it is not out. */
  phone(userId) {
    return this.#phones.get(userId);
  }

  isOut(userId) {
    return this.#phones.has(userId);
  }

  isCurrent(userId) {
    return this.#current === userId;
  }

  addPhone() {
    openAddPhone(this.#store, (userId) => this.show(userId));
  }

  show(userId) {
    if (!this.isOut(userId)) this.#take(userId);
    this.#current = userId;
    this.#messengers.toFront(null);
    this.#draw();
    this.phone(userId).node.scrollIntoView({ inline: "nearest", block: "nearest" });
    this.#people.node.querySelector("[aria-current]").scrollIntoView({ inline: "nearest", block: "nearest" });
  }

  /** These phones, in this order, and no others. */
  showOnly(userIds) {
    for (const userId of this.#phones.keys()) if (!userIds.includes(userId)) this.#drop(userId);
    const kept = new Map(this.#phones);
    this.#phones.clear();
    for (const userId of userIds) this.#phones.set(userId, kept.get(userId) ?? new Phone(this.#store, userId));
    this.#current = userIds[0];
    this.#draw();
  }

  focusWriting() {
    this.phone(this.#current)?.focusWriting();
  }

  /** Draws every phone from scratch, for the language and the window as they are, each where it was. */
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
    this.#drop(userId);
    this.#draw();
  }

  #drop(userId) {
    this.#phones.get(userId).dispose();
    this.#phones.delete(userId);
    if (this.#current === userId) this.#current = this.#phones.keys().next().value ?? null;
  }

  #tidy() {
    for (const userId of this.#phones.keys()) if (!this.#store.users.has(userId)) this.#drop(userId);
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
    this.#people.draw(this.#messengers);
  }

  #slotItem(userId) {
    const phone = this.#phones.get(userId);
    const role = roleOf(this.#store, userId);
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
}
