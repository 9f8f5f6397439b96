// Message entities (offsets in UTF-16 units, as JavaScript's own strings) as elements.

import { el } from "../parts/dom.js";
import { t } from "../words.js";
import { linkTarget } from "./links.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };

/**
 * @param {string} text
 * @param {object[]} [entities] Bot API MessageEntity objects, nested at will
 * @param {{command: Function, start: Function, botName: string}} act what a tap inside may do
 * @returns {Array<Node|string>}
 */
export function formatted(text, entities = [], act) {
  const outermostFirst = [...entities].sort((one, other) =>
    one.offset - other.offset || other.length - one.length);
  return stretch(text, outermostFirst, 0, text.length, act);
}

function stretch(text, entities, from, to, act) {
  const nodes = [];
  let at = from;
  let rest = entities;
  while (rest.length > 0) {
    const [outer, ...others] = rest;
    const end = Math.min(outer.offset + outer.length, to);
    const within = others.filter((one) => one.offset < end);
    const inner = stretch(text, within, outer.offset, end, act);
    nodes.push(text.slice(at, outer.offset), wrapped(outer, inner, text.slice(outer.offset, end), act));
    rest = others.filter((one) => one.offset >= end);
    at = end;
  }
  nodes.push(text.slice(at, to));
  return nodes;
}

function wrapped(entity, inner, plain, act) {
  const draw = DRAWN[entity.type];
  if (draw) return draw(entity, inner, plain, act);
  return TAGS[entity.type] ? el(TAGS[entity.type], {}, inner) : el("span", {}, inner);
}

const DRAWN = {
  spoiler: (_entity, inner) => spoiler(inner),
  pre: ({ language }, inner) => el("pre", { "data-language": language }, el("code", {}, inner)),
  blockquote: (_entity, inner) => el("blockquote", {}, inner),
  expandable_blockquote: (_entity, inner) => expandable(inner),
  url: (_entity, inner, plain, act) => link(plain, inner, act),
  text_link: ({ url }, inner, _plain, act) => link(url, inner, act),
  email: (_entity, inner, plain, act) => link(`mailto:${plain}`, inner, act),
  bot_command: (_entity, inner, plain, act) =>
    el("button", { class: "text-link", type: "button", on: { click: () => act.command(plain) } }, inner),
  mention: (_entity, inner) => el("span", { class: "mention" }, inner),
  text_mention: (_entity, inner) => el("span", { class: "mention" }, inner),
  hashtag: (_entity, inner) => el("span", { class: "mention" }, inner),
  cashtag: (_entity, inner) => el("span", { class: "mention" }, inner),
  phone_number: (_entity, inner) => el("span", { class: "mention" }, inner),
};

function link(address, inner, act) {
  const target = linkTarget(address, act.botName);
  if (target.start !== undefined) {
    const click = () => act.start(target.start);
    return el("button", { class: "text-link", type: "button", on: { click } }, inner);
  }
  if (!target.href) return el("span", { class: "mention" }, inner);
  return el("a", { href: target.href, target: "_blank", rel: "noopener noreferrer" }, inner);
}

function spoiler(inner) {
  const reveal = () => {
    button.classList.add("revealed");
    button.removeAttribute("aria-label");
  };
  const button = el("button", {
    class: "spoiler", type: "button", "aria-label": t("spoiler"), on: { click: reveal },
  }, inner);
  return button;
}

function expandable(inner) {
  const quote = el("blockquote", { class: "folded" }, inner);
  const toggle = () => {
    quote.classList.toggle("folded");
    button.textContent = quote.classList.contains("folded") ? t("more") : t("less");
  };
  const button = el("button", { class: "text-link", type: "button", on: { click: toggle } }, t("more"));
  return el("div", { class: "expandable" }, quote, button);
}
