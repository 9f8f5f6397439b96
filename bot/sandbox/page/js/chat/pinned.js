// The strip under the header that shows the message pinned last.

import { el } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { summary } from "../model/names.js";
import { t } from "../words.js";

/** The message pinned last, as it looks now; undefined if there is none. */
export function lastPinned(conversation) {
  return conversation.find(conversation.pinned[0]);
}

export function pinnedBar(chat, pinned) {
  if (!pinned) return null;
  return el("button", {
    class: "pinned-bar", type: "button", "data-testid": "pinned", on: { click: () => chat.jumpTo(pinned.message_id) },
  }, icon("pin"), el("span", { class: "lines" }, el("strong", {}, t("pinned")), el("span", {}, summary(pinned))));
}
