// One person's WeChat, open at the account: what was said, oldest first, and the bar below.

import { el, fill, reconcile, refill } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { openMenu } from "../parts/menu.js";
import { confirmSheet } from "../parts/sheet.js";
import { clock, dayKey, dayName } from "../parts/time.js";
import { Toasts } from "../parts/toasts.js";
import { t } from "../words.js";
import * as api from "./api.js";
import { Bottom } from "./bottom.js";
import { drawBubble } from "./bubbles.js";

const QUIET = 300; // seconds after which the time is shown again

export class WeChatPhone {
  #account;
  #view = null;
  #latestRead = 0;
  #toasts = new Toasts();
  #left = el("small", { "data-testid": "wechat-left" });
  #messages = el("div", { class: "wx-messages" });
  #scroller = el("div", { class: "wx-scroller", tabindex: "0", role: "log" }, this.#messages);
  #foot = el("div", { class: "wx-foot" });
  #bottom = new Bottom(this);

  constructor(openid, name, account) {
    this.openid = openid;
    this.#account = account;
    this.#scroller.setAttribute("aria-label", t("messages"));
    this.node = el("section", {
      class: "phone wechat", "data-wechat": name, "aria-label": t("wechatPhoneOf", { who: name }),
    }, el("div", { class: "screen" }, el("div", { class: "wx-chat" }, this.#header(), this.#scroller, this.#foot)),
    this.#toasts.node);
  }

  /** Reads the phone anew and draws what differs. An older answer never overtakes a newer one. */
  async read() {
    const turn = ++this.#latestRead;
    const view = await api.read(this.openid).catch(() => null);
    if (view === null || turn !== this.#latestRead) return;
    this.#view = view;
    this.#draw();
  }

  /** Something pressed or sent; a link's address comes back as `href`. */
  act(name, body) {
    return this.#toasts.attempt(async () => {
      const { href } = await api.act(this.openid, name, body);
      if (/^https?:/.test(href ?? "")) window.open(href, "_blank", "noopener,noreferrer");
    });
  }

  send(kind, file) {
    return this.#toasts.attempt(() => api.send(this.openid, kind, file));
  }

  #draw() {
    const { follows, bubbles, menu, left } = this.#view;
    this.#left.textContent = follows ? t("mayStillSay", { count: left }) : t("serviceAccount");
    refill(this.#foot, [follows], () => follows ? this.#bottom.node : this.#profile());
    if (follows) this.#bottom.draw(menu);
    const count = this.#messages.childElementCount;
    reconcile(this.#messages, bubbles.map((bubble, index) => ({
      key: String(index), parts: [], draw: () => this.#row(bubble, bubbles[index - 1]),
    })));
    if (this.#messages.childElementCount !== count) this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  #row(bubble, before) {
    const newDay = !before || dayKey(before.at) !== dayKey(bubble.at);
    const time = newDay || bubble.at - before.at > QUIET;
    return el("div", { class: "wx-entry" },
      time && el("p", { class: "wx-time" }, newDay ? `${dayName(bubble.at)} ${clock(bubble.at)}` : clock(bubble.at)),
      drawBubble(bubble, this));
  }

  #header() {
    return el("header", { class: "chat-header wx-header" },
      el("div", { class: "lines" }, el("h2", {}, this.#account), this.#left),
      el("button", {
        class: "icon-button", type: "button", "aria-label": t("chatMenu"), "aria-haspopup": "menu",
        "data-testid": "wechat-options", on: { click: ({ currentTarget }) => this.#options(currentTarget) },
      }, icon("more")));
  }

  #options(anchor) {
    if (!this.#view?.follows) return;
    const leave = () => confirmSheet(this.node, t("unfollowSure"), t("unfollowAccount"), () => this.act("unfollow"), true);
    openMenu(anchor, [
      { icon: "leave", label: t("unfollowAccount"), testid: "wechat-unfollow", danger: true, run: leave },
    ], t("chatMenu"));
  }

  #profile() {
    const panel = el("div", { class: "wx-profile" });
    fill(panel, el("p", {}, t("notFollowing")), el("button", {
      class: "button wx-green", type: "button", "data-testid": "wechat-follow", on: { click: () => this.act("follow") },
    }, t("followAccount")));
    return panel;
  }
}
