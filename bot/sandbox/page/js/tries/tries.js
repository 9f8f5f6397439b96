// "Try it": the list of tours, and the one under way with its next step lit.

import { el, fill } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { personName } from "../model/names.js";
import { language, t } from "../words.js";
import { Spotlight } from "./spotlight.js";
import { Tour, toursFor } from "./tour.js";

const MOVES = { hour: "plusHour", deadline: "toDeadline", tomorrow: "toTomorrow", four_weeks: "plusFourWeeks" };
const UNTIL = { lunch: "untilLunch" };

export class Tries {
  #store;
  #stage;
  #messengers;
  #written;
  #spotlight;
  #tour = null;
  #isOpen = false;
  #isLong = false;
  node = el("aside", { class: "tries", hidden: true, "data-testid": "tries-panel" });

  /** @param {object} written what tours.json holds */
  constructor(store, stage, messengers, clock, written) {
    this.#store = store;
    this.#stage = stage;
    this.#messengers = messengers;
    this.#written = written;
    this.#spotlight = new Spotlight(stage, messengers);
    store.addEventListener("arrived", ({ detail: { chatId, message } }) =>
      message.text && this.#happened({ userId: message.from?.id, chatId, words: message.text }));
    store.addEventListener("tapped", ({ detail: { label, ...where } }) => this.#happened({ ...where, words: label }));
    clock.addEventListener("moved", ({ detail: moved }) => this.#happened({ moved }));
    messengers.addEventListener("did", ({ detail }) => this.#happened(detail));
    for (const source of [store, clock, messengers]) {
      for (const name of ["conversation", "world", "change", "drawn"]) source.addEventListener(name, () => this.#relight());
    }
  }

  /** True where nobody is here whom the tours are about. */
  get isEmpty() {
    return toursFor(this.#store, this.#messengers, this.#written).length === 0;
  }

  toggle() {
    this.#isOpen = !this.#isOpen;
    if (!this.#isOpen) this.#leave();
    this.draw();
    this.node.querySelector("button:not(.close)")?.focus();
  }

  draw() {
    this.node.hidden = !this.#isOpen;
    this.node.setAttribute("aria-label", t("tries"));
    this.node.classList.toggle("under-way", this.#tour !== null);
    this.node.classList.toggle("long", this.#isLong);
    fill(this.node, this.#head(), this.#tour ? this.#steps() : this.#list());
  }

  #head() {
    const title = this.#tour ? this.#tour.title[language() === "zh" ? 0 : 1] : t("tries");
    return el("header", {},
      this.#tour && headButton("back", t("allTries"), () => { this.#leave(); this.draw(); }),
      el("h2", {}, title),
      this.#tour && headButton("chevron", t("allSteps"), () => { this.#isLong = !this.#isLong; this.draw(); }, "lengthen"),
      headButton("close", t("close"), () => this.toggle(), "close"));
  }

  #list() {
    const tours = toursFor(this.#store, this.#messengers, this.#written);
    return el("ul", { class: "tours" }, tours.map((tour) => el("li", {}, el("button", {
      type: "button", "data-tour": tour.key, on: { click: () => this.#begin(tour) },
    }, icon("play"), tour.title[language() === "zh" ? 0 : 1]))));
  }

  #steps() {
    return el("ol", { class: "steps" },
      this.#tour.steps.map((step, index) => this.#step(step, index)),
      el("li", { class: this.#tour.step ? "end" : "end current", role: "status" }, this.#tour.step ? "" : t("triedAll")));
  }

  #step(step, index) {
    const { at } = this.#tour;
    const state = (index < at && "done") || (index === at && "current") || "";
    return el("li", { class: state }, el("button", {
      type: "button", "data-step": index, "aria-current": index === at ? "step" : null, on: { click: () => this.#goTo(index) },
    }, el("span", { class: "sign", "aria-hidden": "true" }, index < at ? icon("check") : String(index + 1)),
    el("span", {}, this.#words(step)), index < at && el("span", { class: "sr-only" }, t("done"))));
  }

  #words(step) {
    if (step.until) return t("stepUntil", { what: t(MOVES[step.clock]), until: t(UNTIL[step.until]) });
    if (step.clock) return t("stepClock", { what: t(MOVES[step.clock]) });
    const who = step.on ? t("whoOn", { who: step.who, on: t(step.on) }) : personName(this.#store.users.get(step.userId));
    if (step.follows) return t("stepTaps", { who, what: t("followAccount") });
    if (step.means) return t("stepMeans", { who, what: step.says, means: step.means });
    if (step.says) return t("stepSays", { who, what: step.says });
    return t("stepTaps", { who, what: step.taps ?? t("start") });
  }

  #begin(tour) {
    this.#tour = new Tour(this.#store, tour);
    this.#messengers.showOnly(this.#tour.messengers);
    this.#stage.showOnly(this.#tour.people);
    this.#goTo(0);
  }

  #leave() {
    this.#tour = null;
    this.#isLong = false;
    this.#spotlight.light(null);
  }

  #goTo(index) {
    this.#spotlight.light(null);
    this.#tour.at = index;
    this.#isLong = false;
    this.draw();
    this.node.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
    if (this.#tour.step) this.#spotlight.prepare(this.#tour.step);
    this.#relight();
  }

  #happened(what) {
    if (this.#tour?.isDoneBy(what)) this.#goTo(this.#tour.at + 1);
  }

  /** After the redrawing that the same news brings about. */
  #relight() {
    if (this.#tour) requestAnimationFrame(() => this.#spotlight.light(this.#tour?.step ?? null));
  }
}

function headButton(sign, label, click, kind = "") {
  return el("button", { class: `icon-button ${kind}`, type: "button", "aria-label": label, title: label, on: { click } }, icon(sign));
}
