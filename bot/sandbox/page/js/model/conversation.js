// One chat as one person's phone shows it.

import * as api from "./api.js";

export class Conversation {
  #loading = null;
  #stale = false;
  #changes = [];

  constructor(userId, chatId) {
    this.userId = userId;
    this.chatId = chatId;
    this.messages = [];
    this.keyboard = null;
    this.started = true;
    this.blocked = false;
    this.loaded = false;
    this.unread = 0;
    this.typing = null;
    // What the person is in the middle of writing.
    this.draft = "";
    this.replyTo = null;
    this.editing = null;
    this.files = [];
  }

  /** Reads the chat anew. What arrives meanwhile is applied on top of what was read. */
  load() {
    if (this.#loading) this.#stale = true;
    else this.#loading = this.#read().finally(() => { this.#loading = null; });
    return this.#loading;
  }

  async #read() {
    do {
      this.#stale = false;
      this.#changes = [];
      const read = await api.history(this.userId, this.chatId);
      const changes = this.#changes;
      this.messages = read.messages;
      this.keyboard = read.keyboard;
      this.started = read.started;
      this.blocked = read.blocked;
      this.loaded = true;
      for (const change of changes) change();
    } while (this.#stale);
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

  find(messageId) {
    return this.messages.find((message) => message.message_id === messageId);
  }

  get last() {
    return this.messages.at(-1);
  }

  #apply(change) {
    if (this.#loading) this.#changes.push(change);
    change();
  }

  #put(message) {
    const at = this.messages.findIndex((known) => known.message_id === message.message_id);
    if (at >= 0) this.messages[at] = message;
    else {
      this.messages.push(message);
      this.messages.sort((one, other) => one.message_id - other.message_id);
    }
  }
}
