// The HTTP face of WeChat's phones. Every refusal is an Error with the server's words.

import { ask, post } from "../model/api.js";

const phone = (openid) => `wechat/phones/${encodeURIComponent(openid)}`;

/** null where the sandbox has no WeChat. */
export const world = () => ask("wechat").catch(() => null);
export const read = (openid) => ask(phone(openid));
export const add = (name) => post("wechat/phones", { name });
/** Answers when the account has, so seldom to be waited for. */
export const act = (openid, name, body = {}) => post(`${phone(openid)}/${name}`, body);
/** @param {"photo"|"voice"|"video"} kind @param {File} file */
export const send = (openid, kind, file) =>
  ask(`${phone(openid)}/media/${kind}`, { method: "POST", body: file });
