// Puts the page together.

import { el } from "./parts/dom.js";
import { Live } from "./model/live.js";
import { Store } from "./model/store.js";
import { Stage } from "./stage/stage.js";
import { Toolbar, applyTheme } from "./stage/toolbar.js";
import { t } from "./words.js";

const RETRY = 1000;

async function begin() {
  applyTheme();
  const store = new Store();
  const live = new Live();
  await firstRead(store);
  const stage = new Stage(store);
  const toolbar = new Toolbar(stage, store, live);
  document.body.replaceChildren(toolbar.node, stage.node);
  live.addEventListener("frame", ({ detail }) => store.apply(detail));
  // What was missed while the stream was down is read again, at the first connection too.
  live.addEventListener("state", ({ detail }) => detail === "online" && store.catchUp());
  live.connect();
}

async function firstRead(store) {
  for (;;) {
    try {
      await store.refresh();
      return;
    } catch {
      document.body.replaceChildren(el("p", { class: "waiting", role: "status" }, t("waiting")));
      await new Promise((later) => { setTimeout(later, RETRY); });
    }
  }
}

begin();
