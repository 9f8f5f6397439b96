// Which addresses in a message may be followed, and which of them start our own bot.

const SCHEMES = new Set(["http:", "https:", "tg:", "mailto:"]);

/**
 * @param {string} address as written in a message or on a button
 * @param {string} botName the bot's username
 * @returns {{href?: string, start?: string}} `start`: the payload of a deep link to this bot;
 *   nothing: the address must not be followed.
 */
export function linkTarget(address, botName) {
  const url = parsed(address);
  if (!url || !SCHEMES.has(url.protocol)) return {};
  const start = deepLink(url, botName);
  return start === null ? { href: url.href } : { start };
}

function parsed(address) {
  const spelt = /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`;
  try {
    return new URL(spelt);
  } catch {
    return null;
  }
}

function deepLink(url, botName) {
  const named = url.protocol === "tg:"
    ? url.searchParams.get("domain")
    : ["t.me", "telegram.me"].includes(url.hostname) && url.pathname.slice(1);
  const ours = named && botName && named.toLowerCase() === botName.toLowerCase();
  return ours && url.searchParams.has("start") ? url.searchParams.get("start") : null;
}
