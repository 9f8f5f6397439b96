// The sandbox's own clock: how far it is ahead, where it can be moved to, and moving it.

import { latest } from "../parts/latest.js";
import { keepTime } from "../parts/time.js";
import * as api from "./api.js";

/** Events: "change", and "moved" once the clock is where it was sent (detail: the goal, and the kind of the
 *  deadline it led to). */
export class Clock extends EventTarget {
  #told = null;

  constructor(store) {
    super();
    store.addEventListener("clock", () => this.refresh());
  }

  /** False until it was read, and where there is none. */
  get exists() {
    return this.#told !== null;
  }

  get moving() {
    return this.#told?.moving ?? false;
  }

  /** The next deadline: {at, kind, title}, or null. */
  get next() {
    return this.#told?.next ?? null;
  }

  refresh = latest(async () => this.#take(await api.clock()));

  /** @param {"hour"|"deadline"|"tomorrow"|"four_weeks"} goal */
  async move(goal) {
    const kind = goal === "deadline" ? this.next?.kind : undefined;
    this.#take({ ...this.#told, moving: true });
    try {
      await api.moveClock(goal);
      this.dispatchEvent(new CustomEvent("moved", { detail: { goal, kind } }));
    } finally {
      await this.refresh();
    }
  }

  #take(told) {
    this.#told = told;
    if (told) keepTime(told);
    this.dispatchEvent(new CustomEvent("change"));
  }
}
