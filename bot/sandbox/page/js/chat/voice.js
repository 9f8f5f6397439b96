// A voice message: play, pause, how far it is.

import { el, fill } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { duration } from "../parts/time.js";
import { fileUrl } from "../model/api.js";
import { t } from "../words.js";

const BARS = 28;

export function voicePlayer(voice) {
  const audio = new Audio();
  audio.preload = "none";
  audio.src = fileUrl(voice.file_id);
  const bars = heights(voice.file_unique_id ?? voice.file_id).map((height) => bar(height));
  const time = el("small", {}, duration(voice.duration));
  const button = el("button", { class: "disc", type: "button", on: {
    click: () => (audio.paused ? audio.play().catch(() => show()) : audio.pause()),
  } });
  const show = () => {
    const length = Number.isFinite(audio.duration) ? audio.duration : voice.duration;
    const played = length ? audio.currentTime / length : 0;
    bars.forEach((one, index) => one.classList.toggle("played", index < played * BARS));
    time.textContent = duration(audio.paused ? voice.duration : audio.currentTime);
    fill(button, icon(audio.paused ? "play" : "pause"));
    button.setAttribute("aria-label", audio.paused ? t("play") : t("pause"));
  };
  for (const event of ["play", "pause", "timeupdate", "ended"]) audio.addEventListener(event, show);
  show();
  return el("div", { class: "voice", "data-testid": "voice" }, button,
    el("span", { class: "lines" }, el("span", { class: "wave", "aria-hidden": "true" }, bars), time));
}

function bar(height) {
  const node = el("i");
  node.style.setProperty("height", `${height}%`);
  return node;
}

/** A wave drawn from the file's id: the true one would need decoding, this one tells voices apart. */
function heights(id) {
  let seed = Array.from(id).reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)) % 65537, 7);
  return Array.from({ length: BARS }, (_none, index) => {
    seed = (seed * 75 + 74) % 65537;
    const swell = Math.sin((index / BARS) * Math.PI);
    return Math.round(18 + swell * 30 + (seed / 65537) * 52);
  });
}
