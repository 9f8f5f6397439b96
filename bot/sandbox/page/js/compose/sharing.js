// Sharing a place or one's own contact, each asked once more before it leaves.

import { el } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { confirmSheet, openSheet, sheetButton } from "../parts/sheet.js";
import * as api from "../model/api.js";
import { t } from "../words.js";

// Degrees, WGS-84: inside the demo community, around it, far from it, and where nobody lives.
const PLACES = [
  { key: "placeJunmen", latitude: 26.0863, longitude: 119.3005 },
  { key: "placeAlleys", latitude: 26.0836, longitude: 119.2965 },
  { key: "placeStation", latitude: 26.1142, longitude: 119.3192 },
  { key: "placeParis", latitude: 48.8566, longitude: 2.3522 },
  { key: "placeSea", latitude: 25.3, longitude: 120.3 },
];

export function openPlaceSheet(chat) {
  openSheet(chat.phone.node, { title: t("sharePlace"), testid: "places" }, (close) => {
    const send = ({ latitude, longitude }) => {
      close();
      chat.phone.attempt(() => api.location(chat.userId, chat.chatId, latitude, longitude));
    };
    return [
      el("div", { class: "choices" }, PLACES.map((place) => choice(place, send))),
      coordinates(send),
      el("div", { class: "sheet-actions" }, sheetButton(t("cancel"), close)),
    ];
  });
}

function choice(place, send) {
  return el("button", { type: "button", "data-testid": place.key, on: { click: () => send(place) } },
    icon("place"),
    el("span", { class: "lines" }, el("strong", {}, t(place.key)),
      el("small", {}, `${place.latitude}, ${place.longitude}`)));
}

function coordinates(send) {
  const field = (name, limit) => el("input", {
    type: "number", step: "any", min: -limit, max: limit, required: true, placeholder: t(name), "aria-label": t(name),
  });
  const [latitude, longitude] = [field("latitude", 90), field("longitude", 180)];
  const submit = (event) => {
    event.preventDefault();
    send({ latitude: latitude.valueAsNumber, longitude: longitude.valueAsNumber });
  };
  return el("form", { class: "coordinates", on: { submit } }, latitude, longitude,
    el("button", { class: "button primary", type: "submit" }, t("send")));
}

export function openContactSheet(chat) {
  confirmSheet(chat.phone.node, t("shareContact"), t("share"), () =>
    chat.phone.attempt(() => api.contact(chat.userId, chat.chatId)));
}
