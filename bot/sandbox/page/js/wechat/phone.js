// One person's WeChat, open at the account: what was said, oldest first, and the bar below.

import { el, reconcile, refill } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { openMenu } from "../parts/menu.js";
import { confirmSheet, openSheet, sheetButton } from "../parts/sheet.js";
import { clock, dayKey, dayName } from "../parts/time.js";
import { Toasts } from "../parts/toasts.js";
import { t } from "../words.js";
import * as api from "./api.js";
import { Bottom } from "./bottom.js";
import { drawBubble } from "./bubbles.js";

const QUIET = 300; // seconds after which the time is shown again

export class WeChatPhone {
  #account;
  #tell;
  #view = null;
  #latestRead = 0;
  #toasts = new Toasts();
  #left = el("small", { "data-testid": "wechat-left" });
  #messages = el("div", { class: "wx-messages" });
  #scroller = el("div", { class: "wx-scroller", tabindex: "0", role: "log" }, this.#messages);
  #foot = el("div", { class: "wx-foot" });
  #bottom = new Bottom(this);

  /** @param {(what: "drawn"|"did", detail?: object) => void} tell see WeChatPhones */
  constructor(openid, name, account, tell) {
    this.openid = openid;
    this.#tell = tell;
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

  /** Undefined until it was read. */
  get follows() {
    return this.#view?.follows;
  }

  /** Something pressed or sent; a link's address comes back as `href`. */
  async act(name, body = {}) {
    const done = await this.#toasts.attempt(async () => {
      const { href } = await api.act(this.openid, name, body);
      if (/^https?:/.test(href ?? "")) window.open(href, "_blank", "noopener,noreferrer");
    });
    if (done) this.#tell("did");
  }

  /** Readies a tour's step: what is to be said, or by which code to follow. */
  prepare({ says, follows }) {
    if (says) this.#bottom.fillIn(says);
    const code = follows && this.node.querySelector("[data-testid=wechat-code]");
    if (code) code.value = follows;
  }

  /** What that step presses, null where it is not there. */
  target({ follows }) {
    return this.node.querySelector(`[data-testid=${follows ? "wechat-follow" : "wechat-send"}]`);
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
    this.#tell("drawn");
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
      { icon: "check", label: t("subscriptions"), testid: "wechat-subscriptions", run: () => this.#openSubscriptions() },
      { icon: "leave", label: t("unfollowAccount"), testid: "wechat-unfollow", danger: true, run: leave },
    ], t("chatMenu"));
  }

  /** What a page or an article asks, and what the account's settings take back. */
  #openSubscriptions() {
    openSheet(this.node, { title: t("subscriptions"), testid: "wechat-asks" }, (close) => [
      el("p", {}, t(this.#view.asks.length > 0 ? "subscriptionsHint" : "nothingYet")),
      this.#view.asks.map((asked) => this.#asked(asked, close)),
      el("div", { class: "sheet-actions" }, sheetButton(t("close"), close)),
    ]);
  }

  #asked({ template, title, standing, left }, close) {
    const answer = (name, label, kind) => sheetButton(t(label), () => {
      close();
      this.act(name, { template });
    }, kind);
    const state = left === 0 ? "notAllowed" : standing ? "allowedForGood" : "allowedTimes";
    return el("fieldset", { class: "wx-asked" }, el("legend", {}, title), el("small", {}, t(state, { count: left })),
      el("div", { class: "sheet-actions" },
        (left === 0 || !standing) && answer("allow", "allow", "primary"),
        left === 0 ? answer("refuse", "refuse") : answer("withdraw", "takeBack")));
  }

  #profile() {
    const code = el("input", {
      type: "text", maxlength: "64", placeholder: t("payloadExample"), "aria-label": t("followCode"), "data-testid": "wechat-code",
    });
    const follow = (event) => {
      event.preventDefault();
      this.act("follow", { scene: code.value.trim() });
    };
    return el("form", { class: "wx-profile", on: { submit: follow } },
      el("p", {}, t("notFollowing")),
      el("button", { class: "button wx-green", type: "submit", "data-testid": "wechat-follow" }, t("followAccount")),
      el("details", {}, el("summary", {}, icon("link"), t("followCode")), el("p", {}, t("followCodeHint")), code));
  }
}
