// One way through the product: who does what, and what of it has happened.

/**
 * A step as tours.json has it: {who, in?} and one of {says, to?, means?}, {taps}, {start}; or {clock, until?}.
 * `who` is a first name, `in` a group's title (otherwise the chat with the bot), `to` words of the
 * message to reply to, `means` what a number stands for, `until` the kind of deadline to reach. `on` is
 * another messenger than Telegram; on "wechat" there is {follows}, the code that somebody scans.
 */
export class Tour {
  /** Which step is next; as many as there are when all has been done. */
  at = 0;

  constructor(store, { title, steps }) {
    this.title = title;
    this.steps = steps.map((step) => placed(store, step));
  }

  get step() {
    return this.steps[this.at] ?? null;
  }

  /** The ids of those who take part, in the order of their first steps. */
  get people() {
    return [...new Set(this.steps.map((step) => step.userId).filter(Boolean))];
  }

  /** The further messengers that it goes by. */
  get messengers() {
    return [...new Set(this.steps.map((step) => step.on).filter(Boolean))];
  }

  /** @param {{userId?: number, chatId?: number, words?: string, moved?: {goal: string, kind?: string},
   *  on?: string, who?: string, chat?: string, pressed?: string}} what happened */
  isDoneBy({ userId, chatId, words, moved, on, who, chat, pressed }) {
    const { step } = this;
    if (!step) return false;
    if (step.on) return on === step.on && who === step.who && chat === step.in && pressed === step.taps;
    if (step.clock) return moved?.goal === step.clock && (!step.until || moved.kind === step.until);
    if (userId !== step.userId || chatId !== step.chatId || words === undefined) return false;
    if (step.taps) return words.includes(step.taps);
    return words.startsWith("/start") === (step.start !== undefined);
  }
}

/** The tours whose people and groups are here; who has not begun yet settles in first, starts, or does what
 *  the tour has as theirs under `arriving`. */
export function toursFor(store, messengers, { settling, tours }) {
  return tours.filter(({ steps }) => steps.every((step) => isHere(store, messengers, step)))
    .map((tour) => ({
      ...tour,
      steps: [
        ...newOnes(store, tour.settled).flatMap((who) => settling.map((step) => ({ who, ...step }))),
        ...newOnes(store, tour.started).map((who) => ({ who, start: "" })),
        ...Object.entries(tour.arriving ?? {}).flatMap(([who, steps]) => arriving(store, messengers, who, steps)),
        ...tour.steps,
      ],
    }));
}

function newOnes(store, names = []) {
  return names.filter((who) => isNew(store, who));
}

function isNew(store, who) {
  const { id } = person(store, who);
  return !store.conversation(id, id).started;
}

function arriving(store, messengers, who, steps) {
  const [{ on }] = steps;
  const isThere = on ? messengers.row(on).phoneOf(who).follows : !isNew(store, who);
  return isThere ? [] : steps.map((step) => ({ who, ...step }));
}

function isHere(store, messengers, step) {
  if (step.on) return Boolean(messengers.row(step.on)?.phoneOf(step.who));
  return step.clock || (person(store, step.who) && (!step.in || group(store, step.in)));
}

function placed(store, step) {
  if (step.clock || step.on) return step;
  const userId = person(store, step.who).id;
  return { ...step, userId, chatId: step.in ? group(store, step.in).id : userId };
}

function person(store, name) {
  return Array.from(store.users.values()).find((user) => user.first_name === name);
}

function group(store, title) {
  return store.groups().find((chat) => chat.title === title);
}
