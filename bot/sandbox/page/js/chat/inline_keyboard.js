// The buttons under a message.

import { el } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { t } from "../words.js";
import { linkTarget } from "./links.js";

export function inlineKeyboard(message, chat) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return el("div", { class: "inline-keyboard", "data-testid": "inline-keyboard" },
    rows.map((row) => el("div", { class: "button-row" },
      row.map((button) => drawn(button, message, chat)))));
}

function drawn(button, message, chat) {
  if (button.url) return linkButton(button, chat);
  const node = el("button", { class: "inline-button", type: "button", on: {
    click: () => press(button, node, message, chat),
  } }, el("span", {}, button.text), button.copy_text && icon("copy"));
  return node;
}

function linkButton(button, chat) {
  const target = linkTarget(button.url, chat.act.botName);
  const inside = [el("span", {}, button.text), icon("link")];
  if (target.href) {
    const follow = { href: target.href, target: "_blank", rel: "noopener noreferrer" };
    return el("a", { class: "inline-button", role: "button", title: target.href, ...follow }, inside);
  }
  const click = () => (target.start === undefined
    ? chat.phone.toast(t("linkRefused")) : chat.act.start(target.start));
  return el("button", { class: "inline-button", type: "button", on: { click } }, inside);
}

function press(button, node, message, chat) {
  if (button.callback_data !== undefined) {
    chat.phone.taps.press(node, chat.chatId, message.message_id, button.callback_data);
  } else if (button.copy_text) {
    navigator.clipboard?.writeText(button.copy_text.text);
    chat.phone.toast(t("copied"));
  } else {
    chat.phone.toast(t("buttonUnknown"));
  }
}
