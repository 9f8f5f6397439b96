// The bar below a conversation: the account's menu, or the field to write in with what else can be sent.

import { el, fill } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { openMenu } from "../parts/menu.js";
import { openSheet, sheetButton } from "../parts/sheet.js";
import { t } from "../words.js";

// Degrees, GCJ-02, as WeChat gives them: the places of compose/sharing.js.
const PLACES = [
  { key: "placeJunmen", latitude: 26.0832, longitude: 119.30531 },
  { key: "placeAlleys", latitude: 26.08049, longitude: 119.3013 },
  { key: "placeStation", latitude: 26.11111, longitude: 119.32404 },
];
const FILES = { photo: "image/*", video: "video/mp4", voice: ".amr" };

export class Bottom {
  #phone;
  #menu = [];
  #writing = false;
  #drawn = null;
  #field = el("textarea", { rows: "1", maxlength: "2000", "data-testid": "wechat-field" });
  #files = Object.fromEntries(Object.entries(FILES).map(([kind, accept]) => [kind, this.#file(kind, accept)]));
  node = el("div", { class: "wx-bottom" });

  constructor(phone) {
    this.#phone = phone;
    this.#field.setAttribute("aria-label", t("write"));
    this.#field.addEventListener("keydown", (event) => this.#onKey(event));
  }

  /** @param {object[]} menu the account's buttons, none where it has no menu */
  draw(menu) {
    const looks = JSON.stringify([menu, this.#writing]);
    if (looks === this.#drawn) return;
    this.#drawn = looks;
    this.#menu = menu;
    const showsMenu = menu.length > 0 && !this.#writing;
    fill(this.node,
      menu.length > 0 && this.#toggle(showsMenu),
      showsMenu ? menu.map((button) => this.#menuButton(button)) : this.#writingRow());
  }

  fillIn(words) {
    this.#writing = true;
    this.draw(this.#menu);
    this.#field.value = words;
  }

  #toggle(showsMenu) {
    return this.#iconButton(showsMenu ? "keyboard" : "slash", t(showsMenu ? "toKeyboard" : "toMenu"), "wechat-toggle", () => {
      this.#writing = showsMenu;
      this.draw(this.#menu);
      if (showsMenu) this.#field.focus();
    });
  }

  #menuButton(button) {
    const below = button.sub_button ?? [];
    const click = ({ currentTarget }) => below.length > 0 ? this.#openBelow(currentTarget, button) : this.#press(button);
    return el("button", {
      class: "wx-menu-button", type: "button", "aria-haspopup": below.length > 0 ? "menu" : null, on: { click },
    }, below.length > 0 && el("span", { class: "wx-lines", "aria-hidden": "true" }, "≡"), button.name);
  }

  #openBelow(anchor, { name, sub_button }) {
    openMenu(anchor, sub_button.map((button) => ({ label: button.name, run: () => this.#press(button) })), name);
  }

  #press(button) {
    const { type, name } = button;
    if (type === "view") this.#openPage(button);
    else if (type === "location_select") this.#openPlaces((place) => this.#phone.act("choose_location", { button: name, ...place }));
    else this.#phone.act("click", { button: name });
  }

  #openPage({ name, url }) {
    this.#phone.act("open_page", { button: name });
    window.open(url, "_blank", "noopener,noreferrer");
  }

  #writingRow() {
    return [
      this.#field,
      this.#iconButton("send", t("send"), "wechat-send", () => this.#send()),
      this.#iconButton("plus", t("wechatMore"), "wechat-more", ({ currentTarget }) => this.#openMore(currentTarget)),
      el("div", { class: "file-fields" }, Object.values(this.#files)),
    ];
  }

  #openMore(anchor) {
    openMenu(anchor, [
      { icon: "photo", label: t("photo"), run: () => this.#files.photo.click() },
      { icon: "film", label: t("video"), run: () => this.#files.video.click() },
      { icon: "microphone", label: t("amrFile"), run: () => this.#files.voice.click() },
      { icon: "place", label: t("location"), testid: "wechat-place", run: () => this.#openPlaces((place) => this.#phone.act("location", place)) },
      { icon: "link", label: t("scanCode"), testid: "wechat-scan", run: () => this.#openScanner() },
    ], t("wechatMore"));
  }

  #openPlaces(choose) {
    openSheet(this.#phone.node, { title: t("sharePlace"), testid: "wechat-places" }, (close) => [
      el("div", { class: "choices" }, PLACES.map(({ key, latitude, longitude }) => el("button", {
        type: "button", on: { click: () => {
          close();
          choose({ latitude, longitude, label: t(key) });
        } },
      }, icon("place"), el("strong", {}, t(key))))),
      el("div", { class: "sheet-actions" }, sheetButton(t("cancel"), close)),
    ]);
  }

  #openScanner() {
    openSheet(this.#phone.node, { title: t("scanCode"), testid: "wechat-scanner" }, (close) => {
      const address = el("input", { required: true, placeholder: t("scanHint"), "aria-label": t("scanHint") });
      const submit = (event) => {
        event.preventDefault();
        close();
        this.#phone.act("scan", { url: address.value.trim() });
      };
      return [el("form", { class: "coordinates", on: { submit } }, address,
        el("button", { class: "button primary", type: "submit" }, t("scanCode")))];
    });
  }

  #onKey(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#send();
  }

  #send() {
    const text = this.#field.value.trim();
    if (!text) return;
    this.#field.value = "";
    this.#phone.act("say", { text });
  }

  #file(kind, accept) {
    return el("input", {
      type: "file", class: "sr-only", tabindex: "-1", accept, multiple: kind !== "voice", "aria-label": t(kind), "data-testid": `wechat-file-${kind}`,
      on: { change: ({ target }) => {
        for (const file of target.files) this.#phone.send(kind, file);
        target.value = "";
      } },
    });
  }

  #iconButton(sign, label, testid, click) {
    return el("button", { class: "icon-button", type: "button", "aria-label": label, title: label, "data-testid": testid, on: { click } },
      icon(sign));
  }
}
