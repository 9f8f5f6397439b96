// A photo as large as the window.

import { t } from "../words.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";

export function openLightbox(source, label) {
  const close = () => box.close();
  const box = el("dialog", { class: "lightbox", "aria-label": label, on: {
    click: close, close: () => box.remove(),
  } },
  el("img", { src: source, alt: label }),
  el("button", { class: "icon-button", type: "button", "aria-label": t("close"), on: { click: close } }, icon("close")));
  document.body.append(box);
  box.showModal();
}
