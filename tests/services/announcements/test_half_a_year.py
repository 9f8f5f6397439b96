"""Half a year of announcements with the clock moved, beside a plain model that says who gets what.

What repeats goes on over holidays or leaves them out, one is paused overnight, one is recalled and
one is repeated no more; what is urgent leaves at night, once a second person agrees.
"""

from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.work import Work
from handlers.common.config import Config
from handlers.notices import Notices
from scheduler.clock import Tick
from scheduler.jobs import Jobs
from services import calendar
from services.announcements import keeps, life, steering
from services.announcements.life import NewAnnouncement
from services.audiences import Audience
from services.broadcasts import keeps as broadcasts_keeps
from services.broadcasts import sending, settling
from services.people import subscriptions
from services.rhythms import Rhythm
from storage.outbox_rows import IS_WAITING
from storage.tables import (
    Announcement,
    AnnouncementState,
    Broadcast,
    BroadcastState,
    Channel,
    OutboxMessage,
    OutboxState,
    Topic,
    UrgentSender,
)
from tests.services.broadcasts.broadcast_factories import live_at
from tests.services.conftest import Desk
from tests.services.factories import member

FUZHOU = ZoneInfo("Asia/Shanghai")
PEOPLE = range(301, 313)
WANTING = {each for each in PEOPLE if each % 2}
"""Who chose 停水停电."""
DEAF = {each for each in PEOPLE if each % 5 == 0}
"""Who switched 安全 off."""
AUTHOR, COLLEAGUE = 101, 102
BEGIN, END = date(2026, 1, 5), date(2026, 7, 5)
DAILY_FROM, DAILY_UNTIL = date(2026, 2, 9), date(2026, 3, 3)
"""Past the spring festival (15 to 23 February), and the Saturdays on which people work for it."""
PAUSED_ON = date(2026, 4, 14)
STOPPED_ON, RECALLED_ON = date(2026, 4, 1), date(2026, 5, 15)
WAKE = timedelta(minutes=10)
"""How often a job that was put off for the night is looked at."""

Deed = Callable[[AsyncSession], Awaitable[Any]]
Got = tuple[int, int, datetime]
"""Announcement, person, moment."""


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), FUZHOU).astimezone(UTC)


@dataclass
class Months:
    """The scheduler's jobs, a messenger that takes everything, and staff at their moments."""

    desk: Desk
    plans: list[tuple[datetime, Deed]]
    now: datetime
    got: list[Got] = field(default_factory=list)
    gone: list[Got] = field(default_factory=list)
    """Those who were told that it was recalled."""

    async def pass_by(self) -> None:
        self.plans.sort(key=lambda plan: plan[0])
        ticks = self._ticks()
        while (following := await self._next()) < at(END, 0):
            self.now = following
            while self.plans and self.plans[0][0] <= self.now:
                async with self._work.unit() as unit:
                    await self.plans.pop(0)[1](unit.session)
            for tick in ticks:
                await tick.job()
            await self._send()

    def _ticks(self) -> list[Tick]:
        config = Config(
            zone=FUZHOU,
            follow_up_after=timedelta(days=1),
            admin_ids=frozenset(),
            public_url="",
            suggest=lambda _text, _count: [],
            clear=lambda _text: None,
        )
        self._work = Work(
            self.desk.database, Notices(config), lambda: self.now, committed=lambda: None
        )
        jobs = Jobs(self.desk.database, self._work.unit, self._work.unit_by_day, lambda: self.now)
        return [jobs.tick(job) for job in (*keeps.KEEPS.jobs, *broadcasts_keeps.KEEPS.jobs)]

    async def _next(self) -> datetime:
        """When something falls due; what is due still was put off until the morning."""
        columns = (Announcement.repeat_at, Announcement.act_at, Broadcast.act_at)
        moments = [at for at, _deed in self.plans]
        async with self.desk.database.reading() as session:
            for column in columns:
                if await session.scalar(select(func.count()).where(column <= self.now)):
                    moments.append(self.now + WAKE)
                later = await session.scalar(select(func.min(column)).where(column > self.now))
                moments += [later] if later is not None else []
        return min(moments, default=at(END, 0))

    async def _send(self) -> None:
        async with self.desk.database.transaction() as session:
            waiting = await session.scalars(
                select(OutboxMessage).where(IS_WAITING, OutboxMessage.not_before <= self.now)
            )
            delivered = defaultdict(list)
            for row in waiting:
                row.state, row.finished_at = OutboxState.SENT, self.now
                if row.broadcast_id is not None:
                    delivered[row.broadcast_id].append(row.chat_id)
            for broadcast_id, chats in delivered.items():
                await settling.delivered(
                    session, broadcast_id, Channel.TELEGRAM, chats, now=self.now
                )
                broadcast = await session.get_one(Broadcast, broadcast_id)
                into = self.gone if broadcast.kind == life.RECALLED else self.got
                into += [(broadcast.subject_id, chat, self.now) for chat in chats]

    async def runs_of(self, text: str) -> list[Announcement]:
        async with self.desk.database.reading() as session:
            found = await session.scalars(
                select(Announcement).where(Announcement.text == text).order_by(Announcement.id)
            )
            return list(found)

    def days_of(self, runs: list[Announcement], person_ids: set[int]) -> list[date]:
        """On which days each of them got one, and nobody else; each run once."""
        days = []
        for run in runs:
            got = Counter(person for number, person, _at in self.got if number == run.id)
            if not got:
                continue
            assert got == dict.fromkeys(person_ids, 1), run.text
            [day] = {
                moment.astimezone(FUZHOU).date()
                for number, _person, moment in self.got
                if number == run.id
            }
            days.append(day)
        return days


