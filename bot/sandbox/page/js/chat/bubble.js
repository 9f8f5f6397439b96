// One message, or one album, as a bubble with its buttons.

import { el } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { clock, iso } from "../parts/time.js";
import { colourOf, initial, originName, personName, summary } from "../model/names.js";
import { t } from "../words.js";
import { formatted } from "./entities.js";
import { inlineKeyboard } from "./inline_keyboard.js";
import { openMessageMenu } from "./message_menu.js";
import { album, attachment } from "./media.js";

/**
 * @param {object[]} group Bot API Messages: one, or those of an album
 * @param {{first: boolean, last: boolean}} place in a run of bubbles by one sender
 */
export function bubble(group, { first, last }, chat) {
  const message = group[0];
  const out = message.from?.id === chat.userId;
  const named = chat.isGroup && !out;
  const row = el("article", {
    class: ["row", out ? "out" : "in", first && "first", last && "last"].filter(Boolean).join(" "),
    role: "listitem",
    "aria-label": `${personName(message.from)}, ${clock(message.date)}`,
    ...(group.length > 1 ? { "data-album": message.media_group_id } : { "data-message": message.message_id }),
    on: { contextmenu: (event) => fromContext(event, chat, message) },
  },
  named && avatar(message.from, last),
  el("div", { class: "column" },
    balloon(group, named && first, chat),
    inlineKeyboard(message, chat)),
  tools(message, chat));
  return row;
}

function avatar(user, shown) {
  if (!shown) return el("span", { class: "avatar small empty" });
  return el("span", { class: `avatar small ${colourOf(user.id)}`, "aria-hidden": "true" },
    initial(personName(user)));
}

function balloon(group, named, chat) {
  const message = group.find((one) => one.caption) ?? group[0];
  const media = group.length > 1 ? album(group, chat) : attachment(message, chat);
  const words = wording(message, chat);
  const bare = media && !words && !named && !message.reply_to_message && !message.forward_origin;
  const kinds = ["bubble", media && "with-media", bare && "bare", message.sticker && "sticker-bubble",
    isOnlyEmoji(message) && "big-emoji"];
  return el("div", { class: kinds.filter(Boolean).join(" ") },
    named && el("div", { class: `sender ${colourOf(message.from.id)}` }, personName(message.from)),
    message.forward_origin && el("div", { class: "forwarded" },
      icon("forward"), t("forwardedFrom", { who: originName(message.forward_origin) })),
    message.reply_to_message && quote(message.reply_to_message, chat),
    media,
    words && el("div", { class: "words" }, el("div", { class: "text", dir: "auto" }, words), meta(group[0])),
    !words && meta(group[0]));
}

function wording(message, chat) {
  const [text, entities] = message.text
    ? [message.text, message.entities]
    : [message.caption, message.caption_entities];
  return text ? formatted(text, entities, chat.act) : null;
}

function meta(message) {
  return el("span", { class: "meta" },
    message.edit_date && el("span", { class: "edited" }, t("edited")),
    el("time", { datetime: iso(message.date) }, clock(message.date)));
}

function quote(original, chat) {
  const who = personName(original.from);
  return el("button", {
    class: `quote ${colourOf(original.from?.id ?? 0)}`, type: "button", "data-testid": "quote",
    "data-quote": original.message_id, on: { click: () => chat.jumpTo(original.message_id) },
  }, el("strong", {}, who), el("span", {}, summary(original)));
}

function tools(message, chat) {
  const reply = el("button", {
    class: "tool", type: "button", "data-testid": "reply", "aria-label": t("reply"), title: t("reply"),
    on: { click: () => chat.replyTo(message) },
  }, icon("reply"));
  const more = el("button", {
    class: "tool", type: "button", "data-testid": "message-menu", "aria-label": t("messageMenu"),
    "aria-haspopup": "menu", on: { click: (event) => openMessageMenu(event.currentTarget, chat, message) },
  }, icon("more"));
  return el("div", { class: "tools" }, reply, more);
}

function fromContext(event, chat, message) {
  if (event.target.closest("a") || getSelection().toString()) return;
  event.preventDefault();
  openMessageMenu(event.currentTarget.querySelector("[data-testid=message-menu]"), chat, message);
}

function isOnlyEmoji({ text, entities }) {
  return text && !entities?.length && Array.from(text).length <= 6
    && /^(\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F|\u200D|\s)+$/u.test(text);
}
