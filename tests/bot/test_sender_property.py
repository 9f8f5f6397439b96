"""Whatever is written, whatever fails, whenever it crashes: every row ends, in order."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field

from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import GetMe
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from storage.engine import Database
from storage.outbox import Urgency
from storage.tables import Card, MessageLink, OutboxMessage, OutboxState
from tests.bot.sender_fakes import OK, Answer, Desk, Received, bad_request, forbidden, too_many
from tests.bot.sender_runs import run_until_worked_off, running, until

NO_NETWORK = TelegramNetworkError(method=GetMe(), message="ClientOSError")
ANSWERS = {
    "ok": OK,
    "too many": too_many(7),
    "server error": Answer(502, "Bad Gateway"),
    "no network": Answer(raises=NO_NETWORK),
    "done, answer lost": Answer(raises=NO_NETWORK, done=True),
    "refused": bad_request("message text is empty"),
    "blocked": forbidden("bot was blocked by the user"),
}
CARDS = {"ticket:1", "ticket:2"}


@dataclass
class Step:
    """Rows are written, then calls are answered so; after the last one all is well, or a crash."""

    rows: list[tuple[int, Urgency, str | None]]
    answers: list[str]
    crash: bool


steps = st.builds(
    Step,
    rows=st.lists(
        st.tuples(
            st.sampled_from([1, 2, -100]),
            st.sampled_from(Urgency),
            st.none() | st.sampled_from(sorted(CARDS)),
        ),
        max_size=6,
    ),
    answers=st.lists(st.sampled_from(sorted(ANSWERS)), max_size=8),
    crash=st.booleans(),
)


@dataclass
class History:
    """What was written and what was shown, by the texts, which are all different."""

    desk: Desk
    written: list[tuple[int, Urgency, str | None, str]] = field(default_factory=list)
    doubled: int = 0
    """How many messages may stand there twice: their answer was lost, or the program died."""

    async def live_through(self, step: Step) -> None:
        await self._write(step)
        answers, crash = iter(step.answers), asyncio.Event()

        def script(call: Received) -> Answer:
            name = next(answers, "")
            if not name and step.crash:
                crash.set()
            self.doubled += name == "done, answer lost"
            return ANSWERS.get(name, OK)

        self.desk.telegram.script = script
        if not step.crash:
            return await run_until_worked_off(self.desk)
        async with running(self.desk.sender):
            await until(self.desk, lambda: self._over(crash))
        # Three chats, so three calls at most were under way.
        self.doubled += 3
        self.desk.sender = self.desk.another_sender()
        return None

    async def _write(self, step: Step) -> None:
        for chat_id, urgency, card in step.rows:
            text = str(len(self.written))
            self.written.append((chat_id, urgency, card, text))
            await self.desk.say(chat_id, text, urgency=urgency, card=card)

    async def _over(self, crash: asyncio.Event) -> bool:
        waiting = (row.state == OutboxState.WAITING for row in await self.desk.rows())
        return crash.is_set() or not any(waiting)


@given(st.lists(steps, min_size=1, max_size=4))
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
async def test_every_row_ends_in_order_and_cards_show_their_latest_look(
    database: Database, lived: list[Step]
) -> None:
    await _empty(database)
    history = History(Desk(database))
    for step in lived:
        await history.live_through(step)
    await history.live_through(Step(rows=[], answers=[], crash=False))

    rows = await history.desk.rows()
    assert {row.state for row in rows} <= {OutboxState.SENT, OutboxState.GIVEN_UP}
    given_up = {row.params["text"] for row in rows if row.state == OutboxState.GIVEN_UP}
    _nothing_is_missing_or_told_twice(history, given_up)
    _order_is_kept(history)
    await _cards_show_their_latest_look(history, given_up)


def _nothing_is_missing_or_told_twice(history: History, given_up: set[str]) -> None:
    posted = Counter(history.desk.telegram.done)
    for _, _, card, text in history.written:
        assert card or posted[text] or text in given_up, text
    assert sum(count - 1 for count in posted.values()) <= history.doubled
    told = Counter(text for kind, text in history.desk.told.calls if kind == "undeliverable")
    assert given_up <= told.keys()


def _order_is_kept(history: History) -> None:
    """Rows of one chat and one urgency are first seen as they were written."""
    first_seen = list(dict.fromkeys(history.desk.telegram.done))
    lanes: dict[tuple[int, Urgency], list[int]] = {}
    plain = {text: (chat, urgency) for chat, urgency, card, text in history.written if not card}
    for text in first_seen:
        if text in plain:
            lanes.setdefault(plain[text], []).append(int(text))
    assert all(lane == sorted(lane) for lane in lanes.values()), lanes


async def _cards_show_their_latest_look(history: History, given_up: set[str]) -> None:
    latest = {(chat, card): text for chat, _, card, text in history.written if card}
    for (chat_id, card), text in latest.items():
        message_id = await history.desk.card_message(chat_id, card)
        if text not in given_up:
            assert message_id is not None
            assert history.desk.telegram.messages[chat_id, message_id] == text


async def _empty(database: Database) -> None:
    async with database.transaction() as session:
        for table in (OutboxMessage, Card, MessageLink):
            await session.execute(delete(table))
