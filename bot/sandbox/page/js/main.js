// Puts the page together.

import { el } from "./parts/dom.js";
import * as api from "./model/api.js";
import { Clock } from "./model/clock.js";
import { Live } from "./model/live.js";
import { Store } from "./model/store.js";
import { ClockBar } from "./stage/clock_bar.js";
import { Messengers } from "./stage/messengers.js";
import { Stage } from "./stage/stage.js";
import { Toolbar, applyTheme } from "./stage/toolbar.js";
import { Tries } from "./tries/tries.js";
import { WeChatPhones } from "./wechat/phones.js";
import { WeComPhones } from "./wecom/phones.js";
import { t } from "./words.js";

const RETRY = 1000;

async function begin() {
  applyTheme();
  const store = new Store();
  const live = new Live("/sandbox/events");
  await firstRead(store);
  const clock = new Clock(store);
  const [tours, wechat, wecom] = await Promise.all([api.tours(), WeChatPhones.find(), WeComPhones.find(), clock.refresh()]);
  const rows = [wechat, wecom].filter(Boolean);
  const stage = new Stage(store, rows.length);
  const messengers = new Messengers(stage, rows);
  const clockBar = new ClockBar(clock);
  const tries = new Tries(store, stage, messengers, clock, tours);
  const toolbar = new Toolbar(stage, store, live, clockBar, tries, messengers);
  clockBar.draw();
  stage.node.append(tries.node);
  document.body.replaceChildren(skipLink(stage), toolbar.node, stage.node);
  live.addEventListener("frame", ({ detail }) => store.apply(detail));
  // What was missed while the stream was down is read again, at the first connection too.
  live.addEventListener("state", ({ detail }) => detail === "online" && Promise.all([store.catchUp(), clock.refresh()]));
  live.connect();
}

function skipLink(stage) {
  return el("button", { class: "skip", type: "button", on: { click: () => stage.focusWriting() } }, t("skip"));
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
