// Dates as a messenger shows them, in the viewer's own time zone. `seconds` are Unix seconds.

import { locale, t } from "../words.js";

export function clock(seconds) {
  return format(seconds, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

export function dayKey(seconds) {
  return new Date(seconds * 1000).toDateString();
}

export function dayName(seconds) {
  const today = Date.now() / 1000;
  if (dayKey(seconds) === dayKey(today)) return t("today");
  if (dayKey(seconds) === dayKey(today - 86400)) return t("yesterday");
  const sameYear = new Date(seconds * 1000).getFullYear() === new Date().getFullYear();
  return format(seconds, { year: sameYear ? undefined : "numeric", month: "long", day: "numeric" });
}

export function whenInList(seconds) {
  const today = dayKey(seconds) === dayKey(Date.now() / 1000);
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
  return new Intl.DateTimeFormat(locale(), options).format(new Date(seconds * 1000));
}
