// The HTTP face of WeCom's phones. Every refusal is an Error with the server's words.

import { ask, post } from "../model/api.js";

const phone = (userid) => `wecom/phones/${encodeURIComponent(userid)}`;
const chat = (userid, chatId) => `${phone(userid)}/chats/${encodeURIComponent(chatId)}`;

/** null where the sandbox has no WeCom. */
export const world = () => ask("wecom").catch(() => null);
export const read = (userid) => ask(phone(userid));
export const open = (userid, chatId) => post(`${chat(userid, chatId)}/open`);
/** @param {{mention?: boolean, quote?: number}} how mention: the robot hears of it, in a group */
export const say = (userid, chatId, text, how) => post(`${chat(userid, chatId)}/say`, { text, ...how });
/** A voice message, by the words that WeCom makes of it. */
export const speak = (userid, chatId, text) => post(`${chat(userid, chatId)}/speak`, { text });
/** @param {1|2} verdict accurate, inaccurate */
export const rate = (userid, chatId, number, verdict) => post(`${chat(userid, chatId)}/rate`, { number, verdict });
/** @param {Object<string, string[]>} chosen option ids by question */
export const press = (userid, chatId, number, key, chosen) => post(`${chat(userid, chatId)}/press`, { number, key, chosen });

/** @param {"image"|"video"|"file"} kind @param {File} file */
export function send(userid, chatId, kind, file, mention) {
  const query = new URLSearchParams({ name: file.name, ...(mention && { mention: "yes" }) });
  return ask(`${chat(userid, chatId)}/media/${kind}?${query}`, { method: "POST", body: file });
}
