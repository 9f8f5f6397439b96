// The window that brings another phone out: a new resident, a new member of a group, or someone
// the world knows already.

import { el } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import * as api from "../model/api.js";
import { colourOf, initial, personName } from "../model/names.js";
import { APP_LANGUAGES, t } from "../words.js";

export function openAddPhone(store, out, show) {
  const box = el("dialog", { class: "window", "aria-labelledby": "add-phone-title", "data-testid": "add-phone-window",
    on: { close: () => box.remove() } });
  const finish = (userId) => {
    box.close();
    show(userId);
  };
  box.append(
    el("h2", { id: "add-phone-title" }, t("addPhone")),
    newcomer(store, finish),
    known(store, out, finish) ?? "",
    el("button", { class: "icon-button close", type: "button", "aria-label": t("close"), on: { click: () => box.close() } },
      icon("close")));
  document.body.append(box);
  box.showModal();
}

function newcomer(store, finish) {
  const name = el("input", { name: "name", required: true, maxlength: "64", value: t("newName", { number: store.users.size + 1 }),
    "aria-label": t("name"), "data-testid": "new-name" });
  const role = select(t("role"), "new-role", [["", t("resident")],
    ...store.groups().map(({ id, title }) => [id, t("memberOf", { title })])]);
  const speaks = select(t("language"), "new-language", Object.entries(APP_LANGUAGES));
  const problem = el("p", { class: "problem", role: "alert" });
  const submit = async (event) => {
    event.preventDefault();
    try {
      finish(await create(store, name.value.trim(), speaks.value, Number(role.value)));
    } catch (error) {
      problem.textContent = error.message;
    }
  };
  return el("form", { on: { submit } },
    field(t("name"), name), field(t("role"), role), field(t("language"), speaks), problem,
    el("button", { class: "button primary wide", type: "submit", "data-testid": "new-phone" }, t("takeOut")));
}

async function create(store, name, language, group) {
  const user = await api.addPhone(name, language);
  if (group) await api.join(group, user.id);
  await store.refresh();
  return user.id;
}

function known(store, out, finish) {
  const inside = Array.from(store.users.values()).filter(({ id }) => !out.has(id));
  if (inside.length === 0) return null;
  return el("section", { class: "known" }, el("h3", {}, t("knownPeople")),
    el("div", { class: "choices" }, inside.map((user) => el("button", {
      type: "button", "data-known": user.id, on: { click: () => finish(user.id) },
    }, el("span", { class: `avatar small ${colourOf(user.id)}`, "aria-hidden": "true" }, initial(personName(user))),
    el("span", {}, personName(user))))));
}

function field(label, control) {
  return el("label", { class: "field" }, el("span", {}, label), control);
}

function select(label, testid, options) {
  return el("select", { "aria-label": label, "data-testid": testid },
    options.map(([value, words]) => el("option", { value }, words)));
}
