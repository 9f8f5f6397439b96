// The sandbox's HTTP face, a function a route. Every refusal is an Error with the server's words.

export async function ask(path, options = {}) {
  const response = await fetch(`/sandbox/${path}`, options);
  const text = await response.text();
  const body = text ? parsed(text) : null;
  if (!response.ok) throw new Error(body?.error ?? `${response.status} ${response.statusText}`);
  return body;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export function post(path, body = {}) {
  return ask(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

const place = (user, chat) => `phones/${user}/chats/${chat}`;

export const world = () => ask("world");
export const addPhone = (first_name, language_code) => post("phones", { first_name, language_code });
export const start = (user, payload) => post(`phones/${user}/start`, payload ? { payload } : {});
export const block = (user) => post(`phones/${user}/block`);
export const unblock = (user) => post(`phones/${user}/unblock`);

export const history = (user, chat) => ask(place(user, chat));
export const text = (user, chat, words, reply_to) =>
  post(`${place(user, chat)}/text`, reply_to ? { text: words, reply_to } : { text: words });
export const edit = (user, chat, message_id, words) =>
  post(`${place(user, chat)}/edit`, { message_id, text: words });
export const location = (user, chat, latitude, longitude) =>
  post(`${place(user, chat)}/location`, { latitude, longitude });
export const contact = (user, chat) => post(`${place(user, chat)}/contact`);
export const forward = (user, chat, from_chat_id, message_id) =>
  post(`${place(user, chat)}/forward`, { from_chat_id, message_id });
export const tap = (user, chat, message_id, data) =>
  post(`${place(user, chat)}/tap`, { message_id, data });

/** @param {"photo"|"voice"|"video"|"document"|"sticker"} kind @param {File[]} files */
export function media(user, chat, kind, files, { caption, reply_to } = {}) {
  const form = new FormData();
  form.append("kind", kind);
  if (caption) form.append("caption", caption);
  if (reply_to) form.append("reply_to", String(reply_to));
  for (const file of files) form.append("file", file, file.name);
  return ask(`${place(user, chat)}/media`, { method: "POST", body: form });
}

export const addGroup = (title, members) => post("groups", { title, members });
export const join = (chat, user) => post(`groups/${chat}/join`, { user });
export const leave = (chat, user) => post(`groups/${chat}/leave`, { user });
export const upgrade = (chat) => post(`groups/${chat}/upgrade`);
export const removeBot = (chat) => post(`groups/${chat}/remove_bot`);
export const addBot = (chat) => post(`groups/${chat}/add_bot`);
/** null where the sandbox has no clock to move. */
export const clock = () => ask("clock").catch(() => null);
/** @param {"hour"|"deadline"|"tomorrow"|"four_weeks"} to  Answers when the clock is there. */
export const moveClock = (to) => post("clock", { to });
export const tours = async () => (await fetch("/sandbox/page/tours.json")).json();
export const floodControl = (on) => post("flood_control", { on });

export const fileUrl = (fileId) => `/sandbox/files/${encodeURIComponent(fileId)}`;
