// What can be done with a whole chat.

import { el } from "../parts/dom.js";
import { openMenu } from "../parts/menu.js";
import { confirmSheet, openSheet, sheetButton } from "../parts/sheet.js";
import * as api from "../model/api.js";
import { colourOf, initial, personName } from "../model/names.js";
import { t } from "../words.js";

export function openChatMenu(anchor, chat) {
  openMenu(anchor, chat.isGroup ? groupItems(anchor, chat) : privateItems(chat), t("chatMenu"));
}

function privateItems({ phone, userId, conversation }) {
  if (conversation.blocked) {
    return [{ icon: "check", label: t("unblock"), run: () => phone.attempt(() => api.unblock(userId)) }];
  }
  const block = () => phone.attempt(() => api.block(userId));
  return [{
    icon: "block", label: t("block"), danger: true, testid: "block",
    run: () => confirmSheet(phone.node, t("blockSure"), t("block"), block, true),
  }];
}

function groupItems(anchor, chat) {
  const { phone, store, userId, chatId } = chat;
  const withBot = store.membersOf(chatId).includes(store.bot.id);
  const isBasic = store.chats.get(chatId)?.chat.type === "group";
  const leave = () => phone.attempt(() => api.leave(chatId, userId));
  const toggleBot = () => phone.attempt(() => (withBot ? api.removeBot(chatId) : api.addBot(chatId)));
  return [
    { icon: "people", label: t("members"), run: () => openMembers(chat) },
    { icon: "plus", label: t("invite"), testid: "invite", run: () => openInvite(anchor, chat) },
    { icon: "robot", label: t(withBot ? "removeBot" : "addBot"), testid: "toggle-bot", run: toggleBot },
    isBasic && { icon: "up", label: t("upgrade"), testid: "upgrade", run: () => phone.attempt(() => api.upgrade(chatId)) },
    { icon: "leave", label: t("leave"), danger: true, testid: "leave",
      run: () => confirmSheet(phone.node, t("leaveSure"), t("leave"), leave, true) },
  ].filter(Boolean);
}

function openMembers({ phone, store, chatId }) {
  openSheet(phone.node, { title: t("members"), testid: "members" }, (close) => [
    el("ul", { class: "people" }, store.membersOf(chatId).map((id) => person(nameIn(store, id), id))),
    el("div", { class: "sheet-actions" }, sheetButton(t("close"), close)),
  ]);
}

function openInvite(anchor, { phone, store, chatId }) {
  const inside = new Set(store.membersOf(chatId));
  const outside = Array.from(store.users.values()).filter(({ id }) => !inside.has(id));
  if (outside.length === 0) {
    phone.toast(t("everyoneIn"));
    return;
  }
  openMenu(anchor, outside.map((user) => ({
    icon: "contact", label: personName(user), run: () => phone.attempt(() => api.join(chatId, user.id)),
  })), t("invite"));
}

function nameIn(store, id) {
  return personName(id === store.bot.id ? store.bot : store.users.get(id));
}

function person(name, id) {
  return el("li", {}, el("span", { class: `avatar small ${colourOf(id)}`, "aria-hidden": "true" }, initial(name)),
    el("span", {}, name));
}
