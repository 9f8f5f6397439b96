// The list of a person's chats.

import { el } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { iso, whenInList } from "../parts/time.js";
import { chatTitle, colourOf, initial, personName, summary } from "../model/names.js";
import { isService, serviceText } from "../chat/service.js";
import { t } from "../words.js";

export function chatList(phone) {
  const { store, userId } = phone;
  return el("div", { class: "chat-list" },
    el("header", { class: "chat-header" },
      el("div", { class: "lines" }, el("h2", {}, t("chats")), el("small", {}, personName(store.users.get(userId))))),
    el("nav", { "aria-label": t("chats") },
      store.chatsOf(userId).map((chatId) => entry(phone, chatId))));
}

function entry(phone, chatId) {
  const { store, userId } = phone;
  const title = chatTitle(store, chatId);
  const { last, unread } = store.conversation(userId, chatId);
  return el("button", { class: "chat-entry", type: "button", "data-chat": chatId, on: { click: () => phone.open(chatId) } },
    el("span", { class: `avatar large ${colourOf(chatId)}`, "aria-hidden": "true" },
      store.isGroup(chatId) ? initial(title) : icon("robot")),
    el("span", { class: "lines" },
      el("span", { class: "entry-top" }, el("strong", {}, title),
        last && el("time", { datetime: iso(last.date) }, whenInList(last.date))),
      el("span", { class: "entry-bottom" }, el("span", { class: "preview" }, preview(store, chatId, last)),
        unread > 0 && el("span", { class: "badge", "aria-label": t("unread", { count: unread }) }, unread))));
}

function preview(store, chatId, last) {
  if (!last) return t("nothingYet");
  if (isService(last)) return serviceText(last);
  return store.isGroup(chatId) ? `${personName(last.from)}：${summary(last)}` : summary(last);
}
