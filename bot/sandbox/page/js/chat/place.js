// A location or venue: a small drawn map (no tiles from anywhere), a pin, coordinates and a link.

import { el, svg } from "../parts/dom.js";
import { t } from "../words.js";

const WIDTH = 260;
const HEIGHT = 130;

/** @param {{latitude: number, longitude: number}} location in degrees, WGS-84 */
export function placeTile(location, venue) {
  const { latitude, longitude } = location;
  const spot = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`;
  return el("div", { class: "place", "data-testid": "place" },
    drawing(latitude, longitude, venue?.title ?? spot),
    el("div", { class: "place-words" },
      venue && el("strong", {}, venue.title),
      venue && el("span", {}, venue.address),
      el("a", { href: map, target: "_blank", rel: "noopener noreferrer", title: t("openMap") }, spot)));
}

function drawing(latitude, longitude, label) {
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label },
    svg("rect", { class: "map-ground", width: WIDTH, height: HEIGHT }),
    svg("g", { transform: `rotate(${turn(longitude)} 130 65)` },
      blocks(latitude, longitude), streets(latitude, longitude)),
    svg("ellipse", { class: "map-shade", cx: 130, cy: 76, rx: 9, ry: 3.5 }),
    svg("path", { class: "map-pin", d: "M130 76c-9-12-14-18-14-26a14 14 0 0 1 28 0c0 8-5 14-14 26z" }),
    svg("circle", { class: "map-dot", cx: 130, cy: 50, r: 5 }));
}

// The grid shifts with the coordinates, a tile's width every 0.01°, so that two places differ.
function shift(degrees, size) {
  return -Math.round((((degrees * 100) % 1) + 1) % 1 * size);
}

function turn(longitude) {
  return Math.round(longitude * 7) % 14 - 7;
}

function streets(latitude, longitude) {
  const [x, y] = [shift(longitude, 84), shift(latitude, 58)];
  const lines = [];
  for (let at = x - 84; at < WIDTH + 84; at += 84) lines.push(`M${at} -80V220`);
  for (let at = y - 58; at < HEIGHT + 116; at += 58) lines.push(`M-80 ${at}H360`);
  return svg("path", { class: "map-street", d: lines.join("") });
}

function blocks(latitude, longitude) {
  const [x, y] = [shift(longitude, 84), shift(latitude, 58)];
  return [0, 1, 2, 3].map((index) => svg("rect", {
    class: index % 3 === 1 ? "map-park" : "map-block",
    x: x + index * 84 + 12, y: y + ((index * 5) % 3) * 58 + 10, width: 58, height: 38, rx: 4,
  }));
}
