// A card: title, words, rows, links, questions, and the buttons that everybody in the chat may press.

import { el } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { openMenu } from "../parts/menu.js";
import { t } from "../words.js";

const PATIENCE = 5000; // milliseconds in which a robot may change a card that was pressed

/** @param {object} card as card_view.py makes it
 *  @param {(key: string, label: string, chosen: object) => Promise} press answers whether it was taken */
export function drawCard(card, press) {
  const chosen = Object.fromEntries(card.questions.map(({ key, chosen }) => [key, chosen]));
  const pressed = (button, { key, text }) => wait(button, () => press(key, text, chosen));
  const button = (each) => el("button", {
    class: each.main ? "wc-press main" : "wc-press", type: "button",
    on: { click: ({ currentTarget }) => pressed(currentTarget, each) },
  }, each.text);
  const presses = [...card.buttons, card.submit].filter(Boolean);
  return el("div", { class: "wc-card" },
    el("div", { class: "wc-card-words" },
      card.source && el("small", {}, card.source),
      card.menu.length > 0 && menuButton(card.menu, pressed),
      card.title && el("strong", {}, card.title),
      card.desc && el("p", { class: "wc-soft" }, card.desc),
      pair(card.quote, "wc-quoted"),
      card.text && el("p", {}, card.text),
      card.sections.map((section) => pair(section)),
      card.rows.length > 0 && el("dl", {}, card.rows.map(([name, value]) =>
        el("div", {}, el("dt", {}, name), el("dd", {}, value)))),
      card.questions.map((question) => drawQuestion(question, chosen))),
    card.links.map(({ title, url }) => link(title, url)),
    link(t("details"), card.url),
    presses.length > 0 && el("div", { class: "wc-presses" }, presses.map(button)));
}

/** Busy until the card is drawn again, or it is clear that it stays as it is. */
async function wait(button, press) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  const rest = () => button.removeAttribute("aria-busy");
  if (await press()) setTimeout(rest, PATIENCE);
  else rest();
}

function pair([title, words], kind = null) {
  return (title || words) && el("div", { class: kind }, title && el("strong", {}, title), words && el("p", { class: "wc-soft" }, words));
}

function link(title, url) {
  if (!/^https?:/.test(url)) return null;
  return el("a", { class: "wc-link", href: url, target: "_blank", rel: "noopener noreferrer" }, title);
}

function menuButton(menu, pressed) {
  const open = ({ currentTarget }) => openMenu(currentTarget,
    menu.map((each) => ({ label: each.text, run: () => pressed(currentTarget, each) })), t("chatMenu"));
  return el("button", {
    class: "icon-button wc-card-menu", type: "button", "aria-label": t("chatMenu"), "aria-haspopup": "menu", on: { click: open },
  }, icon("more"));
}

function drawQuestion(question, chosen) {
  const { key, title, vote } = question;
  return el("fieldset", { class: "wc-question", disabled: question.closed },
    title && el("legend", {}, title), vote ? options(question, chosen) : select(question, chosen, title || key));
}

function options({ key, several, options: all }, chosen) {
  const name = `wc-${key}-${Math.random()}`;
  const choose = ({ target }) => {
    const others = several ? chosen[key].filter((id) => id !== target.value) : [];
    chosen[key] = target.checked ? [...others, target.value] : others;
  };
  return all.map(({ id, text }) => el("label", {},
    el("input", {
      type: several ? "checkbox" : "radio", name, value: id, checked: chosen[key].includes(id), on: { change: choose },
    }), text));
}

function select({ key, options: all }, chosen, label) {
  const choose = ({ target }) => { chosen[key] = [target.value]; };
  return el("select", { "aria-label": label, on: { change: choose } }, all.map(({ id, text }) =>
    el("option", { value: id, selected: chosen[key].includes(id) }, text)));
}
