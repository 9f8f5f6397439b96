// An open chat on a phone of WeCom: a group, or the single one with the robot.

import { el, reconcile } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { openSheet } from "../parts/sheet.js";
import { clock, dayKey, dayName } from "../parts/time.js";
import { t } from "../words.js";
import * as api from "./api.js";
import { Composer } from "./composer.js";
import { drawPost } from "./posts.js";

const QUIET = 300; // seconds after which the time is shown again

export class WeComChat {
  #phone;
  #messages = el("div", { class: "wc-messages" });
  #scroller = el("div", { class: "wc-scroller", tabindex: "0", role: "log" }, this.#messages);
  #title = el("h2");
  #count = el("small");
  #composer;

  /** @param {WeComPhone} phone @param {object} view the chat as views.py makes it */
  constructor(phone, view) {
    this.#phone = phone;
    this.id = view.id;
    this.group = view.group;
    this.hasRobot = view.has_robot;
    this.#composer = new Composer(this, phone.robot);
    this.#messages.addEventListener("click", (event) => this.#follow(event));
    this.#scroller.setAttribute("aria-label", t("messages"));
    this.node = el("div", { class: "wc-chat", "data-wecom-chat": view.name }, this.#header(), this.#scroller, this.#composer.node);
  }

  update({ name, members, posts }) {
    this.#title.textContent = name;
    this.#count.textContent = this.group ? t("membersCount", { count: members }) : t("bot");
    const before = this.#messages.childElementCount;
    reconcile(this.#messages, posts.map((post, index) => ({
      key: String(post.number), parts: [JSON.stringify(post)], draw: () => this.#entry(post, posts[index - 1]),
    })));
    if (this.#messages.childElementCount !== before) this.toEnd();
  }

  toEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  say(text, how) {
    return this.#phone.attempt(() => api.say(this.#phone.userid, this.id, text, how), {});
  }

  press(number, key, label, chosen) {
    return this.#phone.attempt(() => api.press(this.#phone.userid, this.id, number, key, chosen), { pressed: label });
  }

  speak(text) {
    return this.#phone.attempt(() => api.speak(this.#phone.userid, this.id, text), {});
  }

  rate(number, verdict) {
    return this.#phone.attempt(() => api.rate(this.#phone.userid, this.id, number, verdict));
  }

  /** A small window over the chat. */
  openSheet(about, content) {
    openSheet(this.#phone.node, about, content);
  }

  sendFile(kind, file, mention) {
    return this.#phone.attempt(() => api.send(this.#phone.userid, this.id, kind, file, mention));
  }

  /** The button to send by, null while there is nothing to send. */
  get send() {
    return this.#composer.send;
  }

  quote(post) {
    this.#composer.quote(post);
  }

  fillIn(words) {
    this.#composer.fillIn(words);
  }

  /** A page of the desk opens in the phone; what else is linked opens beside. */
  #follow(event) {
    const link = event.target.closest("a:not([download])");
    if (link?.origin !== location.origin) return;
    event.preventDefault();
    this.#phone.openPage(link.href, link.textContent);
  }

  #entry(post, before) {
    const newDay = !before || dayKey(before.at) !== dayKey(post.at);
    const time = newDay || post.at - before.at > QUIET;
    return el("div", { class: "wc-entry" },
      time && el("p", { class: "wc-time" }, newDay ? `${dayName(post.at)} ${clock(post.at)}` : clock(post.at)),
      drawPost(post, this));
  }

  #header() {
    return el("header", { class: "chat-header wc-header" },
      el("button", {
        class: "icon-button", type: "button", "aria-label": t("back"), "data-testid": "wecom-back", on: { click: () => this.#phone.open(null) },
      }, icon("back")),
      el("div", { class: "lines" }, this.#title, this.#count));
  }
}
