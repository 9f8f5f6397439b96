// Names of people, chats and messages as shown in lists and headers.

import { t } from "../words.js";

export function personName(user) {
  if (!user) return t("someone");
  return [user.first_name, user.last_name].filter(Boolean).join(" ");
}

export function chatTitle(store, chatId) {
  if (!store.isGroup(chatId)) return personName(store.bot);
  return store.chats.get(chatId)?.chat.title ?? t("group");
}

/** One of seven name colours, the same for the same person everywhere. */
export function colourOf(id) {
  return `person-${Math.abs(Number(id)) % 7}`;
}

/** One sign for an avatar: the first character of the name, whole (a name may start with an emoji). */
export function initial(name) {
  return Array.from(name.trim())[0] ?? "·";
}

export function originName(origin) {
  if (origin.sender_user) return personName(origin.sender_user);
  const chat = origin.sender_chat ?? origin.chat;
  return origin.sender_user_name ?? chat?.title ?? t("someone");
}

const KINDS = ["photo", "video", "voice", "audio", "sticker", "venue", "location", "contact"];

/** A message in one line, without markup. */
export function summary(message) {
  if (message.text) return message.text;
  if (message.document) return `📄 ${message.document.file_name ?? t("document")}`;
  const kind = KINDS.find((one) => message[one] && message[one].length !== 0);
  if (!kind) return t("message");
  return message.caption ? `[${t(kind)}] ${message.caption}` : `[${t(kind)}]`;
}
