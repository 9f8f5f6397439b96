"""Ninety days of one community with 3,500 households, in which everything falls due as it should.

Ninety requests, one a day, take half a minute; ten times as many only take ten times as long. What
has to do with requests is foretold to the minute; every other job has its turn by night and by day,
and wakes nobody.
"""

import random
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, tickets
from services.calendar import ZONE
from services.groups import binding as groups
from services.tickets import Member, NewTicket, merging, promises, rating
from storage.importing import COMMUNITY_CODE
from storage.tables import (
    Area,
    Category,
    ClockKind,
    ClockStep,
    EventKind,
    FollowUp,
    Level,
    OutboxMessage,
    Person,
    Purpose,
    Satisfaction,
    Ticket,
    TicketState,
)
from tests.chats import telegram
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.quarter.quarter import MINUTE, Happening, Quarter, texts
from tests.services import plain_time
from tests.services.tickets.clock_model import Clock
from tests.services.tickets.clock_model import later as work_later
from tests.services.tickets.ticket_model import STREET, Asking, Expected, Staff

FIRST = date(2026, 7, 6)
"""A Monday; the quarter ends in the week of National Day, after a working Sunday."""
DAYS = 90
HOUSEHOLDS = 3500
WRITING = 12
"""Residents who file the requests; the others' households are there."""
REQUESTS = 90
SEED = 20261126
SOLVE, UP = 49, 7
"""Hours, of every category."""
DELAY = timedelta(hours=24)
OFFICE, CENTRE = "军门社区工作群", "东街街道网格中心"
MEMBERS = {OFFICE: (7101, 7102), CENTRE: (7301, 7302)}
FATES = ("plain", "plain", "unhappy", "asked", "unanswered", "promised", "late", "left", "merged")
HAPPY: dict[str, Any] = {"solved": True, "satisfaction": Satisfaction.SATISFIED}
UNHAPPY: dict[str, Any] = {
    "contacted": True,
    "solved": False,
    "satisfaction": Satisfaction.UNSATISFIED,
}


