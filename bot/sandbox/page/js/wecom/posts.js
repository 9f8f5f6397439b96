// What is posted in a chat of WeCom: words, pictures, files, cards; blue bubbles of one's own.

import { el } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { openLightbox } from "../parts/lightbox.js";
import { t } from "../words.js";
import { drawCard } from "./card.js";
import { drawMarkdown } from "./markdown.js";

/** @param {object} post as views.py makes it @param {WeComChat} chat */
export function drawPost(post, chat) {
  const drawn = [post.quoted && el("p", { class: "wc-quoted" }, post.quoted), ...content(post, chat)];
  return el("div", { class: post.mine ? "wc-row mine" : "wc-row", "data-post": post.number },
    el("span", { class: post.from_robot ? "wc-avatar robot" : "wc-avatar", "aria-hidden": "true" },
      post.from_robot ? icon("robot") : post.sender.slice(0, 1)),
    el("div", { class: "wc-column" },
      chat.group && !post.mine && el("small", { class: "sender" }, post.sender),
      el("div", { class: `wc-bubble wc-${post.kind}`, "data-testid": "wecom-bubble" }, drawn),
      post.asks_feedback && feedback(post, chat)),
    quoteButton(post, chat));
}

function content(post, chat) {
  if (post.card) return [drawCard(post.card, (...pressed) => chat.press(post.number, ...pressed))];
  const words = post.kind === "markdown" ? drawMarkdown(post.text) : post.text;
  return [
    post.kind === "voice" && el("span", { class: "wc-sound" }, icon("microphone")),
    (post.text || post.mention) && el("div", { class: "wc-words" }, post.mention && el("span", { class: "wc-mention" }, `@${post.mention} `), words),
    post.files.map(drawFile),
  ];
}

function drawFile({ kind, name, url }) {
  if (kind === "image") {
    return el("button", {
      class: "wc-photo", type: "button", "aria-label": t("viewPhoto"), on: { click: () => openLightbox(url, t("photo")) },
    }, el("img", { src: url, alt: t("photo") }));
  }
  if (kind === "video") return el("video", { src: url, controls: true, preload: "metadata", "aria-label": t("video") });
  return el("a", { class: "wc-file", href: url, download: name }, el("span", {}, name), icon("document"));
}

/** Only below answers whose robot asks for it. */
function feedback({ number }, chat) {
  const thumb = (sign, label, verdict) => el("button", {
    class: "tool", type: "button", "aria-label": t(label), title: t(label), on: { click: ({ currentTarget }) => {
      chat.rate(number, verdict);
      for (const each of currentTarget.parentNode.children) each.setAttribute("aria-pressed", String(each === currentTarget));
    } },
  }, sign);
  return el("div", { class: "wc-feedback", "data-testid": "wecom-feedback" }, thumb("👍", "accurate", 1), thumb("👎", "inaccurate", 2));
}

function quoteButton(post, chat) {
  return el("button", {
    class: "tool wc-quote", type: "button", "aria-label": t("quote"), title: t("quote"), "data-testid": "wecom-quote",
    on: { click: () => chat.quote(post) },
  }, icon("reply"));
}
