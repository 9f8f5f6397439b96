// WeChat's phones, side by side after those of Telegram. They are read anew when a frame says so.

import { el, reconcile } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { remember, remembered } from "../parts/settings.js";
import { field, form, openWindow } from "../parts/window.js";
import { Live } from "../model/live.js";
import { language, t } from "../words.js";
import * as api from "./api.js";
import { WeChatPhone } from "./phone.js";

export class WeChatPhones {
  #stage;
  #world;
  #phones = new Map();
  #row = el("div", { class: "phones wechat-phones" });
  #live = new Live("/sandbox/wechat/events");

  /** The phones, put on the stage; null where the sandbox has no WeChat. */
  static async find(stage) {
    const world = await api.world();
    return world && new WeChatPhones(stage, world);
  }

  constructor(stage, world) {
    this.#stage = stage;
    this.#world = world;
    stage.node.append(this.#row);
    this.#live.addEventListener("frame", ({ detail }) => this.#changed(detail.openid));
    this.#live.addEventListener("state", ({ detail }) => detail === "online" && this.#readAll());
    this.#live.connect();
    this.show(remembered("wechat", matchMedia("(min-width: 761px)").matches));
    this.#draw();
  }

  isShown = false;

  show(shown) {
    this.isShown = shown;
    remember("wechat", shown);
    this.#stage.node.classList.toggle("with-wechat", shown);
  }

  /** For another language. */
  redraw() {
    this.#phones.clear();
    this.#draw();
    for (const phone of this.#phones.values()) phone.read();
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
    const people = this.#world.people.map((person) => this.#item(person));
    reconcile(this.#row, [...people, { key: "add", parts: [language()], draw: () => this.#add() }]);
  }

  #item({ openid, name }) {
    if (!this.#phones.has(openid)) this.#phones.set(openid, new WeChatPhone(openid, name, this.#world.account));
    const phone = this.#phones.get(openid);
    return { key: openid, parts: [phone], draw: () => this.#slot(name, phone) };
  }

  #slot(name, phone) {
    return el("div", { class: "slot current" },
      el("div", { class: "caption" }, el("strong", {}, name), el("span", {}, t("wechat"))), phone.node);
  }

  #add() {
    return el("button", {
      class: "icon-button add-wechat", type: "button", "aria-label": t("addWechat"), title: t("addWechat"),
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
