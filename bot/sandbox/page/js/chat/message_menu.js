// What can be done with one message: reply, copy, edit, forward.

import { openMenu } from "../parts/menu.js";
import * as api from "../model/api.js";
import { chatTitle } from "../model/names.js";
import { t } from "../words.js";

export function openMessageMenu(anchor, chat, message) {
  const words = message.text ?? message.caption;
  const own = message.from?.id === chat.userId;
  const items = [
    { icon: "reply", label: t("reply"), run: () => chat.replyTo(message) },
    words && { icon: "copy", label: t("copy"), run: () => navigator.clipboard?.writeText(words) },
    own && message.text && !message.forward_origin
      && { icon: "edit", label: t("edit"), run: () => chat.startEditing(message) },
    { icon: "forward", label: t("forward"), run: () => openForwardMenu(anchor, chat, message) },
  ];
  openMenu(anchor, items.filter(Boolean), t("messageMenu"));
}

function openForwardMenu(anchor, chat, message) {
  const { phone, store, userId, chatId } = chat;
  const items = store.chatsOf(userId).map((target) => ({
    icon: store.isGroup(target) ? "people" : "robot",
    label: chatTitle(store, target),
    run: () => phone.attempt(async () => {
      await api.forward(userId, target, chatId, message.message_id);
      phone.open(target);
    }),
  }));
  openMenu(anchor, items, t("forwardTo"));
}
