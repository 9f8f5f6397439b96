// The row where a message is written, and everything that can stand above and below it.

import { el, refill } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import { personName, summary } from "../model/names.js";
import { t } from "../words.js";
import { attachInputs, openAttachMenu } from "./attach.js";
import { CommandList } from "./commands.js";
import { Recorder, canRecord } from "./recorder.js";
import { ReplyKeyboard } from "./reply_keyboard.js";
import { deliver } from "./sending.js";
import { fileTray } from "./tray.js";

export class Composer {
  #chat;
  #above = el("div", { class: "above" });
  #recording = el("div", { class: "recording", hidden: true });

  constructor(chat) {
    this.#chat = chat;
    this.#area = this.#textarea();
    this.#commands = new CommandList(chat, (words) => this.fillIn(words));
    this.#keyboard = new ReplyKeyboard(chat, () => this.update());
    this.#inputs = attachInputs((kind, files) => this.addFiles(kind, files));
    this.#buttons = this.#makeButtons();
    const { attach, commands, keyboard, send, record } = this.#buttons;
    const row = el("div", { class: "composer-row" },
      commands, attach, this.#inputs.node, this.#area, keyboard, record, send);
    this.node = el("div", { class: "composer", on: {
      paste: (event) => this.#pasted(event),
      dragover: (event) => event.preventDefault(),
      drop: (event) => this.#dropped(event),
    } }, this.#commands.node, this.#above, row, this.#recording, this.#keyboard.node);
  }

  #area;
  #commands;
  #keyboard;
  #inputs;
  #buttons;

  get #conversation() {
    return this.#chat.conversation;
  }

  update() {
    const { files, draft, editing, keyboard } = this.#conversation;
    const idle = !draft.trim() && files.length === 0 && !editing;
    this.#area.placeholder = keyboard?.input_field_placeholder || t("write");
    this.#buttons.record.hidden = !(idle && canRecord());
    this.#buttons.send.hidden = idle && canRecord();
    this.#buttons.commands.hidden = this.#commands.isEmpty();
    this.#buttons.keyboard.hidden = !this.#keyboard.canToggle();
    this.#buttons.keyboard.setAttribute("aria-pressed", String(this.#keyboard.isShown()));
    refill(this.#above, [files, this.#conversation.replyTo, editing], () =>
      [this.#strip(), fileTray(this.#conversation, () => this.update())]);
    this.#keyboard.update();
    this.#commands.update(draft);
  }

  focus() {
    this.#area.focus();
  }

  fillIn(words) {
    this.#conversation.draft = words;
    this.#area.value = words;
    this.#grow();
    this.update();
    this.focus();
  }

  addFiles(kind, files) {
    const added = files.map((file) => ({ kind: kind ?? kindOf(file), file }));
    this.#conversation.files = [...this.#conversation.files, ...added];
    this.update();
    this.focus();
  }

  async #send() {
    const conversation = this.#conversation;
    const { draft, files, replyTo, editing } = conversation;
    if (!draft.trim() && files.length === 0) return;
    Object.assign(conversation, { files: [], replyTo: null, editing: null });
    this.fillIn("");
    const sent = await this.#chat.phone.attempt(() =>
      deliver(this.#chat, { words: draft.trim(), files, replyTo, editing }));
    if (sent || conversation.draft) return;
    Object.assign(conversation, { files, replyTo, editing });
    this.fillIn(draft);
  }

  #textarea() {
    return el("textarea", {
      rows: "1", "aria-label": t("write"), "data-testid": "composer", on: {
        input: () => {
          this.#conversation.draft = this.#area.value;
          this.#grow();
          this.update();
        },
        keydown: (event) => this.#onKey(event),
      },
    }, this.#conversation.draft);
  }

  #onKey(event) {
    // While an input method composes (pinyin), Enter picks the word and must not send.
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === "Escape") {
      this.#drop();
    } else if (event.key === "Tab" && this.#commands.completion()) {
      event.preventDefault();
      this.fillIn(`${this.#commands.completion()} `);
    }
  }

  #grow() {
    this.#area.style.setProperty("height", "auto");
    this.#area.style.setProperty("height", `${this.#area.scrollHeight}px`);
  }

  #strip() {
    const { replyTo, editing } = this.#conversation;
    const about = editing ?? replyTo;
    if (!about) return null;
    const title = editing ? t("editing") : t("replyingTo", { who: personName(about.from) });
    return el("div", { class: "strip", "data-testid": "reply-strip" },
      icon(editing ? "edit" : "reply"),
      el("span", { class: "lines" }, el("strong", {}, title), el("span", {}, summary(about))),
      iconButton("close", t("cancel"), () => this.#drop()));
  }

  #drop() {
    const { editing } = this.#conversation;
    Object.assign(this.#conversation, { replyTo: null, editing: null });
    this.fillIn(editing ? "" : this.#conversation.draft);
  }

  #makeButtons() {
    const recorder = new Recorder(this.#recording, (file) => this.addFiles("voice", [file]));
    const attach = iconButton("attach", t("attach"), () =>
      openAttachMenu(attach, this.#chat, this.#inputs), "attach");
    return {
      attach,
      commands: iconButton("slash", t("commands"), () => this.#commands.toggle(), "commands"),
      keyboard: iconButton("keyboard", t("keyboard"), () => this.#keyboard.toggle(), "keyboard-toggle"),
      record: iconButton("microphone", t("record"), () =>
        this.#chat.phone.attempt(() => recorder.begin()), "record"),
      send: iconButton("send", t("send"), () => this.#send(), "send"),
    };
  }

  #pasted(event) {
    const files = Array.from(event.clipboardData?.files ?? []);
    if (files.length > 0) {
      event.preventDefault();
      this.addFiles(null, files);
    }
  }

  #dropped(event) {
    event.preventDefault();
    this.addFiles(null, Array.from(event.dataTransfer.files));
  }
}

function kindOf(file) {
  const family = file.type.split("/")[0];
  return { image: "photo", video: "video", audio: "voice" }[family] ?? "document";
}

function iconButton(name, label, click, testid) {
  return el("button", {
    class: `icon-button ${testid ?? ""}`, type: "button", "aria-label": label, title: label,
    "data-testid": testid, on: { click },
  }, icon(name));
}
