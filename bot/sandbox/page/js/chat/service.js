// Service messages: who joined, who left, what was pinned, what the group became.

import { el } from "../parts/dom.js";
import { personName, summary } from "../model/names.js";
import { t } from "../words.js";

const NOTES = {
  new_chat_members: (message) => {
    const joined = message.new_chat_members;
    const self = joined.length === 1 && joined[0].id === message.from?.id;
    const who = joined.map(personName).join("、");
    return self ? t("joined", { who }) : t("added", { by: personName(message.from), who });
  },
  left_chat_member: (message) => {
    const who = personName(message.left_chat_member);
    const self = message.left_chat_member.id === message.from?.id;
    return self ? t("left", { who }) : t("removed", { by: personName(message.from), who });
  },
  group_chat_created: (message) => t("groupCreated", { who: personName(message.from) }),
  supergroup_chat_created: () => t("supergroupCreated"),
  migrate_to_chat_id: () => t("upgraded"),
  migrate_from_chat_id: () => t("upgraded"),
  new_chat_title: (message) => t("renamed", { title: message.new_chat_title }),
  pinned_message: (message) => t("pinnedNote", {
    who: personName(message.from), what: Array.from(summary(message.pinned_message)).slice(0, 40).join(""),
  }),
};

export function isService(message) {
  return kindOf(message) !== undefined;
}

export function serviceNote(message, chat) {
  const words = serviceText(message);
  const pinned = message.pinned_message;
  const inside = pinned
    ? el("button", { type: "button", on: { click: () => chat.jumpTo(pinned.message_id) } }, words)
    : el("span", {}, words);
  return el("div", { class: "service", role: "listitem", "data-message": message.message_id }, inside);
}

export function serviceText(message) {
  return NOTES[kindOf(message)](message);
}

function kindOf(message) {
  return Object.keys(NOTES).find((kind) =>
    Array.isArray(message[kind]) ? message[kind].length > 0 : message[kind]);
}
