// Writing in WeCom. In a group the robot hears only what mentions it: a chip keeps that on.

import { el, fill } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { openMenu } from "../parts/menu.js";
import { t } from "../words.js";

const FILES = { image: "image/*", video: "video/mp4", file: "" };

export class Composer {
  #chat;
  #robot;
  #mentions = true;
  #quoted = null;
  #top = el("div", { class: "wc-above" });
  #field = el("textarea", { rows: "1", maxlength: "2000", "data-testid": "wecom-field" });
  #files = Object.fromEntries(Object.entries(FILES).map(([kind, accept]) => [kind, this.#file(kind, accept)]));
  node = el("div", { class: "wc-composer" });

  /** @param {WeComChat} chat @param {string} robot its name */
  constructor(chat, robot) {
    this.#chat = chat;
    this.#robot = robot;
    this.#field.setAttribute("aria-label", t("write"));
    this.#field.addEventListener("keydown", (event) => this.#onKey(event));
    fill(this.node, this.#top, el("div", { class: "wc-writing" },
      this.#field,
      this.#iconButton("plus", t("wechatMore"), "wecom-more", ({ currentTarget }) => this.#openMore(currentTarget)),
      this.#iconButton("send", t("send"), "wecom-send", () => this.#send())),
    el("div", { class: "file-fields" }, Object.values(this.#files)));
    this.#draw();
  }

  get isHeard() {
    return this.#chat.group && this.#chat.hasRobot && this.#mentions;
  }

  /** See WeComChat. */
  get send() {
    return this.#field.value ? this.node.querySelector("[data-testid=wecom-send]") : null;
  }

  quote(post) {
    this.#quoted = post;
    this.#draw();
    this.#field.focus();
  }

  fillIn(words) {
    this.#mentions = true;
    this.#field.value = words;
    this.#draw();
  }

  focus() {
    this.#field.focus();
  }

  #draw() {
    fill(this.#top, this.#chat.group && this.#chat.hasRobot && this.#chip(), this.#quoted && this.#strip());
    this.#field.placeholder = this.isHeard ? t("writeToRobot") : t("write");
  }

  #chip() {
    const toggle = () => {
      this.#mentions = !this.#mentions;
      this.#draw();
    };
    return el("button", {
      class: "wc-chip", type: "button", title: t("mentionNote"), "aria-pressed": String(this.#mentions),
      "data-testid": "wecom-mention", on: { click: toggle },
    }, `@${this.#robot}`);
  }

  #strip() {
    const { sender, text, kind } = this.#quoted;
    return el("div", { class: "wc-strip", "data-testid": "wecom-strip" },
      el("span", {}, `${sender}: ${text || t(kind === "image" ? "photo" : "document")}`),
      this.#iconButton("close", t("cancel"), "wecom-unquote", () => {
        this.#quoted = null;
        this.#draw();
      }));
  }

  #openMore(anchor) {
    const voice = { icon: "microphone", label: t("speak"), testid: "wecom-speak", run: () => this.#openVoice() };
    openMenu(anchor, [
      { icon: "photo", label: t("photo"), run: () => this.#files.image.click() },
      { icon: "film", label: t("video"), run: () => this.#files.video.click() },
      { icon: "document", label: t("document"), run: () => this.#files.file.click() },
      ...(this.#chat.group ? [] : [voice]),
    ], t("wechatMore"));
  }

  #openVoice() {
    this.#chat.openSheet({ title: t("speak"), testid: "wecom-voice" }, (close) => {
      const said = el("input", { required: true, maxlength: "500", "aria-label": t("speak") });
      const submit = (event) => {
        event.preventDefault();
        close();
        this.#chat.speak(said.value.trim());
      };
      return [el("form", { class: "coordinates", on: { submit } }, said,
        el("button", { class: "button primary", type: "submit" }, t("send")))];
    });
  }

  #onKey(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#send();
  }

  async #send() {
    const text = this.#field.value.trim();
    if (!text) return;
    const how = { mention: this.isHeard, ...(this.#quoted && { quote: this.#quoted.number }) };
    this.#field.value = "";
    this.#quoted = null;
    this.#draw();
    if (!(await this.#chat.say(text, how))) this.#field.value ||= text;
  }

  #file(kind, accept) {
    return el("input", {
      type: "file", class: "sr-only", tabindex: "-1", accept: accept || null, "aria-label": t(kind === "image" ? "photo" : kind === "video" ? "video" : "document"),
      "data-testid": `wecom-file-${kind}`,
      on: { change: ({ target }) => {
        for (const file of target.files) this.#chat.sendFile(kind, file, this.isHeard);
        target.value = "";
      } },
    });
  }

  #iconButton(sign, label, testid, click) {
    return el("button", { class: "icon-button", type: "button", "aria-label": label, title: label, "data-testid": testid, on: { click } },
      icon(sign));
  }
}
