// A chat's messages in order: days, albums, runs by one sender, and where to scroll.

import { el, reconcile } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { dayKey, dayName } from "../parts/time.js";
import { language, t } from "../words.js";
import { bubble } from "./bubble.js";
import { isService, serviceNote } from "./service.js";

const RUN_LASTS = 300;
const NEAR_END = 80;

export class Timeline {
  #chat;
  #list = el("div", { class: "messages", role: "list" });
  #toEnd;
  #atEnd = true;
  #top = 0;
  #lastOwn = 0;

  constructor(chat) {
    this.#chat = chat;
    this.#list.setAttribute("aria-label", t("messages"));
    this.scroller = el("div", {
      class: "scroller", tabindex: "0", "data-testid": "messages", on: { scroll: () => this.#scrolled() },
    }, this.#list);
    this.#toEnd = el("button", {
      class: "to-end", type: "button", hidden: true, "aria-label": t("toEnd"),
      on: { click: () => this.showEnd() },
    }, icon("chevron"));
    this.node = el("div", { class: "timeline" }, this.scroller, this.#toEnd);
    const settled = new ResizeObserver(() => this.#atEnd && this.showEnd());
    settled.observe(this.#list);
    settled.observe(this.scroller);
  }

  update() {
    this.#followOwn();
    reconcile(this.#list, this.#items());
    if (this.#atEnd) this.showEnd();
  }

  showEnd() {
    this.#atEnd = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  jumpTo(messageId) {
    const target = this.#list.querySelector(`[data-message="${Number(messageId)}"]`);
    if (!target) return;
    target.scrollIntoView({ block: "center", behavior: "smooth" });
    target.classList.remove("flash");
    requestAnimationFrame(() => target.classList.add("flash"));
  }

  /** Whoever says something wants to see it, however far up they were reading. */
  #followOwn() {
    const { messages } = this.#chat.conversation;
    const own = messages.findLast((message) => message.from?.id === this.#chat.userId)?.message_id ?? 0;
    if (own > this.#lastOwn) this.#atEnd = true;
    this.#lastOwn = own;
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    const near = scrollHeight - scrollTop - clientHeight < NEAR_END;
    // Only scrolling up leaves the end: a picture that loads, or a keyboard that opens, does not.
    if (near) this.#atEnd = true;
    else if (scrollTop < this.#top) this.#atEnd = false;
    this.#top = scrollTop;
    this.#toEnd.hidden = this.#atEnd;
  }

  #items() {
    const { messages, loaded, started } = this.#chat.conversation;
    if (loaded && messages.length === 0) return [emptyNote(started)];
    const groups = albums(messages);
    return groups.flatMap((group, index) => {
      const before = groups[index - 1];
      const newDay = !before || dayKey(before[0].date) !== dayKey(group[0].date);
      const item = isService(group[0]) ? this.#note(group[0]) : this.#bubble(groups, index);
      return newDay ? [day(group[0].date), item] : [item];
    });
  }

  #note(message) {
    const draw = () => serviceNote(message, this.#chat);
    return { key: `s${message.message_id}`, parts: [message, language()], draw };
  }

  #bubble(groups, index) {
    const group = groups[index];
    const first = !sameRun(groups[index - 1], group);
    const last = !sameRun(group, groups[index + 1]);
    const draw = () => bubble(group, { first, last }, this.#chat);
    return { key: `m${group[0].message_id}`, parts: [first, last, language(), ...group], draw };
  }
}

function emptyNote(started) {
  const words = started ? t("nothingYet") : t("startFirst");
  const draw = () => el("div", { class: "empty-note" }, icon(started ? "people" : "robot"), el("p", {}, words));
  return { key: "empty", parts: [started, language()], draw };
}

function day(date) {
  const draw = () => el("div", { class: "day", role: "separator" }, el("span", {}, dayName(date)));
  return { key: dayKey(date), parts: [language()], draw };
}

/** Messages of one media group together, every other message by itself. */
function albums(messages) {
  const groups = [];
  for (const message of messages) {
    const open = groups.at(-1);
    const album = message.media_group_id;
    if (album && open?.[0].media_group_id === album) open.push(message);
    else groups.push([message]);
  }
  return groups;
}

function sameRun(one, other) {
  if (!one || !other || isService(one[0]) || isService(other[0])) return false;
  const [before, after] = [one[0], other[0]];
  return before.from?.id === after.from?.id && dayKey(before.date) === dayKey(after.date)
    && after.date - before.date < RUN_LASTS;
}
