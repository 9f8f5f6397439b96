// What hangs on a message: photos, albums, videos, voices, documents, stickers, places, contacts.

import { el } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { openLightbox } from "../parts/lightbox.js";
import { duration } from "../parts/time.js";
import { fileUrl } from "../model/api.js";
import { t } from "../words.js";
import { placeTile } from "./place.js";
import { voicePlayer } from "./voice.js";

const DRAWN = {
  photo: (sizes, message) => photo(sizes, message.caption),
  video: (video) => videoPlayer(video),
  animation: (video) => videoPlayer(video),
  voice: (voice) => voicePlayer(voice),
  audio: (audio) => voicePlayer(audio),
  sticker: (sticker) => el("img", { class: "sticker", src: fileUrl(sticker.file_id), alt: sticker.emoji ?? t("sticker") }),
  document: (file) => documentLink(file),
  venue: (venue) => placeTile(venue.location, venue),
  location: (location) => placeTile(location),
  contact: (contact) => contactCard(contact),
};

/** @returns {Element|null} what one message carries besides words */
export function attachment(message) {
  const kind = Object.keys(DRAWN).find((one) => isThere(message[one]));
  return kind ? DRAWN[kind](message[kind], message) : null;
}

/** Photos and videos in a grid, anything else one under another. */
export function album(messages) {
  const tiles = messages.map((message) =>
    el("div", { class: "tile", "data-message": message.message_id }, attachment(message)));
  const visual = messages.every((message) => isThere(message.photo) || message.video);
  const shape = visual ? `album album-${messages.length}` : "album-list";
  return el("div", { class: shape, "data-testid": "album" }, tiles);
}

function isThere(value) {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function photo(sizes, caption) {
  const best = sizes.reduce((one, other) => (other.width * other.height > one.width * one.height ? other : one));
  const image = el("img", {
    src: fileUrl(best.file_id), alt: caption || t("photo"), loading: "lazy",
    width: best.width || null, height: best.height || null,
  });
  return el("button", {
    class: "photo", type: "button", "aria-label": t("viewPhoto"), on: { click: () => openLightbox(image.src, image.alt) },
  }, image);
}

function videoPlayer(video) {
  return el("div", { class: "video" },
    el("video", { src: fileUrl(video.file_id), controls: true, preload: "metadata", "aria-label": t("video") }),
    el("span", { class: "length" }, duration(video.duration)));
}

function documentLink(file) {
  const name = file.file_name ?? t("document");
  return el("a", { class: "document", href: fileUrl(file.file_id), download: name },
    el("span", { class: "disc" }, icon("document")),
    el("span", { class: "lines" }, el("strong", {}, name), el("small", {}, fileSize(file.file_size))));
}

function contactCard(contact) {
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  return el("div", { class: "document" },
    el("span", { class: "disc" }, icon("contact")),
    el("span", { class: "lines" }, el("strong", {}, name), el("small", {}, contact.phone_number)));
}

export function fileSize(bytes) {
  if (!bytes) return "";
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 ** 2 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
