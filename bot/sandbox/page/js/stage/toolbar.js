// The bar above the phones.

import { el, fill } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { openMenu } from "../parts/menu.js";
import { remember, remembered } from "../parts/settings.js";
import * as api from "../model/api.js";
import { language, setLanguage, t } from "../words.js";
import { openNewGroup } from "./new_group.js";

export class Toolbar {
  #stage;
  #store;
  #live;
  #clockBar;
  #tries;
  #messengers;
  node = el("header", { class: "toolbar" });

  constructor(stage, store, live, clockBar, tries, messengers) {
    this.#stage = stage;
    this.#clockBar = clockBar;
    this.#tries = tries;
    this.#messengers = messengers;
    this.#store = store;
    this.#live = live;
    live.addEventListener("state", () => this.#draw());
    this.#draw();
  }

  #draw() {
    document.documentElement.lang = language() === "zh" ? "zh-Hans" : "en";
    fill(this.node,
      el("img", { class: "mark", src: "/sandbox/page/icon.svg", alt: "", width: "30", height: "30" }),
      el("h1", {}, t("product"), el("small", {}, t("sandbox"))),
      this.#connection(),
      this.#clockBar.node,
      el("span", { class: "gap" }),
      this.#triesButton(),
      this.#languageButton(),
      this.#themeButton(),
      this.#moreButton());
  }

  #triesButton() {
    return el("button", {
      class: "button primary", type: "button", hidden: this.#tries.isEmpty, "data-testid": "tries",
      on: { click: () => this.#tries.toggle() },
    }, icon("play"), el("span", {}, t("tries")));
  }

  #languageButton() {
    return el("button", {
      class: "button plain", type: "button", "data-testid": "language", lang: language() === "zh" ? "en" : "zh",
      on: { click: () => this.#otherLanguage() },
    }, t("otherLanguage"));
  }

  #moreButton() {
    return el("button", {
      class: "icon-button", type: "button", "aria-label": t("moreOptions"), "aria-haspopup": "menu",
      "data-testid": "more", on: { click: (event) => this.#openMore(event.currentTarget) },
    }, icon("more"));
  }

  #connection() {
    const { state } = this.#live;
    return el("span", { class: `connection ${state}`, role: "status", "data-testid": "connection", "data-state": state },
      el("i"), el("span", {}, t(state)));
  }

  #themeButton() {
    const dark = isDark();
    const click = () => {
      setTheme(dark ? "light" : "dark");
      this.#draw();
    };
    return el("button", { class: "icon-button", type: "button", "aria-label": t(dark ? "light" : "dark"),
      title: t(dark ? "light" : "dark"), "data-testid": "theme", on: { click } }, icon(dark ? "sun" : "moon"));
  }

  #otherLanguage() {
    setLanguage(language() === "zh" ? "en" : "zh");
    this.#draw();
    this.#clockBar.draw();
    this.#tries.draw();
    this.#stage.redraw();
    this.#messengers.redraw();
  }

  #openMore(anchor) {
    const { floodControl } = this.#store;
    const flood = async () => {
      await api.floodControl(!floodControl);
      await this.#store.refresh();
    };
    openMenu(anchor, [
      { icon: "plus", label: t("addPhone"), testid: "add-someone", run: () => this.#stage.addPhone() },
      { icon: "people", label: t("newGroup"), testid: "new-group", run: () => openNewGroup(this.#store) },
      { icon: "gauge", label: t(floodControl ? "floodOff" : "floodOn"), testid: "flood-control", run: flood },
    ], t("moreOptions"));
  }
}

export function applyTheme() {
  const theme = remembered("theme", null);
  if (theme) document.documentElement.dataset.theme = theme;
}

function setTheme(theme) {
  remember("theme", theme);
  applyTheme();
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}
