// Builds elements. Text only ever enters the page as text nodes, never as markup.

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} tag
 * @param {object} [props] `class`, `data` (dataset), `on` (listeners), boolean or string
 *   attributes; null, undefined and false leave an attribute out.
 * @param {...(Node|string|null|false|undefined|Array)} children
 */
export function el(tag, props = {}, ...children) {
  return assemble(document.createElement(tag), props, children);
}

export function svg(tag, props = {}, ...children) {
  return assemble(document.createElementNS(SVG, tag), props, children);
}

function assemble(node, { data = {}, on = {}, ...attributes }, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    node.setAttribute(name, value === true ? "" : value);
  }
  for (const [name, value] of Object.entries(data)) node.dataset[name] = value;
  for (const [event, listener] of Object.entries(on)) node.addEventListener(event, listener);
  node.append(...present(children));
  return node;
}

function present(children) {
  return children.flat(Infinity).filter((child) => child || child === 0).map((child) =>
    child instanceof Node ? child : String(child));
}

export function fill(node, ...children) {
  node.replaceChildren(...present(children));
}

/** Fills `node` by `draw` when one of `parts` differs from last time: focus and hover survive. */
export function refill(node, parts, draw) {
  if (sameParts(node.refillParts, parts)) return;
  node.refillParts = parts;
  fill(node, draw());
}

/**
 * Makes `parent` hold one node for each item, in order, keeping the nodes of items that have not
 * changed (so that a playing voice, a revealed spoiler or a focused button survives).
 * @param {{key: string, parts: any[], draw: () => Element}[]} items same key and identical parts:
 *   the node is kept.
 */
export function reconcile(parent, items) {
  const before = new Map(Array.from(parent.children, (node) => [node.reconcileKey, node]));
  let place = parent.firstChild;
  for (const item of items) {
    const node = kept(before.get(item.key), item) ?? drawn(item);
    if (node === place) place = place.nextSibling;
    else parent.insertBefore(node, place);
    if (before.get(item.key) === node) before.delete(item.key);
  }
  for (const stale of before.values()) {
    if (stale === place) place = place.nextSibling;
    stale.remove();
  }
}

function kept(node, item) {
  return node && sameParts(node.reconcileParts, item.parts) ? node : null;
}

function sameParts(before, now) {
  return before?.length === now.length && before.every((part, index) => part === now[index]);
}

function drawn(item) {
  const node = item.draw();
  node.reconcileKey = item.key;
  node.reconcileParts = item.parts;
  return node;
}
