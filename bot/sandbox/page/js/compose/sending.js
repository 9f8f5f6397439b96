// Turns what was written and attached into the messages a Telegram client would send. What is too
// long for one message or one album is divided by the sandbox.

import * as api from "../model/api.js";

/** @param {{words: string, files: {kind: string, file: File}[], replyTo?: object, editing?: object}} what */
export async function deliver({ userId, chatId }, { words, files, replyTo, editing }) {
  if (editing) await api.edit(userId, chatId, editing.message_id, words);
  else if (files.length > 0) await deliverFiles(userId, chatId, files, words, replyTo?.message_id);
  else await api.text(userId, chatId, words, replyTo?.message_id);
}

async function deliverFiles(userId, chatId, files, words, reply_to) {
  let caption = words;
  for (const { kind, list } of batches(files)) {
    await api.media(userId, chatId, kind, list, { caption, reply_to });
    caption = "";
  }
}

/** Photos in a row are one album, and so are videos; anything else goes by itself. */
function batches(files) {
  const made = [];
  for (const { kind, file } of files) {
    const open = made.at(-1);
    if (open?.kind === kind && ["photo", "video"].includes(kind)) open.list.push(file);
    else made.push({ kind, list: [file] });
  }
  return made;
}
