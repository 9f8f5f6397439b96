// The strip under the header that shows the message pinned last.

import { el } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { summary } from "../model/names.js";
import { t } from "../words.js";

export function pinnedBar(chat) {
  const note = chat.conversation.messages.findLast((message) => message.pinned_message);
  const pinned = note && chat.conversation.find(note.pinned_message.message_id);
  if (!pinned) return null;
  return el("button", {
    class: "pinned-bar", type: "button", "data-testid": "pinned", on: { click: () => chat.jumpTo(pinned.message_id) },
  }, icon("pin"), el("span", { class: "lines" }, el("strong", {}, t("pinned")), el("span", {}, summary(pinned))));
}
