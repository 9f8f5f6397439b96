// What WeChat shows: green bubbles of one's own, white ones of the account, cards, and notes.

import { el } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { openLightbox } from "../parts/lightbox.js";
import { placeTile } from "../chat/place.js";
import { t } from "../words.js";

const DRAWN = {
  text: drawText,
  image: drawImage,
  voice: drawVoice,
  video: drawVideo,
  shortvideo: drawVideo,
  location: drawPlace,
  link: drawCard,
  news: drawCard,
  msgmenu: drawMenu,
  template: drawTemplate,
};

/** @param {object} bubble as views.py makes it @param {WeChatPhone} phone */
export function drawBubble(bubble, phone) {
  if (bubble.by === "system") return el("p", { class: "wx-time wx-note" }, bubble.text);
  const side = bubble.by === "person" ? "mine" : "theirs";
  const avatar = icon(bubble.by === "person" ? "contact" : "robot");
  return el("div", { class: `wx-row ${side}` },
    el("span", { class: "wx-avatar", "aria-hidden": "true" }, avatar),
    el("div", { class: `wx-bubble wx-${bubble.kind}`, "data-testid": "wechat-bubble" },
      DRAWN[bubble.kind](bubble, phone)));
}

function drawText({ parts }, phone) {
  return el("div", { class: "wx-words" }, parts.map(({ text, href }) => href === undefined ? text : link(text, phone)));
}

/** The phone decides whether it leads somewhere or writes. */
function link(label, phone) {
  return el("button", { class: "wx-link", type: "button", on: { click: () => phone.act("tap", { label }) } }, label);
}

function drawMenu({ text, items }, phone) {
  const lines = text.split("\n");
  return el("div", { class: "wx-words" }, lines.map((line) => el("p", {},
    items.includes(line) ? pickable(line, phone) : line)));
}

function pickable(content, phone) {
  return el("button", { class: "wx-link", type: "button", on: { click: () => phone.act("pick", { content }) } }, content);
}

function drawImage({ media }) {
  return el("button", {
    class: "wx-photo", type: "button", "aria-label": t("viewPhoto"), on: { click: () => openLightbox(media.url, t("photo")) },
  }, el("img", { src: media.url, alt: t("photo") }));
}

function drawVoice({ media }) {
  return el("span", { class: "wx-sound" }, icon("microphone"),
    media.seconds === null ? t("voice") : t("seconds", { count: media.seconds }));
}

function drawVideo({ media }) {
  return el("video", { src: media.url, controls: true, preload: "metadata", "aria-label": t("video") });
}

function drawPlace({ place: [latitude, longitude], text }) {
  return placeTile({ latitude, longitude }, text ? { title: text, address: "" } : undefined);
}

function drawCard({ text, url }) {
  const [title, ...rest] = text.split("\n");
  return el("div", { class: "wx-card" }, el("strong", {}, title), rest.map((line) => el("p", {}, line)), details(url));
}

function drawTemplate({ text, rows, url }) {
  return el("div", { class: "wx-card" }, el("strong", {}, text.split("\n")[0]),
    el("dl", {}, rows.map(([label, value]) => el("div", {}, el("dt", {}, label), el("dd", {}, value)))), details(url));
}

function details(url) {
  if (!/^https?:/.test(url)) return null;
  return el("a", { class: "wx-details", href: url, target: "_blank", rel: "noopener noreferrer" }, t("details"));
}