class Lives:
    """What becomes of each request, drawn by chance, and done at an hour when people are awake."""

    def __init__(self, quarter: Quarter, chance: random.Random, residents: list[int]) -> None:
        self.quarter = quarter
        self.chance = chance
        self.residents = residents
        self.words = texts(chance)

    def plan(self, place: Area, kinds: list[Category]) -> None:
        for number in range(REQUESTS):
            category = kinds[number % len(kinds)]
            hour = 3 if category.urgent and number % 2 else self.chance.randrange(7, 20)
            at = moment(self.chance.randrange(1, DAYS - 12), hour, self.chance.randrange(60))
            fate = FATES[number % len(FATES)]
            self.quarter.plan(at, partial(self.file, place, category, fate))

    async def file(self, place: Area, category: Category, fate: str) -> None:
        quarter, author = self.quarter, self.chance.choice(self.residents)
        new = NewTicket(
            category_id=category.id,
            author_id=author,
            author_name="居民",
            private=False,
            text=next(self.words),
            answer=None,
            area_id=place.id,
            place="军门新村",
            latitude=None,
            longitude=None,
            attachments=(),
        )
        async with quarter.desk.app.work.unit() as unit:
            filed = await tickets.file(unit.session, new, now=unit.now)
        await quarter.desk.app.sender.work_off()
        expected = Expected(
            id=filed.id,
            author=author,
            team=Purpose.STAFF,
            group=quarter.staff.ids[Purpose.STAFF],
            opened=quarter.now,
            staff=quarter.staff,
            hours=category.respond_hours,
            urgent=category.urgent,
            respond_by=quarter.now,
            solve_hours=SOLVE,
        )
        expected.start_clocks(quarter.now)
        quarter.tickets.append(expected)
        if category.urgent:
            quarter.urgent_at.add(quarter.now)
        if fate != "left":
            self.later(0, partial(self.take, expected, fate))

    def later(self, days: int, happening: Happening, *, by_evening: bool = False) -> None:
        """So many days later, in office hours or soon after them."""
        day = (self.quarter.now.astimezone(ZONE).date() - FIRST).days + 1 + days
        hour = 18 if by_evening else self.chance.randrange(9, 17)
        self.quarter.plan(moment(day, hour, self.chance.randrange(60)), happening)

    def member(self, ticket: Expected) -> Member:
        """Somebody else each time it comes back."""
        key = ticket.staff.key_of(ticket.group or 0)
        title = OFFICE if key is Purpose.STAFF else CENTRE
        person = ticket.taker or MEMBERS[title][ticket.round % 2]
        return Member(person, str(person), ticket.group or 0)

    async def take(self, ticket: Expected, fate: str) -> None:
        member, now = self.member(ticket), self.quarter.now
        await self.quarter.both(
            lambda: ticket.take(member, now),
            lambda session: tickets.take(session, ticket.id, member, now=now),
        )
        match fate:
            case "asked" | "unanswered":
                self.later(0, partial(self.ask, ticket, fate))
            case "promised":
                self.later(0, partial(self.promise, ticket))
            case "late":
                self.later(self.chance.randrange(12, 16), partial(self.resolve, ticket, fate))
            case "merged":
                self.later(0, partial(self.merge, ticket))
            case _:
                self.later(self.chance.randrange(3), partial(self.resolve, ticket, fate))

    async def ask(self, ticket: Expected, fate: str) -> None:
        member, now = self.member(ticket), self.quarter.now
        await self.quarter.both(
            lambda: ticket.ask(member, now),
            lambda session: tickets.ask(session, ticket.id, member, "哪一处？", now=now),
        )
        if fate == "asked":
            self.later(self.chance.randrange(4), partial(self.answer, ticket), by_evening=True)
        else:
            self.later(10, partial(self.resolve, ticket, fate))

    async def answer(self, ticket: Expected) -> None:
        now = self.quarter.now
        await self.quarter.both(
            lambda: ticket.answer(ticket.author, now),
            lambda session: tickets.answer(session, ticket.id, ticket.author, "三楼", now=now),
        )
        self.later(1, partial(self.resolve, ticket, "plain"))

    async def promise(self, ticket: Expected) -> None:
        member, now = self.member(ticket), self.quarter.now
        by = moment((now.astimezone(ZONE).date() - FIRST).days + 3, 18, 0)
        minutes = (by - now) // MINUTE if ticket.urgent else plain_time.worked(now, by)
        # Four fifths of the time are whole minutes.
        by = work_later(now, minutes // 5 * 5, ticket.urgent)
        warn = work_later(now, minutes // 5 * 4, ticket.urgent)

        def expected() -> None:
            ticket.lines.append(EventKind.PROMISED)
            clock = Clock(ClockKind.PROMISE, ticket.urgent, by, ClockStep.WARN, warn)
            self.quarter.promised[ticket.id] = clock

        await self.quarter.both(
            expected, lambda session: promises.make(session, ticket.id, member, by, now=now)
        )
        self.later(self.chance.choice([1, 4]), partial(self.resolve, ticket, "plain"))

    async def merge(self, ticket: Expected) -> None:
        """Into another that the same member has; else it is done like the others."""
        others = [
            each
            for each in self.quarter.tickets
            if each is not ticket and each.state is TicketState.TAKEN and each.group == ticket.group
        ]
        if not others or ticket.state is not TicketState.TAKEN:
            await self.resolve(ticket, "plain")
            return
        member, now, into = self.member(ticket), self.quarter.now, self.chance.choice(others)
        await self.quarter.both(
            lambda: ticket.merging.merge(into, member, now),
            lambda session: merging.merge(session, ticket.id, into.id, member, now=now),
        )

    async def resolve(self, ticket: Expected, fate: str) -> None:
        member, now = self.member(ticket), self.quarter.now

        def expected() -> None:
            ticket.resolve(member, now)
            promise = self.quarter.promised.pop(ticket.id, None)
            if promise is not None and now < promise.due:
                ticket.lines.append(EventKind.KEPT)

        done = await self.quarter.both(
            expected,
            lambda session: tickets.resolve(
                session, ticket.id, member, "办好了", follow_up_after=DELAY, now=now
            ),
        )
        if not done:
            return
        async with self.quarter.desk.app.database.reading() as session:
            latest = select(FollowUp.id).order_by(FollowUp.id.desc()).limit(1)
            asking = Asking(await session.scalar(latest) or 0, DELAY, now + DELAY)
        ticket.askings.append(asking)
        if fate != "late":
            self.later(1, partial(self.rate, ticket, asking, fate), by_evening=True)

    async def rate(self, ticket: Expected, asking: Asking, fate: str) -> None:
        given, now = UNHAPPY if fate == "unhappy" else HAPPY, self.quarter.now
        await self.quarter.both(
            lambda: ticket.rate(asking, ticket.author, given, now),
            lambda session: rating.answer(session, asking.id, ticket.author, **given, now=now),
        )
        if fate == "unhappy":
            again = fate if ticket.round == 0 else "plain"
            self.later(0, partial(self.take, ticket, again))


def moment(day: int, hour: int, minute: int) -> datetime:
    return datetime.combine(FIRST + timedelta(days=day), time(hour, minute), ZONE).astimezone(UTC)


async def settle_in(desk: Desk) -> tuple[Staff, list[int]]:
    """Households, those of them that write, and who works in which group."""
    residents = []
    for number in range(WRITING):
        user = desk.world.add_user(f"居民{number}")
        phone = Phone(desk, user.id, user.id)
        await phone.starts("b_junmen-xincun-3")
        await phone.taps("同意")
        await phone.taps("是，我住这里")
        residents.append(await phone.person_id())
    async with desk.app.database.transaction() as session:
        await session.execute(update(Category).values(solve_hours=SOLVE, up_hours=UP))
        await _move_in(session, HOUSEHOLDS - WRITING)
        ids: dict[str, int] = {}
        for title, members in MEMBERS.items():
            group = await groups.by_chat(session, telegram(desk.chats[title]))
            assert group is not None
            ids[title] = group.id
            for person in members:
                await groups.saw(session, group, person, str(person), now=desk.clock())
    keys = {Purpose.STAFF: ids[OFFICE], STREET: ids[CENTRE]}
    present = {(ids[title], person) for title, some in MEMBERS.items() for person in some}
    return Staff(ids=keys, living=set(keys), present=present), residents


async def _move_in(session: AsyncSession, households: int) -> None:
    buildings = await session.scalars(select(Area.id).where(Area.level == Level.BUILDING))
    homes = list(buildings)
    usual = {"language": "zh", "big_print": False}
    await session.execute(
        insert(Person),
        [
            usual
            | {
                "id": 1_000_000 + number,
                "home_id": homes[number % len(homes)],
                "created_at": moment(0, 9, 0),
            }
            for number in range(households)
        ],
    )


def is_night(at: datetime) -> bool:
    return not time(8) <= at.astimezone(ZONE).time() < time(21)


@pytest.mark.refused("message is not modified")
async def test_a_quarter_of_one_community(desk: Desk) -> None:
    """A card posted again after days cannot be deleted: its buttons go, and it may have none."""
    desk.clock.now = moment(0, 9, 0)
    staff, residents = await settle_in(desk)
    quarter = Quarter(desk, staff, set(residents))
    async with desk.app.database.reading() as session:
        community = await areas.by_code(session, COMMUNITY_CODE)
        assert community is not None
        team = Category.team == Purpose.STAFF
        kinds = list(await session.scalars(select(Category).where(team).order_by(Category.id)))
    chance = random.Random(SEED)  # noqa: S311 - a test that can be repeated, not a secret
    Lives(quarter, chance, residents).plan(community, kinds)
    for day in range(1, DAYS):
        for hour in (3, 10):
            quarter.plan(moment(day, hour, 0), quarter.do_the_rest)
    await quarter.live(moment(DAYS, 20, 0))
    assert quarter.fell_due > 3 * REQUESTS
    assert any(weeks.asked for ticket in quarter.tickets for weeks in ticket.weeks)
    await _books_are_as_expected(quarter)
    await _nobody_was_woken(quarter)


async def _books_are_as_expected(quarter: Quarter) -> None:
    async with quarter.desk.app.database.reading() as session:
        found = {row.id: row for row in await session.scalars(select(Ticket))}
    assert set(found) == {ticket.id for ticket in quarter.tickets}
    for ticket in quarter.tickets:
        row = found[ticket.id]
        assert (row.state, row.round, row.group_id) == (ticket.state, ticket.round, ticket.group)
        assert row.affected == 1 + len(ticket.merging.following)
        assert row.asked_at == ticket.asked
        if row.state in (TicketState.OPEN, TicketState.TAKEN):
            assert row.taker_id == ticket.taker
            assert ticket.solve
            stands_still = ticket.solve.paused and ticket.solve.due > ticket.solve.paused
            assert row.solve_by == (None if stands_still else ticket.solve.due)


async def _nobody_was_woken(quarter: Quarter) -> None:
    """At night only what cannot wait makes a sound."""
    async with quarter.desk.app.database.reading() as session:
        sent = await session.execute(
            select(OutboxMessage.method, OutboxMessage.params, OutboxMessage.finished_at).where(
                OutboxMessage.finished_at.is_not(None)
            )
        )
        loud = {
            at
            for method, params, at in sent
            if method.startswith(("send", "copy")) and not params.get("disable_notification")
        }
    assert len(loud) > REQUESTS
    assert {at for at in loud if is_night(at)} <= quarter.urgent_at
    assert any(is_night(at) for at in quarter.urgent_at)
