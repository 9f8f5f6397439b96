"""The whole life of tickets: every deed in any order, done on a database and on a model."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    precondition,
    rule,
)
from sqlalchemy import URL, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import tickets
from services.errors import AlreadySaid, Refusal
from services.groups import binding as groups
from services.groups import reach as group_reach
from services.tickets import Member, clock_steps, follow_up, rating
from storage.engine import Database
from storage.tables import (
    FollowUp,
    Group,
    Person,
    Purpose,
    Satisfaction,
    TicketClock,
    TicketState,
)
from tests.conftest import copy_of, empty
from tests.services.factories import (
    NEIGHBOUR,
    NOW,
    RESIDENT,
    STRANGER,
    a_ticket,
    bind_groups,
    build_neighbourhood,
)
from tests.services.machines import live
from tests.services.tickets.merging_life import MergingLife
from tests.services.tickets.promising import PromisingRules
from tests.services.tickets.ticket_model import STREET, Asking, Expected, Key, Staff
from tests.services.tickets.together import TogetherRules
from tests.services.tickets.watched_tickets import Deed
from tests.services.tickets.weeks_later import WeeksLaterRules

MEMBERS: dict[Key, tuple[int, ...]] = {
    Purpose.STAFF: (101, 102),
    Purpose.PROPERTY: (201,),
    STREET: (301, 302),
}
STAFF_DEEDS = (
    *("take_somewhere", "take_where_it_is", "reassign", "give_back", "note", "ask"),
    *("resolve", "decline"),
)
MOST_TICKETS = 2
DELAY = timedelta(hours=24)

people = st.sampled_from([RESIDENT, RESIDENT, NEIGHBOUR, STRANGER])
"""The author more often than others: most deeds are theirs."""
keys = st.sampled_from([Purpose.STAFF, Purpose.PROPERTY, STREET])
which = st.integers(0, 9)
answers = st.one_of(
    st.fixed_dictionaries({"contacted": st.booleans()}),
    st.fixed_dictionaries({"solved": st.booleans()}),
    st.fixed_dictionaries({"satisfaction": st.sampled_from(Satisfaction)}),
    st.fixed_dictionaries(
        {
            "contacted": st.just(True),
            "solved": st.booleans(),
            "satisfaction": st.sampled_from(Satisfaction),
        }
    ),
)


class TicketLife(TogetherRules, PromisingRules, WeeksLaterRules, MergingLife):
    """Residents, staff, the scheduler and the world around them, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW

    @initialize()
    def neighbourhood(self) -> None:
        async def build(session: AsyncSession) -> tuple[Any, Any]:
            place = await build_neighbourhood(session)
            bound = await bind_groups(session, place)
            for person in (RESIDENT, NEIGHBOUR, STRANGER):
                session.add(Person(id=person, language="zh", big_print=False, created_at=NOW))
            group_of: dict[Key, Group] = {
                Purpose.STAFF: bound.staff,
                Purpose.PROPERTY: bound.property,
                STREET: bound.street,
            }
            for key, persons in MEMBERS.items():
                for person in persons:
                    await groups.saw(session, group_of[key], person, str(person), now=NOW)
            return place, group_of

        self.place, self.group_of = self.run(build)
        ids = {key: group.id for key, group in self.group_of.items()}
        present = {(ids[key], person) for key, persons in MEMBERS.items() for person in persons}
        self.staff = Staff(ids=ids, living=set(ids), present=present)
        self.file(lamp=True)

    # --- residents

    @rule(
        deed=st.sampled_from(["join", "add", "nudge", "answer", "say_more", "withdraw"]),
        number=which,
        person=people,
    )
    def resident_acts(self, deed: str, number: int, person: int) -> None:
        getattr(self, deed)(number, person)

    @rule(lamp=st.booleans())
    @precondition(lambda self: len(self.tickets) < MOST_TICKETS)
    def file(self, lamp: bool) -> None:
        category = self.place.lamp if lamp else self.place.leak
        filed = self.run(
            lambda session: a_ticket(session, self.place, now=self.now, category_id=category.id)
        )
        expected = Expected(
            id=filed.id,
            author=RESIDENT,
            team=category.team,
            group=None,
            opened=self.now,
            staff=self.staff,
            hours=category.respond_hours,
            urgent=category.urgent,
            respond_by=self.now,
        )
        expected.group = expected.routed
        expected.start_clocks(self.now)
        self.tickets.append(expected)

    def join(self, number: int, person: int) -> None:
        if ticket := self.ticket(number):
            self.both(
                lambda: ticket.join(person, self.now),
                lambda session: tickets.join(session, ticket.id, person, now=self.now),
            )

    def add(self, number: int, person: int) -> None:
        if ticket := self.ticket(number):
            self.both(
                lambda: ticket.add(person),
                lambda session: tickets.add(session, ticket.id, person, "还有", now=self.now),
            )

    def nudge(self, number: int, person: int) -> None:
        if ticket := self.ticket(number):
            self.both(
                lambda: ticket.nudge(person, self.now),
                lambda session: tickets.nudge(session, ticket.id, person, now=self.now),
            )

    def withdraw(self, number: int, person: int) -> None:
        if ticket := self.ticket(number):
            self.both(
                lambda: ticket.withdraw(person, self.now),
                lambda session: tickets.withdraw(session, ticket.id, person, now=self.now),
            )

    def answer(self, number: int, person: int) -> None:
        if ticket := self.ticket(number):
            self.both(
                lambda: ticket.answer(person, self.now),
                lambda session: tickets.answer(session, ticket.id, person, "三楼", now=self.now),
            )

    # --- staff

    @rule(
        deed=st.sampled_from(STAFF_DEEDS),
        number=which,
        seat=which,
    )
    def member_acts(self, deed: str, number: int, seat: int) -> None:
        getattr(self, deed)(number, seat)

    def take_somewhere(self, number: int, seat: int) -> None:
        if ticket := self.ticket(number):
            self.take(ticket, self.member(self.key(seat), seat))

    def take_where_it_is(self, number: int, seat: int) -> None:
        if (ticket := self.ticket(number)) and ticket.group:
            self.take(ticket, self.member(self.staff.key_of(ticket.group), seat))

    def take(self, ticket: Expected, member: Member) -> None:
        self.both(
            lambda: ticket.take(member, self.now),
            lambda session: tickets.take(session, ticket.id, member, now=self.now),
        )

    def reassign(self, number: int, seat: int) -> None:
        if ticket := self.ticket(number):
            member = self.worker(ticket, seat)
            there = self.staff.ids[self.key(seat)]
            self.both(
                lambda: ticket.reassign(member, there, self.now),
                lambda session: tickets.reassign(
                    session, ticket.id, member, there, "归他们管", now=self.now
                ),
            )

    def give_back(self, number: int, seat: int) -> None:
        if (ticket := self.ticket(number)) and ticket.group:
            member = self.worker(ticket, seat)
            self.both(
                lambda: ticket.moving.give_back(member, self.now),
                lambda session: tickets.give_back(
                    session, ticket.id, member, "不归我管", now=self.now
                ),
            )

    def note(self, number: int, seat: int) -> None:
        if ticket := self.ticket(number):
            member = self.worker(ticket, seat)
            self.both(
                lambda: ticket.note(member),
                lambda session: tickets.note(session, ticket.id, member, "内部", now=self.now),
            )

    def ask(self, number: int, seat: int) -> None:
        if ticket := self.ticket(number):
            member = self.worker(ticket, seat)
            self.both(
                lambda: ticket.ask(member, self.now),
                lambda session: tickets.ask(session, ticket.id, member, "几楼?", now=self.now),
            )

    def resolve(self, number: int, seat: int) -> None:
        if ticket := self.ticket(number):
            member = self.worker(ticket, seat)
            done = self.both(
                lambda: ticket.resolve(member, self.now),
                lambda session: tickets.resolve(
                    session, ticket.id, member, "修好了", follow_up_after=DELAY, now=self.now
                ),
            )
            if done:
                follow_up_id = self.run(
                    lambda session: session.scalar(
                        select(FollowUp.id).order_by(FollowUp.id.desc()).limit(1)
                    )
                )
                ticket.askings.append(Asking(follow_up_id, DELAY, self.now + DELAY))

    @rule(number=which, seat=which)
    def take_and_resolve(self, number: int, seat: int) -> None:
        """The usual way, so that what comes after it is reached often enough."""
        self.take_where_it_is(number, seat)
        self.resolve(number, seat=0)

    def decline(self, number: int, seat: int) -> None:
        if ticket := self.ticket(number):
            member = self.worker(ticket, seat)
            self.both(
                lambda: ticket.decline(member, self.now),
                lambda session: tickets.decline(
                    session, ticket.id, member, "请找供电局", now=self.now
                ),
            )

    # --- following up

    @rule(number=which, turn=which, person=people, given=answers)
    def rate(self, number: int, turn: int, person: int, given: dict[str, Any]) -> None:
        if (ticket := self.ticket(number)) and ticket.askings:
            asking = ticket.askings[-1 - turn // 5 % len(ticket.askings)]
            self.both(
                lambda: ticket.rate(asking, person, given, self.now),
                lambda session: rating.answer(session, asking.id, person, **given, now=self.now),
            )

    @rule(number=which, solved=st.booleans())
    def author_rates(self, number: int, solved: bool) -> None:
        said = Satisfaction.FAIR if solved else Satisfaction.UNSATISFIED
        given = {"contacted": True, "solved": solved, "satisfaction": said}
        self.rate(number, turn=0, person=RESIDENT, given=given)

    @rule(number=which, turn=which, person=people)
    def say_missing(self, number: int, turn: int, person: int) -> None:
        if (ticket := self.ticket(number)) and ticket.askings:
            asking = ticket.askings[-1 - turn // 5 % len(ticket.askings)]
            self.both(
                lambda: ticket.say_missing(asking, person, self.now),
                lambda session: rating.say_missing(
                    session, asking.id, person, "还是不亮", now=self.now
                ),
            )

    @rule(number=which, seat=which)
    def comes_back(self, number: int, seat: int) -> None:
        """Resolved and not helped, in one step: the second time it is escalated."""
        self.take_and_resolve(number, seat)
        self.author_rates(number, solved=False)
        self.say_missing(number, turn=0, person=RESIDENT)

    def say_more(self, number: int, person: int) -> None:
        if (ticket := self.ticket(number)) and ticket.askings:
            asking = ticket.askings[-1]

            def expected() -> None:
                if not ticket.say(asking, person):
                    raise AlreadySaid

            self.both(
                expected,
                lambda session: rating.words(session, asking.id, person, "谢谢", now=self.now),
            )

    @rule()
    def scheduler_ticks(self) -> None:
        waiting = {
            asking.id: ticket
            for ticket in self.tickets
            for asking in ticket.askings
            if asking.due and asking.due <= self.now
        }
        found = self.run(lambda session: follow_up.due(session, self.now))
        assert set(found) == set(waiting)
        for follow_up_id in found:
            waiting[follow_up_id].follow_up_is_due(self.now)
            for _again in range(2):
                self.run(partial(follow_up.act, follow_up_id=follow_up_id, now=self.now))

    @rule()
    def clock_is_checked(self) -> None:
        """Until nothing is due: after a long time several steps of a clock are."""
        while due := self.run(lambda session: clock_steps.due(session, self.now)):
            of = {row.id: (row.ticket_id, row.kind, row.group_id) for row in self.all(TicketClock)}
            expected = {
                (ticket.id, clock.kind, clock.group)
                for ticket in self.tickets
                for clock in ticket.clocks
                if clock.next and clock.next <= self.now
            }
            assert {of[clock_id] for clock_id in due} == expected
            for clock_id in due:
                ticket_id, kind, group = of[clock_id]
                ticket = next(each for each in self.tickets if each.id == ticket_id)
                clock = next(
                    each for each in ticket.clocks if (each.kind, each.group) == (kind, group)
                )
                if clock.next and clock.next <= self.now:  # None: it went up with another.
                    ticket.clock_is_due(clock, self.now)
                self.run(partial(clock_steps.act, clock_id=clock_id, now=self.now))

    # --- the world around

    @rule(hours=st.sampled_from([1, 3, 24, 25, 72]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def a_day_passes(self) -> None:
        self.now += DELAY
        self.scheduler_ticks()

    @rule(key=keys, back=st.booleans())
    def group_comes_or_goes(self, key: Key, back: bool) -> None:
        if back:
            self.group_is_bound_again(key)
        else:
            self.bot_is_removed(key)

    def bot_is_removed(self, key: Key) -> None:
        lost = self.staff.ids[key]
        was_alive = key in self.staff.living
        self.staff.living.discard(key)
        self.run(lambda session: group_reach.lost(session, self.group_of[key].chat, now=self.now))
        for ticket in self.tickets:
            in_work = ticket.state in (TicketState.OPEN, TicketState.TAKEN)
            if was_alive and in_work and ticket.group == lost:
                ticket.moves_to(ticket.routed, self.now)

    def group_is_bound_again(self, key: Key) -> None:
        group = self.group_of[key]
        self.staff.living.add(key)
        self.run(
            lambda session: groups.bind(
                session,
                chat=group.chat,
                title=group.title,
                area_id=group.area_id,
                purpose=group.purpose,
                by=1,
                now=self.now,
            )
        )
        for ticket in self.tickets:
            in_work = ticket.state in (TicketState.OPEN, TicketState.TAKEN)
            if in_work and ticket.group is None and ticket.routed:
                ticket.moves_to(ticket.routed, self.now)

    @rule(key=keys, seat=which, back=st.booleans())
    def member_comes_or_goes(self, key: Key, seat: int, back: bool) -> None:
        member = self.member(key, seat)
        group, pair = self.group_of[key], (member.group_id, member.person_id)
        if back:
            self.staff.gone.discard(pair)
            self.staff.present.add(pair)
            self.run(
                lambda session: groups.saw(
                    session, group, member.person_id, member.name, now=self.now
                )
            )
        else:
            self.staff.present.discard(pair)
            self.staff.gone.add(pair)
            for ticket in self.tickets:
                ticket.is_left_by(member, self.now)
            self.run(lambda session: groups.left(session, group, member.person_id, now=self.now))

    # --- tools

    def both(self, expected: Callable[[], None], deed: Deed) -> bool:
        """Do it on both sides and compare; commit even what was refused. Whether it was done."""

        async def outcome(session: AsyncSession) -> type[Refusal] | None:
            try:
                await deed(session)
            except Refusal as refusal:
                return type(refusal)
            return None

        try:
            expected()
            refused = None
        except Refusal as refusal:
            refused = type(refusal)
        assert self.run(outcome) is refused
        return refused is None

    def ticket(self, number: int) -> Expected | None:
        return self.tickets[number % len(self.tickets)] if self.tickets else None

    def member(self, key: Key, seat: int) -> Member:
        person_id = MEMBERS[key][seat % len(MEMBERS[key])]
        return Member(person_id, str(person_id), self.staff.ids[key])

    def key(self, seat: int) -> Key:
        return list(MEMBERS)[seat % len(MEMBERS)]

    def worker(self, ticket: Expected, seat: int) -> Member:
        """Whoever has the ticket, now and then a colleague."""
        group = ticket.group or self.staff.ids[Purpose.STAFF]
        if ticket.taker and seat < 8:
            return Member(ticket.taker, str(ticket.taker), group)
        return self.member(self.staff.key_of(group), seat)


def test_any_life_of_tickets_follows_the_rules(sqlite_template: Path, tmp_path: Path) -> None:
    class OnSqlite(TicketLife):
        def open_database(self) -> Database:
            return Database(copy_of(sqlite_template, tmp_path / "jinlin.db"))

    live(OnSqlite, examples=60, steps=40)


@pytest.mark.postgresql
def test_any_life_of_tickets_follows_the_rules_on_postgresql(postgresql_url: URL) -> None:
    class OnPostgresql(TicketLife):
        def open_database(self) -> Database:
            self.runner.run(empty(postgresql_url))
            return Database(postgresql_url)

    live(OnPostgresql, examples=12, steps=40)
