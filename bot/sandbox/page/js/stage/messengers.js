// Further messengers' phones: a row of each after Telegram's, shown and put away as a whole.

import { remember, remembered } from "../parts/settings.js";

const WIDE = "(min-width: 761px)";

/** Dispatches "change" when others are shown, "drawn" when a phone shows something else, and "did" (detail:
 *  {on, who, chat?, pressed?}) when something was said, or a button pressed. */
export class Messengers extends EventTarget {
  #rows;
  #shown = new Set();

  /** @param {Stage} stage
   *  @param {(WeChatPhones|WeComPhones)[]} rows key: its name, and that of its words */
  constructor(stage, rows) {
    super();
    this.#rows = rows;
    stage.stand(this);
    for (const row of rows) {
      stage.node.append(row.node);
      if (remembered(row.key, matchMedia(WIDE).matches)) this.#shown.add(row.key);
      row.addEventListener("drawn", () => this.dispatchEvent(new CustomEvent("drawn")));
      row.addEventListener("did", ({ detail }) =>
        this.dispatchEvent(new CustomEvent("did", { detail: { on: row.key, ...detail } })));
    }
    this.#draw();
  }

  /** The phones of one messenger, undefined where the sandbox has none. */
  row(key) {
    return this.#rows.find((row) => row.key === key);
  }

  get keys() {
    return this.#rows.map(({ key }) => key);
  }

  isShown(key) {
    return this.#shown.has(key);
  }

  /** A narrow window has room for one. */
  show(key, shown) {
    const others = [...this.#shown].filter((each) => each !== key && matchMedia(WIDE).matches);
    this.showOnly(shown ? [...others, key] : others);
  }

  showOnly(keys) {
    this.#shown = new Set(keys);
    for (const each of this.keys) remember(each, this.isShown(each));
    this.#draw();
  }

  /** Where there is room for one messenger at a time: this one, null for Telegram. */
  toFront(key) {
    if (!matchMedia(WIDE).matches) this.showOnly(key ? [key] : []);
    else if (key && !this.isShown(key)) this.show(key, true);
  }

  /** For another language. */
  redraw() {
    for (const row of this.#rows) row.redraw();
  }

  #draw() {
    for (const { key, node } of this.#rows) node.hidden = !this.isShown(key);
    this.dispatchEvent(new CustomEvent("change"));
  }
}
