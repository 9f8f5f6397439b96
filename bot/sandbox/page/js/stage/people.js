// Everybody there is: who has unread messages, whose phone is out, and taking one out by a click.

import { el, reconcile } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { colourOf, initial, personName } from "../model/names.js";
import { language, t } from "../words.js";

export class People {
  #store;
  #stage;
  node = el("nav", { class: "people-rail" });

  constructor(store, stage) {
    this.#store = store;
    this.#stage = stage;
  }

  /** @param {Messengers|null} messengers null while they are still looked for */
  draw(messengers) {
    this.node.setAttribute("aria-label", t("people"));
    const items = Array.from(this.#store.users.keys(), (userId) => this.#item(userId));
    const others = messengers?.keys.map((key) => this.#messengerItem(messengers, key)) ?? [];
    reconcile(this.node, [...items, ...others, { key: "add", parts: [language()], draw: () => this.#add() }]);
  }

  #item(userId) {
    const name = personName(this.#store.users.get(userId));
    const role = roleOf(this.#store, userId);
    const out = this.#stage.isOut(userId);
    const current = this.#stage.isCurrent(userId);
    const unread = this.#store.unread(userId);
    const draw = () => this.#entry(userId, { name, role, out, current, unread });
    return { key: String(userId), parts: [name, role, out, current, unread], draw };
  }

  #entry(userId, { name, role, out, current, unread }) {
    return el("button", {
      class: out ? "out" : null, type: "button", title: name, "data-switch": userId,
      "aria-label": unread > 0 ? `${name}, ${t("unread", { count: unread })}` : name,
      "aria-current": current ? "true" : null, on: { click: () => this.#stage.show(userId) },
    }, el("span", { class: `avatar small ${colourOf(userId)}`, "aria-hidden": "true" }, initial(name)),
    el("span", { class: "lines" }, el("span", { class: "name" }, name), el("small", {}, role)),
    unread > 0 && el("span", { class: "badge" }, unread));
  }

  #messengerItem(messengers, key) {
    const shown = messengers.isShown(key);
    const people = messengers.row(key).people.join(t("listComma"));
    const click = () => messengers.show(key, !shown);
    return { key, parts: [shown, people, language()], draw: () => el("button", {
      class: shown ? "out" : null, type: "button", title: t(key), "aria-pressed": String(shown), "data-testid": key, on: { click },
    }, el("span", { class: `avatar small ${key}-mark`, "aria-hidden": "true" }, icon("people")),
    el("span", { class: "lines" }, el("span", { class: "name" }, t(key)), el("small", {}, people))) };
  }

  #add() {
    return el("button", {
      class: "add", type: "button", "data-testid": "add-phone", "aria-label": t("addPhone"),
      on: { click: () => this.#stage.addPhone() },
    }, icon("plus"), el("span", { class: "name" }, t("addPhone")));
  }
}

/** The groups somebody is in, or that they live here. */
export function roleOf(store, userId) {
  const titles = store.chatsOf(userId).slice(1).map((id) => store.chats.get(id).chat.title);
  return titles.length > 0 ? titles.join(t("listComma")) : t("livesHere");
}
