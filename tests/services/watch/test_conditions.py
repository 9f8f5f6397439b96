"""When something is wrong enough to be told, and when it only looks so."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar import ZONE
from services.keeps import AtNight, Job
from services.watch.conditions import messages_stuck, nothing_arrives, work_behind
from services.watch.news import MessagesStuck, NothingArrives, WorkBehind
from storage.engine import Database
from storage.outbox import Outgoing, Urgency, put
from storage.tables import Channel, SeenUpdate

NOON = datetime(2026, 11, 26, 12, tzinfo=ZONE).astimezone(UTC)
ANSWER = Outgoing(
    channel=Channel.TELEGRAM, chat_id=1, method="sendMessage", params={}, urgency=Urgency.ANSWER
)


@pytest.mark.parametrize(
    ("urgency", "minutes"), [(Urgency.ANSWER, 5), (Urgency.CARD, 5), (Urgency.NOTICE, 20)]
)
async def test_a_message_is_stuck_once_its_urgency_does_not_let_it_wait_longer(
    database: Database, urgency: Urgency, minutes: int
) -> None:
    late = NOON + timedelta(minutes=minutes)
    async with database.transaction() as session:
        await put(session, [replace(ANSWER, urgency=urgency)], NOON)
        assert await messages_stuck(session, late) is None
        assert await messages_stuck(session, late + timedelta(seconds=1)) == MessagesStuck(1, NOON)


async def test_a_broadcast_may_take_as_long_as_it_takes(database: Database) -> None:
    async with database.transaction() as session:
        await put(session, [replace(ANSWER, urgency=Urgency.BROADCAST)], NOON)
        assert await messages_stuck(session, NOON + timedelta(hours=3)) is None


def job(due_since: datetime, *, until: datetime | None = None, **rules: Any) -> Job:
    """One row of it is due from `due_since` on; from `until` on it is due no more."""

    async def due(_session: AsyncSession, now: datetime) -> list[int]:
        return [1] if due_since <= now and (until is None or now < until) else []

    async def act(_session: AsyncSession, _row_id: int, /, *, now: datetime) -> None:
        """Nothing: it stays due."""

    made = Job(
        name="job",
        due=due,
        act=act,
        every=timedelta(minutes=1),
        when="",
        to="",
        at_night=AtNight.ACTS,
        late="",
    )
    return replace(made, **rules)


BEFORE = NOON - timedelta(minutes=11)
JOBS = {
    "due for long": (job(BEFORE), WorkBehind(1)),
    "just fallen due": (job(NOON - timedelta(minutes=9)), None),
    "due before, and no more": (job(BEFORE, until=NOON), None),
    "spread over hours": (job(BEFORE, at_once=5), None),
    "spread, and long over": (job(NOON - timedelta(hours=3), at_once=5), WorkBehind(1)),
    "not to be done at night": (job(BEFORE, at_night=AtNight.PUT_OFF), WorkBehind(1)),
}


@pytest.mark.parametrize(("late", "found"), JOBS.values(), ids=JOBS.keys())
async def test_work_is_behind_when_nothing_keeps_it_back(
    database: Database, late: Job, found: WorkBehind | None
) -> None:
    async with database.reading() as session:
        assert await work_behind(session, NOON, [late]) == found


@pytest.mark.parametrize("hour", [0, 8])
async def test_what_waits_for_the_morning_is_not_behind(database: Database, hour: int) -> None:
    now = datetime(2026, 11, 26, hour, 20, tzinfo=ZONE).astimezone(UTC)
    waits = job(now - timedelta(hours=5), at_night=AtNight.PUT_OFF)
    async with database.reading() as session:
        assert await work_behind(session, now, [waits]) is None


SILENCES = {
    "a busy place": (1_000, timedelta(hours=2), True),
    "a busy place, for less than an hour": (2_000, timedelta(minutes=59), False),
    "a place where a few write a day": (30, timedelta(hours=3), False),
}


@pytest.mark.parametrize(("came", "silent", "told"), SILENCES.values(), ids=SILENCES.keys())
async def test_silence_is_judged_by_how_many_usually_write(
    database: Database, came: int, silent: timedelta, told: bool
) -> None:
    last = NOON - silent
    async with database.transaction() as session:
        session.add_all(
            SeenUpdate(
                channel=Channel.TELEGRAM,
                bot_id=1,
                update_id=number,
                seen_at=last - timedelta(minutes=2) * number,
            )
            for number in range(came)
        )
        await session.flush()
        assert await nothing_arrives(session, NOON) == (NothingArrives(last) if told else None)
        at_night = NOON + timedelta(hours=10)
        assert await nothing_arrives(session, at_night) is None
