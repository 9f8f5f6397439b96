"""What a meal costs: by examples, and for any rules by what must always hold."""

import asyncio
from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.meals import booking, codes, pricing
from services.meals.errors import NotEntitledToDelivery
from services.meals.pricing import Quote
from storage.engine import Database
from storage.tables import Canteen, Meal, Mode, Status, Subsidy
from tests.conftest import copy_of
from tests.services.factories import NOW
from tests.services.meals.meal_factories import (
    TODAY,
    TOMORROW,
    a_booking,
    a_diner,
    a_lunch,
    a_rule,
    a_subsidy,
    some_terms,
)
from tests.services.meals.meal_table import Table, lay_table

LATER = TOMORROW + timedelta(days=1)
EIGHTY = date(1946, 3, 3)
"""80 years old on the very day of tomorrow's lunch."""


async def quoted(
    table: Table, mode: Mode = Mode.FETCH, portions: int = 1, **differently: Any
) -> Quote:
    async with table.database.transaction() as session:
        diner = await a_diner(session, table.place, None, **differently)
        return await pricing.quote(session, diner, table.kitchen.usual, portions, mode)


@pytest.mark.parametrize(
    ("born_on", "subsidy_fen"),
    [
        (EIGHTY, 500),
        (EIGHTY + timedelta(days=1), 200),
        (date(1966, 3, 3), 200),
        (date(1966, 3, 4), 0),
    ],
)
async def test_the_highest_that_applies_on_the_meals_date_is_given(
    table: Table, born_on: date, subsidy_fen: int
) -> None:
    quote = await quoted(table, born_on=born_on)
    assert (quote.subsidy_fen, quote.paid_fen) == (subsidy_fen, 1000 - subsidy_fen)


async def test_one_portion_is_subsidised_however_many_there_are(table: Table) -> None:
    quote = await quoted(table, portions=3, born_on=EIGHTY)
    assert (quote.full_fen, quote.subsidy_fen, quote.paid_fen) == (3000, 500, 2500)


async def test_whom_staff_have_not_seen_gets_nothing_off(table: Table) -> None:
    quote = await quoted(table, born_on=EIGHTY, verified_at=None)
    assert (quote.subsidy, quote.paid_fen, quote.verified) == (None, 1000, False)
    with pytest.raises(NotEntitledToDelivery):
        await quoted(table, Mode.DELIVERY, born_on=EIGHTY, verified_at=None)


async def test_delivery_costs_the_least_that_applies(table: Table) -> None:
    assert (await quoted(table, Mode.DELIVERY, born_on=EIGHTY)).delivery_fen == 100
    async with table.database.transaction() as session:
        alone = await a_diner(session, table.place, 900, Status.LIVES_ALONE, born_on=EIGHTY)
        quote = await pricing.quote(session, alone, table.kitchen.usual, 1, Mode.DELIVERY)
        assert quote.delivery_fen == 0
        modes = await pricing.modes_for(session, alone, table.kitchen.lunch)
        assert Mode.DELIVERY in modes


async def test_a_months_cap_is_used_up_and_the_next_subsidy_steps_in(table: Table) -> None:
    """5 yuan up to 12 a month: 5, 5, then what is left is 2, no more than the tier below."""
    async with table.database.transaction() as session:
        diner = await a_diner(session, table.place, 900, born_on=EIGHTY)
        given = []
        for days in range(5):
            _lunch, [usual, _better] = await a_lunch(
                session, table.kitchen.canteen, date(2026, 3, 9) + timedelta(days=days)
            )
            given.append((await a_booking(session, usual, diner)).subsidy_fen)
    assert given == [500, 500, 200, 200, 200]


async def test_a_cancelled_meal_gives_its_subsidy_back_to_the_month(table: Table) -> None:
    async with table.database.transaction() as session:
        diner = await a_diner(session, table.place, 900, born_on=EIGHTY)
        booked = []
        for days in range(3):
            _lunch, [usual, _better] = await a_lunch(
                session, table.kitchen.canteen, date(2026, 3, 9) + timedelta(days=days)
            )
            booked.append(await a_booking(session, usual, diner))
        await booking.cancel(session, booked[0].id, by=900, now=NOW)
        _lunch, [usual, _better] = await a_lunch(session, table.kitchen.canteen, date(2026, 3, 12))
        assert (await a_booking(session, usual, diner)).subsidy_fen == 500


async def test_a_change_does_not_count_its_own_subsidy_twice(table: Table) -> None:
    async with table.database.transaction() as session:
        diner = await a_diner(session, table.place, 900, born_on=EIGHTY)
        for days in range(2):
            _lunch, sets = await a_lunch(
                session, table.kitchen.canteen, date(2026, 3, 9) + timedelta(days=days)
            )
            last = await a_booking(session, sets[0], diner)
        changed = await booking.change(session, last.id, by=900, now=NOW, set_id=sets[1].id)
        assert (changed.subsidy_fen, changed.paid_fen) == (500, 800)


async def test_the_next_month_starts_anew(table: Table) -> None:
    async with table.database.transaction() as session:
        diner = await a_diner(session, table.place, 900, born_on=EIGHTY)
        for day in (date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 1)):
            _lunch, [usual, _better] = await a_lunch(session, table.kitchen.canteen, day)
            given = (await a_booking(session, usual, diner)).subsidy_fen
            assert given == 500


