// Dates as a messenger shows them, in the sandbox's time and zone. `seconds` are Unix seconds.

import { locale, t } from "../words.js";

let ahead = 0;
let timeZone;

/** @param {{ahead: number, zone: string}} told seconds before the real time; the viewer's own zone
 *    until told otherwise */
export function keepTime(told) {
  ahead = told.ahead;
  timeZone = told.zone;
}

/** Unix seconds. */
export function now() {
  return Date.now() / 1000 + ahead;
}

export function clock(seconds) {
  return format(seconds, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

export function dayKey(seconds) {
  return new Date(seconds * 1000).toLocaleDateString("sv", { timeZone });
}

export function dayName(seconds) {
  if (dayKey(seconds) === dayKey(now())) return t("today");
  if (dayKey(seconds) === dayKey(now() - 86400)) return t("yesterday");
  const sameYear = dayKey(seconds).slice(0, 4) === dayKey(now()).slice(0, 4);
  return format(seconds, { year: sameYear ? undefined : "numeric", month: "long", day: "numeric" });
}

export function date(seconds) {
  return format(seconds, { month: "short", day: "numeric" });
}

export function weekday(seconds) {
  return format(seconds, { weekday: "short" });
}

export function whenInList(seconds) {
  const today = dayKey(seconds) === dayKey(now());
  return today ? clock(seconds) : format(seconds, { month: "numeric", day: "numeric" });
}

export function iso(seconds) {
  return new Date(seconds * 1000).toISOString();
}

/** Minutes and seconds: 75 → "1:15". */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds || 0));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function format(seconds, options) {
  return new Intl.DateTimeFormat(locale(), { timeZone, ...options }).format(new Date(seconds * 1000));
}
