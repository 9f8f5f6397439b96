// Lights what the next step presses, and prepares what it says.

const LIT = "lit";

export class Spotlight {
  #stage;
  #messengers;

  constructor(stage, messengers) {
    this.#stage = stage;
    this.#messengers = messengers;
  }

  /** Takes out the phone, opens the chat, fills in the words. */
  prepare(step) {
    if (step.clock) return;
    if (step.on) {
      this.#messengers.toFront(step.on);
      this.#phone(step).prepare(step);
      return;
    }
    this.#stage.show(step.userId);
    const phone = this.#stage.phone(step.userId);
    if (phone.openChat !== step.chatId) phone.open(step.chatId);
    if (step.says) phone.fillIn(step.says, step.to);
  }

  /** @param {object|null} step null: nothing is lit any more */
  light(step) {
    const target = step && this.#target(step);
    for (const lit of document.querySelectorAll(`.${LIT}`)) if (lit !== target) lit.classList.remove(LIT);
    if (!target || target.classList.contains(LIT)) return;
    target.classList.add(LIT);
    target.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #target(step) {
    if (step.clock) return document.querySelector(`[data-move="${step.clock}"]`);
    if (step.on) return this.#phone(step).target(step);
    const phone = this.#stage.phone(step.userId);
    if (phone?.openChat !== step.chatId) return null;
    if (step.says) return phone.node.querySelector("[data-testid=send]");
    if (step.start !== undefined) return begun(phone.node, step.start);
    return button(phone.node, step.taps);
  }

  #phone({ on, who }) {
    return this.#messengers.row(on).phoneOf(who);
  }
}

function begun(phone, payload) {
  const field = phone.querySelector("[data-testid=start-payload]");
  if (field && !field.value) field.value = payload;
  return phone.querySelector("[data-testid=start]");
}

/** The first that reads so under the latest message that has one, else a key of the keyboard. */
function button(phone, label) {
  const places = [...phone.querySelectorAll(".inline-keyboard")].reverse();
  const all = [...places, phone.querySelector(".reply-keyboard")].flatMap((place) =>
    Array.from(place?.querySelectorAll("button, a") ?? []));
  return all.find((one) => one.textContent.includes(label)) ?? null;
}
