// WeChat's phones, side by side. They are read anew when a frame says so.

import { el, reconcile } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { field, form, openWindow } from "../parts/window.js";
import { Live } from "../model/live.js";
import { language, t } from "../words.js";
import * as api from "./api.js";
import { WeChatPhone } from "./phone.js";

/** Dispatches "drawn", and "did" (detail: {who}) when something was said or pressed. */
export class WeChatPhones extends EventTarget {
  key = "wechat";
  node = el("div", { class: "phones messenger" });
  #world;
  #phones = new Map();
  #live = new Live("/sandbox/wechat/events");

  /** null where the sandbox has no WeChat. */
  static async find() {
    const world = await api.world();
    return world && new WeChatPhones(world);
  }

  constructor(world) {
    super();
    this.#world = world;
    this.#live.addEventListener("frame", ({ detail }) => this.#changed(detail.openid));
    this.#live.addEventListener("state", ({ detail }) => detail === "online" && this.#readAll());
    this.#live.connect();
    this.#draw();
  }

  /** Their names. */
  get people() {
    return this.#world.people.map(({ name }) => name);
  }

  /** For another language. */
  redraw() {
    this.#phones.clear();
    this.#draw();
    for (const phone of this.#phones.values()) phone.read();
  }

  /** The phone of the first who is called so, undefined where nobody is. */
  phoneOf(name) {
    return this.#phones.get(this.#world.people.find((person) => person.name === name)?.openid);
  }

  #changed(openid) {
    if (openid === "") this.#readAll();
    else this.#phones.get(openid)?.read();
  }

  async #readAll() {
    this.#world = (await api.world()) ?? this.#world;
    this.#draw();
    await Promise.all(Array.from(this.#phones.values(), (phone) => phone.read()));
  }

  #draw() {
    const { people } = this.#world;
    reconcile(this.node, people.map((person) => this.#item(person, person === people.at(-1))));
  }

  #item({ openid, name }, isLast) {
    if (!this.#phones.has(openid)) this.#phones.set(openid, this.#made(openid, name));
    const phone = this.#phones.get(openid);
    return { key: openid, parts: [phone, isLast, language()], draw: () => this.#slot(name, phone, isLast) };
  }

  #made(openid, name) {
    const tell = (what, detail) => this.dispatchEvent(new CustomEvent(what, { detail: { who: name, ...detail } }));
    return new WeChatPhone(openid, name, this.#world.account, tell);
  }

  #slot(name, phone, isLast) {
    return el("div", { class: "slot" },
      el("div", { class: "caption" }, el("strong", {}, name), el("span", {}, t("wechat")), isLast && this.#add()), phone.node);
  }

  #add() {
    return el("button", {
      class: "icon-button", type: "button", "aria-label": t("addWechat"), title: t("addWechat"),
      "data-testid": "add-wechat", on: { click: () => this.#openAdd() },
    }, icon("plus"));
  }

  #openAdd() {
    openWindow({ title: t("addWechat"), testid: "add-wechat-window" }, (close) => {
      const name = el("input", {
        required: true, maxlength: "64", value: t("newName", { number: this.#world.people.length + 1 }),
      });
      const add = async () => {
        await api.add(name.value.trim());
        close();
      };
      return [form([field(t("name"), name)], t("takeOut"), add)];
    });
  }
}
