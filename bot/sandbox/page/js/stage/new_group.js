// The window that makes a new group with the bot in it.

import { el } from "../parts/dom.js";
import { field, form, openWindow } from "../parts/window.js";
import * as api from "../model/api.js";
import { personName } from "../model/names.js";
import { t } from "../words.js";

export function openNewGroup(store) {
  const title = el("input", { required: true, maxlength: "128", "data-testid": "group-title" });
  const members = el("fieldset", {}, el("legend", {}, t("members")), Array.from(store.users.values(), tick));
  openWindow({ title: t("newGroup"), testid: "new-group-window" }, (close) => [
    form([field(t("groupTitle"), title), members], t("create"), async () => {
      await api.addGroup(title.value.trim(), chosen(members));
      close();
    }),
  ]);
}

function tick(user) {
  return el("label", { class: "tick" },
    el("input", { type: "checkbox", value: user.id }), el("span", {}, personName(user)));
}

function chosen(members) {
  return Array.from(members.querySelectorAll("input:checked"), (box) => Number(box.value));
}
