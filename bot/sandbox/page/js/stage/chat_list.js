// The list of a person's chats.

import { el, reconcile } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { iso, whenInList } from "../parts/time.js";
import { chatTitle, colourOf, initial, personName, summary } from "../model/names.js";
import { isService, serviceText } from "../chat/service.js";
import { t } from "../words.js";

export class ChatList {
  #phone;
  #entries = el("nav", { "aria-label": t("chats") });

  constructor(phone) {
    this.#phone = phone;
    this.node = el("div", { class: "chat-list" },
      el("header", { class: "chat-header" },
        el("div", { class: "lines" }, el("h2", {}, t("chats")), el("small", {}, phone.name))),
      this.#entries);
  }

  update() {
    const { store, userId } = this.#phone;
    reconcile(this.#entries, store.chatsOf(userId).map((chatId) => {
      const { last, unread } = store.conversation(userId, chatId);
      const title = chatTitle(store, chatId);
      const draw = () => entry(this.#phone, chatId, { title, last, unread });
      return { key: String(chatId), parts: [title, last, unread], draw };
    }));
  }
}

function entry(phone, chatId, { title, last, unread }) {
  const { store } = phone;
  const isGroup = store.isGroup(chatId);
  return el("button", { class: "chat-entry", type: "button", "data-chat": chatId, on: { click: () => phone.open(chatId) } },
    el("span", { class: `avatar large ${isGroup ? colourOf(chatId) : "robot"}`, "aria-hidden": "true" },
      isGroup ? initial(title) : icon("robot")),
    el("span", { class: "lines" },
      el("span", { class: "entry-top" }, el("strong", {}, title),
        last && el("time", { datetime: iso(last.date) }, whenInList(last.date))),
      el("span", { class: "entry-bottom" }, el("span", { class: "preview" }, preview(isGroup, last)),
        unread > 0 && el("span", { class: "badge", "aria-label": t("unread", { count: unread }) }, unread))));
}

function preview(isGroup, last) {
  if (!last) return t("nothingYet");
  if (isService(last)) return serviceText(last);
  return isGroup ? `${personName(last.from)}：${summary(last)}` : summary(last);
}
