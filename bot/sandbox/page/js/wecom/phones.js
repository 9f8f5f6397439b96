// WeCom on the page: one phone at a time, handed from member to member. It is read again when a
// frame says so.

import { el, fill } from "../parts/dom.js";
import { remember, remembered } from "../parts/settings.js";
import { Live } from "../model/live.js";
import { t } from "../words.js";
import * as api from "./api.js";
import { WeComPhone } from "./phone.js";

/** Dispatches "drawn", and "did" (detail: {who, chat, pressed?}) when something was said, or a button pressed. */
export class WeComPhones extends EventTarget {
  key = "wecom";
  node = el("div", { class: "phones messenger" });
  #world;
  #phones = new Map();
  #current;
  #live = new Live("/sandbox/wecom/events");

  /** null where the sandbox has no WeCom, or nobody in it. */
  static async find() {
    const world = await api.world();
    return world?.people.length > 0 ? new WeComPhones(world) : null;
  }

  constructor(world) {
    super();
    this.#world = world;
    const known = world.people.some(({ userid }) => userid === remembered("wecomPhone", null));
    this.#current = known ? remembered("wecomPhone", null) : world.people[0].userid;
    this.#live.addEventListener("frame", ({ detail }) => detail.userids.includes(this.#current) && this.#phone().read());
    this.#live.addEventListener("state", ({ detail }) => detail === "online" && this.#phone().read());
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
    this.#phone().read();
  }

  /** The phone of the member who is called so, undefined where nobody is. */
  phoneOf(name) {
    const person = this.#world.people.find((each) => each.name === name);
    return person && this.#phone(person.userid);
  }

  #handTo(userid) {
    if (userid === this.#current) return;
    this.#current = userid;
    remember("wecomPhone", userid);
    this.#draw();
    this.#phone().read();
  }

  #phone(userid = this.#current) {
    if (!this.#phones.has(userid)) this.#phones.set(userid, this.#made(userid));
    return this.#phones.get(userid);
  }

  #made(userid) {
    const person = this.#world.people.find((each) => each.userid === userid);
    const tell = (what, detail) => this.dispatchEvent(new CustomEvent(what, { detail: { who: person.name, ...detail } }));
    return new WeComPhone(person, this.#world.robot, { tell, take: () => this.#handTo(userid) });
  }

  #draw() {
    fill(this.node, el("div", { class: "slot" },
      el("div", { class: "caption" }, el("span", { class: "wc-people" }, this.#world.people.map((each) => this.#tab(each))),
        el("span", {}, t("wecom"))),
      this.#phone().node));
  }

  #tab({ userid, name }) {
    return el("button", {
      type: "button", "data-wecom-switch": name, "aria-pressed": String(userid === this.#current),
      on: { click: () => this.#handTo(userid) },
    }, name);
  }
}
