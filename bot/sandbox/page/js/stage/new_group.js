// The window that makes a new group with the bot in it.

import { el } from "../parts/dom.js";
import { icon } from "../parts/icons.js";
import * as api from "../model/api.js";
import { personName } from "../model/names.js";
import { t } from "../words.js";

export function openNewGroup(store) {
  const box = el("dialog", { class: "window", "aria-labelledby": "new-group-title", "data-testid": "new-group-window",
    on: { close: () => box.remove() } });
  const title = el("input", { required: true, maxlength: "128", "aria-label": t("groupTitle"), "data-testid": "group-title" });
  const boxes = Array.from(store.users.values(), (user) =>
    el("label", { class: "tick" }, el("input", { type: "checkbox", value: user.id }), el("span", {}, personName(user))));
  const problem = el("p", { class: "problem", role: "alert" });
  const submit = async (event) => {
    event.preventDefault();
    const members = Array.from(box.querySelectorAll("input:checked"), (one) => Number(one.value));
    try {
      await api.addGroup(title.value.trim(), members);
      box.close();
    } catch (error) {
      problem.textContent = error.message;
    }
  };
  box.append(
    el("h2", { id: "new-group-title" }, t("newGroup")),
    el("form", { on: { submit } },
      el("label", { class: "field" }, el("span", {}, t("groupTitle")), title),
      el("fieldset", {}, el("legend", {}, t("members")), boxes), problem,
      el("button", { class: "button primary wide", type: "submit" }, t("create"))),
    el("button", { class: "icon-button close", type: "button", "aria-label": t("close"), on: { click: () => box.close() } },
      icon("close")));
  document.body.append(box);
  box.showModal();
}
