// What the page knows of the world, kept up to date by the stream of frames.

import { latest } from "../parts/latest.js";
import * as api from "./api.js";
import { Conversation } from "./conversation.js";

const TYPING_LASTS = 5000;

/**
 * Events (detail in brackets): "world" (users or chats changed), "conversation"
 * ({chatId, userId?}), "arrived" ({chatId, message}), "toast" (the frame), "clock" (it moved),
 * "tapped" ({userId, chatId, label}: an inline button, on one of this page's phones).
 */
export class Store extends EventTarget {
  bot = null;
  users = new Map();
  chats = new Map();
  floodControl = false;
  #conversations = new Map();

  refresh = latest(async () => {
    const world = await api.world();
    this.bot = world.bot;
    this.users = new Map(world.users.filter((user) => !user.is_bot).map((user) => [user.id, user]));
    this.chats = new Map(world.chats.map((entry) => [entry.chat.id, entry]));
    this.floodControl = world.flood_control;
    this.#tell("world");
  });

  /** After a gap in the stream: the world and every open conversation, anew. */
  async catchUp() {
    await this.#refreshIfPossible();
    await this.#reloadAll();
  }

  conversation(userId, chatId) {
    const key = `${userId} ${chatId}`;
    if (!this.#conversations.has(key)) {
      const made = new Conversation(userId, chatId);
      this.#conversations.set(key, made);
      this.reload(made);
    }
    return this.#conversations.get(key);
  }

  async reload(conversation) {
    const { userId, chatId } = conversation;
    try {
      await conversation.load();
    } catch (error) {
      // A chat can vanish between the news of it and the reading; the next "world" drops it.
      console.warn("chat not read", chatId, error.message);
    }
    this.#tell("conversation", { userId, chatId });
  }

  /** Unread messages on a person's phone, out or not, those of one chat left out. */
  unread(userId, except = null) {
    const chats = this.chatsOf(userId).filter((chatId) => chatId !== except);
    return chats.reduce((sum, chatId) => sum + this.conversation(userId, chatId).unread, 0);
  }

  noteTap(userId, chatId, label) {
    this.#tell("tapped", { userId, chatId, label });
  }

  isGroup(chatId) {
    return chatId < 0;
  }

  /** The chats on this person's phone: the bot first, then the groups they are in. */
  chatsOf(userId) {
    const groups = Array.from(this.chats.values()).filter(({ chat, members }) =>
      this.isGroup(chat.id) && members.some((one) => one.user_id === userId && isIn(one)));
    return [userId, ...groups.map(({ chat }) => chat.id)];
  }

  groups() {
    return Array.from(this.chats.values(), ({ chat }) => chat).filter(({ id }) => this.isGroup(id));
  }

  membersOf(chatId) {
    const members = this.chats.get(chatId)?.members ?? [];
    return members.filter(isIn).map((one) => one.user_id);
  }

  apply(frame) {
    const chatId = frame.chat_id ?? frame.message?.chat?.id;
    const take = this.#takers[frame.type];
    if (take) take(frame, chatId);
  }

  #takers = {
    message: ({ message }, chatId) => {
      this.#each(chatId, (one) => {
        one.put(message);
        if (message.from?.id === this.bot?.id) one.typing = null;
      });
      this.#tell("arrived", { chatId, message });
      this.#tell("conversation", { chatId });
    },
    edited: ({ message }, chatId) => {
      this.#each(chatId, (one) => one.put(message));
      this.#tell("conversation", { chatId });
    },
    deleted: ({ message_ids: ids }, chatId) => {
      this.#each(chatId, (one) => one.remove(ids));
      this.#tell("conversation", { chatId });
    },
    action: ({ action }, chatId) => this.#typing(chatId, action ?? "typing"),
    toast: (frame) => this.#tell("toast", frame),
    keyboard: ({ user_id: userId, keyboard }, chatId) => {
      this.#each(chatId, (one) => one.userId === userId && one.setKeyboard(keyboard));
      this.#tell("conversation", { chatId, userId });
    },
    chat: (_frame, chatId) => {
      this.#refreshIfPossible();
      this.#each(chatId, (one) => this.reload(one));
    },
    user: () => this.#refreshIfPossible(),
    commands: () => this.#reloadAll(),
    clock: () => this.#tell("clock"),
  };

  #typing(chatId, action) {
    const until = Date.now() + TYPING_LASTS;
    this.#each(chatId, (one) => { one.typing = { action, until }; });
    this.#tell("conversation", { chatId });
    setTimeout(() => {
      this.#each(chatId, (one) => {
        if (one.typing?.until === until) one.typing = null;
      });
      this.#tell("conversation", { chatId });
    }, TYPING_LASTS);
  }

  /** When the sandbox has just gone, the stream ends too, and its return reads everything again. */
  #refreshIfPossible() {
    return this.refresh().catch((error) => console.warn("world not read", error.message));
  }

  #reloadAll() {
    return Promise.all(Array.from(this.#conversations.values(), (one) => this.reload(one)));
  }

  #each(chatId, act) {
    for (const one of this.#conversations.values()) if (one.chatId === chatId) act(one);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function isIn({ status }) {
  return status !== "left" && status !== "kicked";
}