async def test_a_rule_holds_on_its_days_and_for_its_meal(table: Table) -> None:
    async with table.database.transaction() as session:
        session.add_all(
            [
                a_subsidy(table.kitchen.canteen, "past", min_age=0, fen=900, until_day=TODAY),
                a_subsidy(table.kitchen.canteen, "later", min_age=0, fen=900, from_day=LATER),
                a_subsidy(table.kitchen.canteen, "early", min_age=0, fen=900, meal=Meal.BREAKFAST),
            ]
        )
    assert (await quoted(table, born_on=EIGHTY)).subsidy_fen == 500


rules = st.lists(
    st.fixed_dictionaries(
        {
            "min_age": st.integers(0, 100),
            "fen": st.integers(1, 2000),
            "month_cap_fen": st.none() | st.integers(1, 4000),
        }
    ),
    max_size=4,
)
fees = st.lists(
    st.fixed_dictionaries({"min_age": st.integers(0, 100), "fee_fen": st.integers(0, 500)}),
    max_size=3,
)
orders = st.lists(st.tuples(st.integers(1, 4), st.booleans()), min_size=1, max_size=5)


def birthday(born: date, year: int) -> date:
    """29 February is kept on the 28th in other years."""
    return date(year, 2, 28) if (born.month, born.day) == (2, 29) else born.replace(year=year)


class Undone(Exception):  # noqa: N818 - nothing went wrong
    """What an example wrote is not kept."""


def test_for_any_rules_nobody_gets_or_pays_more_than_is_due(
    sqlite_template: Path, tmp_path: Path
) -> None:
    with asyncio.Runner() as runner:
        database = Database(copy_of(sqlite_template, tmp_path / "jinlin.db"))
        table = runner.run(lay_table(database))

        @settings(max_examples=30, deadline=None)
        @given(
            subsidies=rules,
            terms=fees,
            price=st.integers(0, 2000),
            born=st.dates(date(1920, 1, 1), date(2020, 1, 1)),
            meals=orders,
        )
        def hold(**example: Any) -> None:
            with suppress(Undone):
                runner.run(eaten_by_the_rules(table, **example))

        hold()
        runner.run(database.close())


async def eaten_by_the_rules(
    table: Table,
    subsidies: list[dict[str, Any]],
    terms: list[dict[str, Any]],
    price: int,
    born: date,
    meals: list[tuple[int, bool]],
) -> None:
    """Some meals in one month, each judged by what the rules say in the plainest form."""
    async with table.database.transaction() as session:
        canteen = Canteen(
            code="any",
            area_id=table.place.community.id,
            name="食堂",
            address="",
            phone=None,
            no_show_mercy=0,
        )
        session.add(canteen)
        await session.flush()
        session.add(a_rule(canteen))
        session.add_all(a_subsidy(canteen, f"{no}", **rule) for no, rule in enumerate(subsidies))
        session.add_all(some_terms(canteen, f"{no}", **fee) for no, fee in enumerate(terms))
        diner = await a_diner(session, table.place, 900, born_on=born)
        left = [rule["month_cap_fen"] for rule in subsidies]
        for number, (portions, delivered) in enumerate(meals):
            day = date(2026, 3, 9) + timedelta(days=number)
            age = sum(birthday(born, year) <= day for year in range(born.year + 1, 2027))
            _lunch, [usual, _better] = await a_lunch(session, canteen, day)
            usual.price_fen = price
            await session.flush()
            fees = [fee["fee_fen"] for fee in terms if fee["min_age"] <= age]
            mode = Mode.DELIVERY if delivered and fees else Mode.FETCH
            booked = await a_booking(session, usual, diner, portions=portions, mode=mode)
            due = [
                min(rule["fen"], price, price if cap is None else cap)
                for rule, cap in zip(subsidies, left, strict=True)
                if rule["min_age"] <= age
            ]
            assert booked.subsidy_fen == max(due, default=0)
            assert booked.delivery_fen == (min(fees) if mode is Mode.DELIVERY else 0)
            assert booked.paid_fen == portions * price - booked.subsidy_fen + booked.delivery_fen
            assert 0 <= booked.subsidy_fen <= price
            if booked.subsidy_id is not None:
                given_by = int((await session.get_one(Subsidy, booked.subsidy_id)).key)
                if (cap := left[given_by]) is not None:
                    left[given_by] = cap - booked.subsidy_fen
                    assert left[given_by] >= 0
        raise Undone


@given(session_id=st.integers(1, 10**6))
@settings(max_examples=20, deadline=None)
def test_codes_are_four_digits_each_given_once_and_no_two_in_a_row(session_id: int) -> None:
    given_out = [codes.code(session_id, number) for number in range(1, 10_001)]
    assert len(set(given_out)) == 10_000
    assert {len(code) for code in given_out} == {4}
    steps = {abs(int(a) - int(b)) for a, b in pairwise(given_out)}
    assert min(steps) > 1


def test_after_ten_thousand_codes_grow_by_a_digit() -> None:
    assert len(codes.code(1, 10_001)) == 5
    more = {codes.code(1, number) for number in range(10_001, 20_001)}
    assert len(more) == 10_000
