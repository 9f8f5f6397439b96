// Short notes over a phone, and running what may be refused.

import { el } from "./dom.js";

const LASTS = 4000;

export class Toasts {
  node = el("div", { class: "toasts", role: "alert" });

  show(words) {
    const note = el("div", { class: "toast", "data-testid": "toast" }, words);
    this.node.append(note);
    setTimeout(() => note.remove(), LASTS);
  }

  /** Runs what talks to the server; a refusal becomes a toast. Answers whether it went well. */
  async attempt(act) {
    try {
      await act();
      return true;
    } catch (error) {
      this.show(error.message);
      return false;
    }
  }
}
