// The sandbox's clock in the bar above: what time it is there, and four ways to move it on.

import { el, fill } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { clock as timeOf, date, now, weekday } from "../parts/time.js";
import { t } from "../words.js";

const LOOK_EVERY = 5000;
const DEADLINES = {
  breakfast: "breakfastCloses", lunch: "lunchCloses", supper: "supperCloses", request: "requestDue", task: "taskDue",
};

export class ClockBar {
  #clock;
  #isOpen = false;
  node = el("div", { class: "clock", hidden: true, "data-testid": "clock" });

  constructor(clock) {
    this.#clock = clock;
    clock.addEventListener("change", () => this.draw());
    setInterval(() => this.#tick(), LOOK_EVERY);
  }

  draw() {
    this.node.hidden = !this.#clock.exists;
    if (!this.#clock.exists) return;
    this.node.classList.toggle("open", this.#isOpen);
    this.node.classList.toggle("moving", this.#clock.moving);
    fill(this.node, this.#face(), el("div", { class: "clock-moves" },
      el("p", {}, t("clockNote")),
      this.#button("hour", t("plusHour")),
      this.#deadlineButton(),
      this.#button("tomorrow", t("toTomorrow")),
      this.#button("four_weeks", t("plusFourWeeks"))));
  }

  /** In a narrow window the ways to move it stand behind the face. */
  #face() {
    const toggle = () => {
      this.#isOpen = !this.#isOpen;
      this.draw();
      this.node.querySelector(".clock-face").focus();
    };
    const time = el("time", { class: "clock-time" }, timeParts());
    return el("button", {
      class: "clock-face", type: "button", title: t("clockNote"), "aria-expanded": String(this.#isOpen),
      "aria-busy": String(this.#clock.moving), "data-testid": "clock-face", on: { click: toggle },
    }, icon("clock"), el("small", {}, t("sandboxTime")), time);
  }

  #deadlineButton() {
    const { next } = this.#clock;
    if (!next) return null;
    const at = Date.parse(next.at) / 1000;
    const what = t(DEADLINES[next.kind], { title: next.title });
    return this.#button("deadline", t("toDeadline"), `${what} ${weekday(at)} ${timeOf(at)}`);
  }

  #button(goal, label, more) {
    return el("button", {
      class: "button plain", type: "button", "data-move": goal, disabled: this.#clock.moving,
      title: more ? `${more}\n${t("clockNote")}` : t("clockNote"),
      on: { click: () => this.#move(goal) },
    }, label, more && el("small", {}, more));
  }

  async #move(goal) {
    this.#isOpen = false;
    await this.#clock.move(goal).catch((error) => console.warn("clock not moved", error.message));
  }

  #tick() {
    const time = this.node.querySelector(".clock-time");
    if (time) fill(time, timeParts());
  }
}

function timeParts() {
  return [el("span", { class: "clock-date" }, date(now())), " ", weekday(now()), " ", timeOf(now())];
}
