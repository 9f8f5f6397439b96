// WeCom's markdown as far as robots use it: bold, code, links, and lines.

import { el } from "../parts/dom.js";

const MARKS = /\*\*([^*\n]+)\*\*|`([^`\n]+)`|\[([^\]\n]+)\]\((https?:[^)\s]+)\)/g;

/** @returns {Array<Node|string>} */
export function drawMarkdown(text) {
  const drawn = [];
  let end = 0;
  for (const mark of text.matchAll(MARKS)) {
    drawn.push(text.slice(end, mark.index), draw(mark));
    end = mark.index + mark[0].length;
  }
  return [...drawn, text.slice(end)];
}

function draw([, bold, code, label, url]) {
  if (bold) return el("strong", {}, bold);
  if (code) return el("code", {}, code);
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label);
}
