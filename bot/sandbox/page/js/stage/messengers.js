// Further messengers' phones: a row of each after Telegram's, shown and put away as a whole.

import { remember, remembered } from "../parts/settings.js";

const WIDE = "(min-width: 761px)";

export class Messengers {
  #rows;
  #shown = new Set();

  /** @param {Stage} stage
   *  @param {{key: string, node: Element, redraw: Function}[]} rows key: its name, and that of its words */
  constructor(stage, rows) {
    this.#rows = rows;
    for (const { key, node } of rows) {
      stage.node.append(node);
      if (remembered(key, matchMedia(WIDE).matches)) this.#shown.add(key);
    }
    this.#draw();
  }

  get keys() {
    return this.#rows.map(({ key }) => key);
  }

  isShown(key) {
    return this.#shown.has(key);
  }

  /** A narrow window has room for one. */
  show(key, shown) {
    if (shown && !matchMedia(WIDE).matches) this.#shown.clear();
    if (shown) this.#shown.add(key);
    else this.#shown.delete(key);
    for (const each of this.keys) remember(each, this.isShown(each));
    this.#draw();
  }

  /** For another language. */
  redraw() {
    for (const row of this.#rows) row.redraw();
  }

  #draw() {
    for (const { key, node } of this.#rows) node.hidden = !this.isShown(key);
  }
}
