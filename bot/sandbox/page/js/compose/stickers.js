// A handful of stickers, drawn on the spot.

import { el } from "../parts/dom.js";
import { openSheet, sheetButton } from "../parts/sheet.js";
import * as api from "../model/api.js";
import { t } from "../words.js";

const SIGNS = ["👍", "🙏", "😊", "😢", "🎉", "🏮", "🍲", "🏠"];
const SIDE = 256;

export function openStickerSheet(chat) {
  openSheet(chat.phone.node, { title: t("sticker"), testid: "stickers" }, (close) => {
    const send = (sign) => {
      close();
      chat.phone.attempt(async () =>
        api.media(chat.userId, chat.chatId, "sticker", [await picture(sign)]));
    };
    return [
      el("div", { class: "sticker-choices" }, SIGNS.map((sign) =>
        el("button", { type: "button", on: { click: () => send(sign) } }, sign))),
      el("div", { class: "sheet-actions" }, sheetButton(t("cancel"), close)),
    ];
  });
}

async function picture(sign) {
  const canvas = el("canvas", { width: SIDE, height: SIDE });
  const brush = canvas.getContext("2d");
  brush.font = `${SIDE * 0.78}px "Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji", sans-serif`;
  brush.textAlign = "center";
  brush.textBaseline = "middle";
  brush.fillText(sign, SIDE / 2, SIDE / 2 + SIDE * 0.05);
  const blob = await new Promise((done) => { canvas.toBlob(done, "image/webp"); });
  return new File([blob], "sticker.webp", { type: blob.type });
}
