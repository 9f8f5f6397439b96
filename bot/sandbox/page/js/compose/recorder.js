// Recording a voice message where the browser can; elsewhere an audio file can be attached.

import { el, fill } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { duration } from "../parts/time.js";
import { t } from "../words.js";

export function canRecord() {
  return Boolean(globalThis.MediaRecorder && navigator.mediaDevices?.getUserMedia);
}

export class Recorder {
  #bar;
  #done;

  /** @param {Element} bar where progress is shown  @param {(file: File) => void} done */
  constructor(bar, done) {
    this.#bar = bar;
    this.#done = done;
  }

  async begin() {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => {
      throw new Error(t("noMicrophone"));
    });
    const media = new MediaRecorder(stream);
    const parts = [];
    let keep = false;
    media.ondataavailable = ({ data }) => parts.push(data);
    media.onstop = () => {
      stream.getTracks().forEach((track) => track.stop());
      this.#bar.hidden = true;
      clearInterval(ticking);
      if (keep) this.#done(new File(parts, "voice.ogg", { type: media.mimeType }));
    };
    const ticking = this.#show(() => { keep = true; media.stop(); }, () => media.stop());
    media.start();
  }

  #show(finish, cancel) {
    const began = Date.now();
    const time = el("span", { class: "lines", role: "timer" });
    const tick = () => { time.textContent = t("recording", { time: duration((Date.now() - began) / 1000) }); };
    tick();
    fill(this.#bar, el("i", { class: "red-dot" }), time,
      el("button", { class: "button plain", type: "button", on: { click: cancel } }, t("cancel")),
      el("button", { class: "button primary", type: "button", on: { click: finish } }, icon("stop"), t("done")));
    this.#bar.hidden = false;
    return setInterval(tick, 500);
  }
}
