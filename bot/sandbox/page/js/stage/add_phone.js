// The window that brings somebody new: a resident, or a member of a group.

import { el } from "../parts/dom.js";
import { field, form, openWindow } from "../parts/window.js";
import * as api from "../model/api.js";
import { APP_LANGUAGES, t } from "../words.js";

/** @param {(userId: number) => void} show */
export function openAddPhone(store, show) {
  openWindow({ title: t("addPhone"), testid: "add-phone-window" }, (close) => {
    const finish = (userId) => {
      close();
      show(userId);
    };
    return [newcomer(store, finish)];
  });
}

function newcomer(store, finish) {
  const name = el("input", {
    required: true, maxlength: "64", value: t("newName", { number: store.users.size + 1 }), "data-testid": "new-name",
  });
  const roles = store.groups().map(({ id, title }) => [id, t("memberOf", { title })]);
  const role = select("new-role", [["", t("resident")], ...roles]);
  const speaks = select("new-language", Object.entries(APP_LANGUAGES));
  const fields = [field(t("name"), name), field(t("role"), role), field(t("language"), speaks)];
  return form(fields, t("takeOut"), async () => {
    finish(await create(store, name.value.trim(), speaks.value, Number(role.value)));
  });
}

async function create(store, name, language, group) {
  const user = await api.addPhone(name, language);
  if (group) await api.join(group, user.id);
  await store.refresh();
  return user.id;
}

function select(testid, options) {
  return el("select", { "data-testid": testid }, options.map(([value, words]) => el("option", { value }, words)));
}
