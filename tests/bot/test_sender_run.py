"""The loop: waking, stopping, crashing, and being the only one."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

import pytest
from sqlalchemy.exc import DatabaseError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.sender import Hooks
from bot.sender.limits import ChannelLimits
from bot.sender.outcomes import Outcome
from bot.sender.records import record
from bot.sender.sender import LOOK_EVERY
from storage.engine import Database
from storage.outbox import Urgency
from tests.bot.sender_fakes import OK, Answer, Desk, Received, Time
from tests.bot.sender_runs import run_until_worked_off, running, until


class StandingTime(Time):
    """Nobody's sleep ever ends, so whatever happens was woken up for."""

    async def sleep(self, seconds: float) -> None:  # noqa: ARG002 - as `Time` has it
        await asyncio.Event().wait()


async def test_a_woken_sender_sends_without_waiting_for_its_next_look(database: Database) -> None:
    desk = Desk(database, StandingTime())
    async with running(desk.sender):
        await desk.say(1, "hello")
        desk.sender.wake()
        await asyncio.wait_for(desk.telegram.answered.wait(), 10)
    assert desk.telegram.texts() == ["hello"]


async def test_what_waits_behind_an_answer_leaves_as_soon_as_it_is_sent(
    database: Database,
) -> None:
    desk = Desk(database, StandingTime())
    for words in ("one", "two"):
        await desk.say(1, words)
    second = asyncio.Event()
    desk.telegram.script = _sets_at_second_call(desk, second)
    async with running(desk.sender):
        desk.sender.wake()
        await asyncio.wait_for(second.wait(), 10)


async def test_a_sender_nobody_wakes_looks_every_second(database: Database) -> None:
    desk = Desk(database)
    async with running(desk.sender):
        await desk.time.passing()
        await desk.say(1, "hello")
        written_at = desk.time.seconds
        await until(desk, lambda: desk.received(1))
    assert desk.telegram.calls[0].at <= written_at + 2 * LOOK_EVERY


async def test_what_a_crash_left_behind_is_sent_after_the_restart(database: Database) -> None:
    desk = Desk(database)
    desk.telegram.hangs = asyncio.Event()
    await desk.say(1, "hello")
    async with running(desk.sender):
        await until(desk, lambda: desk.received(1))
    assert await desk.states() == ["waiting"]
    desk.telegram.hangs = None
    desk.sender = desk.another_sender()
    await run_until_worked_off(desk)
    assert await desk.states() == ["sent"]


async def test_stopping_finishes_what_is_in_flight_and_sends_answers_only(
    database: Database,
) -> None:
    desk = Desk(database)
    desk.telegram.hangs = asyncio.Event()
    await desk.say(1, "in flight", urgency=Urgency.BROADCAST)
    async with running(desk.sender) as loop:
        await until(desk, lambda: desk.received(1))
        await desk.say(1, "urgent", urgency=Urgency.ANSWER)
        await desk.say(1, "can wait", urgency=Urgency.NOTICE)
        stopping = asyncio.create_task(desk.sender.stop(urgent_within=30))
        await desk.time.passing()
        desk.telegram.hangs.set()
        await stopping
        await loop
    assert desk.telegram.shown(1) == ["in flight", "urgent"]
    assert await desk.states() == ["sent", "sent", "waiting"]


async def test_stopping_does_not_wait_for_a_telegram_that_does_not_answer(
    database: Database,
) -> None:
    desk = Desk(database)
    desk.telegram.hangs = asyncio.Event()
    await desk.say(1, "hello")
    async with running(desk.sender) as loop:
        await until(desk, lambda: desk.received(1))
        await desk.sender.stop(urgent_within=0.01)
        await loop
    assert await desk.states() == ["waiting"]


async def test_stopping_does_not_wait_for_what_a_groups_limit_holds_back(
    database: Database,
) -> None:
    desk = Desk(database)
    for _ in range(25):
        await desk.say(-100, "notice", urgency=Urgency.NOTICE)
    async with running(desk.sender) as loop:
        await until(desk, lambda: desk.later_than(30))
        began = desk.time.seconds
        await desk.sender.stop(urgent_within=30)
        await loop
    assert desk.time.seconds < began + 2


async def test_stopping_a_sender_that_does_not_run_returns_at_once(database: Database) -> None:
    await Desk(database).sender.stop(urgent_within=30)


async def test_results_that_cannot_be_written_are_kept_and_not_sent_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(database)
    await desk.say(1, "hello")
    real, failures = Database.transaction, iter(range(3))

    def full_disk(self: Database) -> object:
        if next(failures, None) is not None:
            raise OSError("no space left on device")
        return real(self)

    monkeypatch.setattr(Database, "transaction", full_disk)
    await run_until_worked_off(desk)
    assert next(failures, None) is None
    assert desk.telegram.texts() == ["hello"]
    assert await desk.states() == ["sent"]


async def test_a_result_that_cannot_be_written_does_not_hold_up_the_others(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(database)
    for chat in (1, 2, 3):
        await desk.say(chat, "hello")

    async def choking(
        session: AsyncSession,
        finished: Sequence[Outcome],
        hooks: Hooks,
        limits: ChannelLimits,
        now: datetime,
    ) -> None:
        if any(outcome.row.chat_id == 1 for outcome in finished):
            raise DatabaseError("statement", {}, Exception())
        await record(session, finished, hooks, limits, now)

    monkeypatch.setattr("bot.sender.sender.record", choking)
    with pytest.raises(DatabaseError):
        await desk.sender.work_off()
    assert await desk.states() == ["waiting", "sent", "sent"]


def _sets_at_second_call(desk: Desk, event: asyncio.Event) -> Callable[[Received], Answer]:
    def script(_: Received) -> Answer:
        if len(desk.telegram.calls) == 2:
            event.set()
        return OK

    return script