def publishing(desk: Desk, text: str, topic: Topic, moment: datetime, **more: Any) -> Deed:
    new = NewAnnouncement(
        area_id=desk.place.community.id,
        topic=topic,
        text=text,
        audience=Audience(
            area_ids=(desk.place.community.id,),
            topic=Topic.SAFETY if more.get("urgent") else topic,
        ),
        **more,
    )
    who = member(desk.groups.staff, AUTHOR)
    return lambda session: life.publish(session, new, who, now=moment)


def to_the_last(desk: Desk, text: str, what: Callable[..., Awaitable[Any]], **more: Any) -> Deed:
    """Staff press a button of the latest announcement of this text."""
    who = member(desk.groups.staff, COLLEAGUE)

    async def press(session: AsyncSession) -> None:
        found = await session.scalar(
            select(func.max(Announcement.id)).where(Announcement.text == text)
        )
        await what(session, found, who, **more)

    return press


async def unsubscribe(session: AsyncSession) -> None:
    await subscriptions.choose(session, max(WANTING), Topic.UTILITIES, wanted=False)


def plans(desk: Desk) -> list[tuple[datetime, Deed]]:
    night = at(date(2026, 6, 10), 23, 30)
    alone = at(date(2026, 6, 12), 23, 30)
    noon = at(PAUSED_ON, 12)
    morning = at(PAUSED_ON + timedelta(days=1), 9)
    stopped, recalled = at(STOPPED_ON, 12), at(RECALLED_ON, 12)
    daily_over = at(DAILY_UNTIL, 12)
    return [
        (
            at(DAILY_FROM, 9),
            publishing(desk, "每天", Topic.UTILITIES, at(DAILY_FROM, 9), rhythm=Rhythm.DAILY),
        ),
        (daily_over, to_the_last(desk, "每天", steering.stop_repeating)),
        (
            at(date(2026, 1, 17), 10),
            publishing(
                desk, "每月", Topic.SAFETY, at(date(2026, 1, 17), 10), rhythm=Rhythm.MONTHLY
            ),
        ),
        (
            at(date(2026, 1, 7), 15),
            publishing(desk, "每周", Topic.SAFETY, at(date(2026, 1, 7), 15), rhythm=Rhythm.WEEKLY),
        ),
        (stopped, to_the_last(desk, "每周", steering.stop_repeating)),
        (
            at(date(2026, 1, 9), 9),
            publishing(
                desk, "隔周", Topic.SAFETY, at(date(2026, 1, 9), 9), rhythm=Rhythm.FORTNIGHTLY
            ),
        ),
        (recalled, to_the_last(desk, "隔周", steering.recall, now=recalled)),
        (noon, publishing(desk, "停一停", Topic.UTILITIES, noon)),
        (noon + timedelta(seconds=1), to_the_last(desk, "停一停", steering.pause)),
        (noon + timedelta(hours=1), unsubscribe),
        (morning, to_the_last(desk, "停一停", steering.go_on, now=morning)),
        (night, publishing(desk, "台风", Topic.SAFETY, night, urgent=True)),
        (
            night + timedelta(minutes=5),
            to_the_last(desk, "台风", life.agree, now=night + timedelta(minutes=5)),
        ),
        (night, publishing(desk, "夜里写的", Topic.SAFETY, night)),
        (alone, publishing(desk, "一个人", Topic.SAFETY, alone, urgent=True)),
    ]


