// The paper clip: files of each kind, places, one's own contact, stickers.

import { el } from "../parts/dom.js";
import { openMenu } from "../parts/menu.js";
import { t } from "../words.js";
import { openContactSheet, openPlaceSheet } from "./sharing.js";
import { openStickerSheet } from "./stickers.js";

const INPUTS = {
  photo: { accept: "image/*", multiple: true },
  video: { accept: "video/*", multiple: true },
  voice: { accept: "audio/*" },
  document: { multiple: true },
};

/** The hidden file fields; the menu's entries open them. */
export function attachInputs(added) {
  const fields = {};
  for (const [kind, attributes] of Object.entries(INPUTS)) {
    fields[kind] = el("input", {
      type: "file", class: "sr-only", tabindex: "-1", "aria-label": t(kind),
      "data-testid": `file-${kind}`, ...attributes, on: { change: ({ target }) => {
        added(kind, Array.from(target.files));
        target.value = "";
      } },
    });
  }
  return { node: el("div", { class: "file-fields" }, Object.values(fields)), fields };
}

export function openAttachMenu(anchor, chat, { fields }) {
  const pick = (kind, sign) => ({
    icon: sign, label: t(kind), testid: `attach-${kind}`, run: () => fields[kind].click(),
  });
  openMenu(anchor, [
    pick("photo", "photo"),
    pick("video", "film"),
    pick("document", "document"),
    pick("voice", "microphone"),
    { icon: "place", label: t("location"), testid: "attach-location", run: () => openPlaceSheet(chat) },
    { icon: "contact", label: t("ownContact"), testid: "attach-contact", run: () => openContactSheet(chat) },
    { icon: "smile", label: t("sticker"), testid: "attach-sticker", run: () => openStickerSheet(chat) },
  ], t("attach"));
}
