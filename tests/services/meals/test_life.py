"""The whole life of bookings: every deed in any order, done on a database and on a model."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
)
from sqlalchemy import URL, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import Refusal
from services.meals import booking, capacity, news, pausing, waiting
from services.news import take_news
from services.tickets import Member
from storage.engine import Database
from storage.tables import (
    BookingEvent,
    BookingEventKind,
    BookingState,
    MealBooking,
    MealSession,
    MealSet,
    Mode,
    Status,
)
from tests.conftest import copy_of
from tests.services.factories import NOW, build_neighbourhood
from tests.services.machines import live
from tests.services.meals.meal_factories import (
    TOMORROW,
    a_diner,
    a_lunch,
    a_proxy,
    build_kitchen,
)
from tests.services.meals.meal_model import Canteen, Eater, Lunch, Order

Deed = Callable[[AsyncSession], Awaitable[Any]]
PEOPLE = (11, 12, 13, 14, 15, 16)
CHILD = 21
AGED = {11, 12}
"""Who gets the higher subsidy; the others get the lower alone."""
ALONE = {12, 13, 14, 16}
PRICES = (1000, 1300)
DAY = timedelta(days=1)

who = st.sampled_from(PEOPLE)
bookers = st.sampled_from([None, None, None, CHILD])
"""None: the diner themselves."""
which = st.integers(0, 19)
choices = st.integers(0, 1)
seldom = st.sampled_from([False, False, False, True])
counts = st.sampled_from([1, 1, 1, 1, 2, 2, 3, 5])


@dataclass(frozen=True)
class Laid:
    """A database as each example finds it: two lunches and six people who want them."""

    url: URL
    member: Member
    lunches: tuple[MealSession, ...]
    diner_ids: dict[int, int]
    sets: dict[tuple[int, int], int]
    """By session and price."""


async def lay(url: URL) -> Laid:
    database = Database(url)
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        kitchen = await build_kitchen(session, place, portions=3, deliveries=1)
        kitchen.oldest.month_cap_fen = 700
        second, _sets = await a_lunch(session, kitchen.canteen, TOMORROW + DAY)
        diners = {}
        for person in PEOPLE:
            statuses = [Status.LIVES_ALONE] if person in ALONE else []
            born = {"born_on": TOMORROW.replace(year=1930)} if person in AGED else {}
            diners[person] = await a_diner(session, place, person, *statuses, **born)
        await a_proxy(session, diners[PEOPLE[0]], CHILD)
        found = await session.scalars(select(MealSet))
        sets = {(each.session_id, each.price_fen): each.id for each in found}
    await database.close()
    diner_ids = {person: diner.id for person, diner in diners.items()}
    return Laid(url, kitchen.member(), (kitchen.lunch, second), diner_ids, sets)


def eater(person: int) -> Eater:
    lower: list[tuple[int, int | None]] = [(200, None)]
    return Eater(
        person,
        CHILD if person == PEOPLE[0] else None,
        [*lower, (500, 700)] if person in AGED else lower,
        0 if person in ALONE else 100 if person in AGED else None,
    )


def cut_off_has_passed(life: Any) -> bool:
    return any(life.canteen.now >= lunch.cut_off for lunch in life.canteen.lunches)


def somebody_pauses(life: Any) -> bool:
    return any(one.pause is not None for one in life.eaters.values())


class MealLife(RuleBasedStateMachine):
    """Residents, a child, the canteen and the clock, in any order, over the lunches of two days."""

    laid: Laid
    folder: Path

    def __init__(self) -> None:
        super().__init__()
        assert self.laid.url.database
        self.runner = asyncio.Runner()
        self.database = Database(copy_of(Path(self.laid.url.database), self.folder / "life.db"))
        self.member, self.sets = self.laid.member, self.laid.sets
        self.diner_ids = self.laid.diner_ids
        self.eaters = {person: eater(person) for person in PEOPLE}
        lunches = [
            Lunch(lunch.id, lunch.day, lunch.cut_off_at, lunch.ends_at, 3, 1)
            for lunch in self.laid.lunches
        ]
        self.canteen = Canteen(NOW, lunches)

    def teardown(self) -> None:
        self.runner.run(self.database.close())
        self.runner.close()

    @rule(
        day=choices,
        person=who,
        by=bookers,
        dearer=choices,
        portions=counts,
        delivered=st.booleans(),
    )
    def book(
        self, day: int, person: int, by: int | None, dearer: int, portions: int, delivered: bool
    ) -> None:
        self._book(day, person, by or person, dearer, portions, delivered)

    @rule(
        day=choices,
        first=choices,
        wishes=st.lists(st.tuples(counts, st.booleans()), min_size=3, max_size=5),
    )
    def rush(self, day: int, first: int, wishes: list[tuple[int, bool]]) -> None:
        """Many want the same lunch, so that some wait."""
        for person, (portions, delivered) in zip(PEOPLE[first:], wishes, strict=False):
            self._book(day, person, person, 0, portions, delivered)

    @rule(day=choices, person=who, portions=counts, delivered=st.booleans())
    def staff_book(self, day: int, person: int, portions: int, delivered: bool) -> None:
        self._book(day, person, None, 0, portions, delivered)

    def _book(
        self, day: int, person: int, by: int | None, dearer: int, portions: int, delivered: bool
    ) -> None:
        lunch, price = self.canteen.lunches[day], PRICES[dearer]
        new = booking.NewBooking(
            set_id=self.sets[lunch.id, price],
            diner_id=self.diner_ids[person],
            portions=portions,
            mode=_mode(delivered),
        )

        def deed(session: AsyncSession) -> Awaitable[MealBooking]:
            if by is None:
                return booking.book_for(session, new, self.member, "来电", now=self.canteen.now)
            return booking.book(session, new, by=by, now=self.canteen.now)

        order, booked = self.both(
            lambda: self.canteen.book(lunch, self.eaters[person], by, price, portions, delivered),
            deed,
        )
        if order is not None:
            order.id = booked.id

    @rule(
        number=which,
        by=bookers,
        dearer=choices,
        portions=counts,
        delivered=st.booleans(),
    )
    def change(
        self, number: int, by: int | None, dearer: int, portions: int, delivered: bool
    ) -> None:
        if found := self.order(number):
            lunch, order = found
            person = by or order.eater.person
            self.both(
                lambda: self.canteen.change(
                    lunch, order, person, PRICES[dearer], portions, delivered
                ),
                lambda session: booking.change(
                    session,
                    order.id,
                    by=person,
                    now=self.canteen.now,
                    set_id=self.sets[lunch.id, PRICES[dearer]],
                    portions=portions,
                    mode=_mode(delivered),
                ),
            )

    @rule(number=which, portions=counts, delivered=st.booleans(), reason=st.booleans())
    def staff_change(self, number: int, portions: int, delivered: bool, reason: bool) -> None:
        if found := self.order(number):
            lunch, order = found
            self.both(
                lambda: self.canteen.change(
                    lunch, order, None, order.price, portions, delivered, reason=reason
                ),
                lambda session: booking.change_by_staff(
                    session,
                    order.id,
                    self.member,
                    "来电" if reason else None,
                    now=self.canteen.now,
                    portions=portions,
                    mode=_mode(delivered),
                ),
            )

    @rule(number=which, by=bookers)
    def cancel(self, number: int, by: int | None) -> None:
        if found := self.order(number):
            lunch, order = found
            person = by or order.eater.person
            self.both(
                lambda: self.canteen.cancel(lunch, order, person),
                lambda session: booking.cancel(session, order.id, by=person, now=self.canteen.now),
            )

    @rule(number=which, reason=st.booleans())
    def staff_cancel(self, number: int, reason: bool) -> None:
        if found := self.order(number):
            lunch, order = found
            self.both(
                lambda: self.canteen.cancel(lunch, order, None, reason=reason),
                lambda session: booking.cancel_by_staff(
                    session,
                    order.id,
                    self.member,
                    "来电" if reason else " ",
                    now=self.canteen.now,
                ),
            )

    @rule(day=choices, portions=st.integers(0, 8), deliveries=st.integers(0, 3))
    def cook_more_or_less(self, day: int, portions: int, deliveries: int) -> None:
        lunch = self.canteen.lunches[day]
        self.both(
            lambda: self.canteen.set_portions(lunch, portions, deliveries),
            lambda session: capacity.set_portions(
                session, lunch.id, portions, deliveries, self.member, now=self.canteen.now
            ),
        )

    @rule(day=choices, portions=st.integers(0, 4))
    @precondition(cut_off_has_passed)
    def open_leftovers(self, day: int, portions: int) -> None:
        lunch = self.canteen.lunches[day]
        self.both(
            lambda: self.canteen.reopen(lunch, portions),
            lambda session: capacity.reopen_left(
                session, lunch.id, portions, self.member, now=self.canteen.now
            ),
        )

    @rule(day=choices, sure=seldom)
    def close(self, day: int, sure: bool) -> None:
        lunch = self.canteen.lunches[day]
        if sure:
            self.both(
                lambda: self.canteen.close(lunch),
                lambda session: capacity.close(
                    session, lunch.id, "停水", self.member, now=self.canteen.now
                ),
            )

    @rule(person=who, by=bookers, first=choices, days=choices, sure=seldom)
    def pause(self, person: int, by: int | None, first: int, days: int, sure: bool) -> None:
        if not sure:
            return
        start = TOMORROW + first * DAY
        last = start + days * DAY
        self.both(
            lambda: self.canteen.pause(self.eaters[person], by or person, start, last),
            lambda session: pausing.pause(
                session, self.diner_ids[person], start, last, by=by or person, now=self.canteen.now
            ),
        )

    @rule(person=who)
    @precondition(somebody_pauses)
    def go_on(self, person: int) -> None:
        self.eaters[person].pause = None
        self.both(
            lambda: None,
            lambda session: pausing.resume(session, self.diner_ids[person], by=person),
        )

    @rule(number=which)
    def serve(self, number: int) -> None:
        """What the counter does, with a conditional update of its own."""
        found = self.order(number)
        if found and found[1].state is BookingState.BOOKED:
            found[1].state = BookingState.SERVED

            async def tick(session: AsyncSession) -> None:
                booked = await session.get_one(MealBooking, found[1].id)
                booked.state = BookingState.SERVED

            self.both(lambda: None, tick)

    @rule(day=choices)
    @precondition(cut_off_has_passed)
    def scheduler_ticks(self, day: int) -> None:
        lunch = self.canteen.lunches[day]
        self.both(
            lambda: self.canteen.end_waiting(lunch),
            lambda session: waiting.act(session, lunch.id, now=self.canteen.now),
        )

    @rule(hours=st.sampled_from([1, 1, 1, 1, 7, 12]))
    def time_passes(self, hours: int) -> None:
        """Seven hours to the first cut-off, and so on."""
        self.canteen.now += timedelta(hours=hours)

    def order(self, number: int) -> tuple[Lunch, Order] | None:
        """Mostly one that is still to come: of the others there is little to see."""
        every = [(lunch, order) for lunch in self.canteen.lunches for order in lunch.orders]
        active = [found for found in every if found[1].active]
        chosen = every if number % 8 == 0 else active
        return chosen[number % len(chosen)] if chosen else None

    def both(self, expected: Callable[[], Any], deed: Deed) -> tuple[Any, Any]:
        """The same on the model and in a transaction of its own; both say no or neither."""
        refusal: type[Refusal] | None = None
        result: Any = None
        try:
            result = expected()
        except Refusal as refused:
            refusal = type(refused)
        promoted = list(self.canteen.promoted)
        self.canteen.promoted.clear()
        done = self.runner.run(self._do(deed))
        said = type(done[0]) if isinstance(done[0], Refusal) else None
        assert said is refusal, (said, refusal)
        assert done[1] == [order.id for order in promoted]
        return result, done[0]

    async def _do(self, deed: Deed) -> tuple[Any, list[int]]:
        async with self.database.transaction() as session:
            try:
                done = await deed(session)
            except Refusal as refusal:
                done = refusal
            return done, [
                each.booking_id for each in take_news(session) if isinstance(each, news.Promoted)
            ]

    @invariant()
    def the_tables_say_what_the_model_says(self) -> None:
        self.runner.run(self._compare())

    async def _compare(self) -> None:
        async with self.database.reading() as session:
            sessions = {each.id: each for each in await session.scalars(select(MealSession))}
            bookings = {each.id: each for each in await session.scalars(select(MealBooking))}
            lines: dict[int, list[BookingEventKind]] = {}
            for event in await session.scalars(select(BookingEvent).order_by(BookingEvent.id)):
                lines.setdefault(event.booking_id, []).append(event.kind)
        for lunch in self.canteen.lunches:
            found = sessions[lunch.id]
            assert found.taken == lunch.portions - lunch.free <= found.portions
            assert found.deliveries_taken == lunch.carried <= found.deliveries
            assert found.waiting == len(lunch.queue())
            assert found.reopened == lunch.reopened <= lunch.free
            assert (found.closed_at is not None) == lunch.closed
        every = [order for lunch in self.canteen.lunches for order in lunch.orders]
        assert len(bookings) == len(every)
        for order in every:
            booked = bookings[order.id]
            assert (booked.state, booked.portions) == (order.state, order.portions)
            assert (booked.mode is Mode.DELIVERY) == order.delivered
            assert (booked.subsidy_fen, booked.paid_fen) == (order.subsidy[1], order.paid)
            assert lines[order.id] == order.lines


def _mode(delivered: bool) -> Mode:
    return Mode.DELIVERY if delivered else Mode.FETCH


def test_whatever_is_done_in_any_order_the_rules_hold(
    sqlite_template: Path, tmp_path: Path
) -> None:
    found_by_each = asyncio.run(lay(copy_of(sqlite_template, tmp_path / "laid.db")))

    class Life(MealLife):
        laid = found_by_each
        folder = tmp_path

    live(Life, examples=60, steps=30)