async def test_half_a_year(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "WINDOW", 4)
    monkeypatch.setattr(sending, "REFILL", 1)
    async with desk.database.transaction() as session:
        await live_at(session, desk.place.building.id, PEOPLE)
        for person_id in WANTING:
            await subscriptions.choose(session, person_id, Topic.UTILITIES, wanted=True)
        for person_id in DEAF:
            await subscriptions.choose(session, person_id, Topic.SAFETY, wanted=False)
        session.add_all(
            UrgentSender(area_id=desk.place.community.id, person_id=each)
            for each in (AUTHOR, COLLEAGUE)
        )
    months = Months(desk, plans(desk), at(BEGIN, 8))
    await months.pass_by()
    await _what_repeats(desk, months)
    await _what_was_paused(months)
    await _what_was_urgent(months)
    _nobody_is_woken(months)
    async with desk.database.reading() as session:
        going = await session.scalars(
            select(Broadcast.id).where(Broadcast.state == BroadcastState.SENDING)
        )
        assert list(going) == []


def every_day() -> list[date]:
    return [BEGIN + timedelta(days=each) for each in range((END - BEGIN).days)]


async def _what_repeats(desk: Desk, months: Months) -> None:
    async with desk.database.reading() as session:
        days = await calendar.days(session)
    hearing = set(PEOPLE) - DEAF
    assert months.days_of(await months.runs_of("每天"), WANTING) == [
        day for day in every_day() if DAILY_FROM <= day <= DAILY_UNTIL and days.works(day)
    ]
    assert months.days_of(await months.runs_of("每月"), hearing) == [
        day for day in every_day() if day.weekday() == 5 and 15 <= day.day <= 21
    ]
    assert months.days_of(await months.runs_of("每周"), hearing) == [
        day for day in every_day() if day.weekday() == 2 and BEGIN < day < STOPPED_ON
    ]
    fortnightly = await months.runs_of("隔周")
    assert months.days_of(fortnightly, hearing) == [
        date(2026, 1, 9) + timedelta(days=14 * each) for each in range(10)
    ]
    *before, last = fortnightly
    assert last.state is AnnouncementState.RECALLED
    assert {each.state for each in before} == {AnnouncementState.STANDING}
    assert Counter(person for _number, person, _at in months.gone) == dict.fromkeys(hearing, 1)
    assert {number for number, _person, _at in months.gone} == {last.id}


async def _what_was_paused(months: Months) -> None:
    """Those who had it when it was paused are not sent it again, nor who wants it no more."""
    [paused] = await months.runs_of("停一停")
    got = {person: moment for number, person, moment in months.got if number == paused.id}
    assert len(got) == len([each for each in months.got if each[0] == paused.id])
    assert got.keys() == WANTING - {max(WANTING)}
    days = Counter(moment.astimezone(FUZHOU).date() for moment in got.values())
    assert days == {PAUSED_ON: 4, PAUSED_ON + timedelta(days=1): len(WANTING) - 5}


async def _what_was_urgent(months: Months) -> None:
    hearing = set(PEOPLE) - DEAF
    [typhoon] = await months.runs_of("台风")
    got = {person: moment for number, person, moment in months.got if number == typhoon.id}
    assert got.keys() == hearing
    night = at(date(2026, 6, 10), 23, 35)
    assert all(night <= moment <= night + timedelta(minutes=1) for moment in got.values())
    [alone] = await months.runs_of("一个人")
    assert alone.state is AnnouncementState.DROPPED
    assert alone.id not in {number for number, _person, _at in months.got}
    [written] = await months.runs_of("夜里写的")
    assert months.days_of([written], hearing) == [date(2026, 6, 11)]


def _nobody_is_woken(months: Months) -> None:
    at_night = {
        number
        for number, _person, moment in months.got
        if not 8 <= moment.astimezone(FUZHOU).hour < 21
    }
    assert len(at_night) == 1
