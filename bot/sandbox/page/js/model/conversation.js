// One chat as one person's phone shows it.

import { latest } from "../parts/latest.js";
import * as api from "./api.js";

export class Conversation {
  #seen = null;
  #changes = null;

  constructor(userId, chatId) {
    this.userId = userId;
    this.chatId = chatId;
    this.messages = [];
    this.keyboard = null;
    this.pinned = [];
    this.commands = [];
    this.started = true;
    this.blocked = false;
    this.loaded = false;
    this.typing = null;
    // What the person is in the middle of writing.
    this.draft = "";
    this.replyTo = null;
    this.editing = null;
    this.files = [];
  }

  /** Reads the chat anew. What arrives meanwhile is applied on top of what was read. */
  load = latest(async () => {
    this.#changes = [];
    try {
      const read = await api.history(this.userId, this.chatId);
      this.messages = read.messages;
      this.#take(read.keyboard);
      this.pinned = read.pinned;
      this.commands = read.commands;
      this.started = read.started;
      this.blocked = read.blocked;
      if (!this.loaded) this.markRead();
      this.loaded = true;
      for (const change of this.#changes) change();
    } finally {
      this.#changes = null;
    }
  });

  /** How many messages of others came since the chat was last looked at. */
  get unread() {
    if (this.#seen === null) return 0;
    return this.messages.filter((message) =>
      message.message_id > this.#seen && message.from?.id !== this.userId).length;
  }

  markRead() {
    this.#seen = this.last?.message_id ?? 0;
  }

  put(message) {
    this.#apply(() => this.#put(message));
  }

  remove(ids) {
    const gone = new Set(ids);
    this.#apply(() => {
      this.messages = this.messages.filter((message) => !gone.has(message.message_id));
    });
  }

  setKeyboard(keyboard) {
    this.#apply(() => this.#take(keyboard));
  }

  find(messageId) {
    return this.messages.find((message) => message.message_id === messageId);
  }

  get last() {
    return this.messages.at(-1);
  }

  #apply(change) {
    this.#changes?.push(change);
    change();
  }

  /** A reply keyboard; or a forced reply to the message that asked for it. */
  #take(keyboard) {
    this.keyboard = keyboard;
    if (keyboard?.force_reply) this.replyTo = this.find(keyboard.message_id) ?? null;
  }

  #put(message) {
    const { pinned_message: pinned } = message;
    if (pinned) this.pinned = [pinned.message_id, ...this.pinned.filter((id) => id !== pinned.message_id)];
    const at = this.messages.findIndex((known) => known.message_id === message.message_id);
    if (at >= 0) this.messages[at] = message;
    else {
      this.messages.push(message);
      this.messages.sort((one, other) => one.message_id - other.message_id);
    }
  }
}
