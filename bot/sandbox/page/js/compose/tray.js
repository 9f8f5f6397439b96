// The files chosen but not sent yet.

import { el } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { t } from "../words.js";
import { fileSize } from "../chat/media.js";

const SIGNS = { photo: "photo", video: "film", voice: "microphone", document: "document", sticker: "smile" };

export function fileTray(conversation, changed) {
  if (conversation.files.length === 0) return null;
  return el("ul", { class: "tray", "data-testid": "tray", "aria-label": t("toSend") },
    conversation.files.map((one) => item(one, () => {
      conversation.files = conversation.files.filter((other) => other !== one);
      changed();
    })));
}

function item({ kind, file }, remove) {
  return el("li", {},
    kind === "photo" ? thumbnail(file) : el("span", { class: "disc" }, icon(SIGNS[kind])),
    el("span", { class: "lines" }, el("span", {}, file.name), el("small", {}, fileSize(file.size))),
    el("button", {
      class: "icon-button", type: "button", "aria-label": t("removeFile", { name: file.name }), on: { click: remove },
    }, icon("close")));
}

function thumbnail(file) {
  const address = URL.createObjectURL(file);
  return el("img", { src: address, alt: "", on: { load: () => URL.revokeObjectURL(address) } });
}
