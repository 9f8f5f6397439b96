"""What a meal costs a diner and why, by the canteen's dated rules; all money in integer fen.

- Age and statuses are those of the meal's date, not of the booking's.
- One portion of a booking, the diner's own, is subsidised, by one subsidy: of those that apply
  the one that gives most. None gives more than the portion's price, nor more than what is left of
  its month's cap; so who used up one falls back to the next, and nobody is worse off for being
  older.
- The month is that of the meal's date; everything counts in it that was not cancelled, what waits
  too: its price is promised.
- Delivery is for those to whom some terms apply, at the lowest fee; terms with neither age nor
  status are everybody's.
- Neither a subsidy nor terms with conditions apply to diners whom staff have not verified yet.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from dateutil.relativedelta import relativedelta
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.meals import ahead, diners
from services.meals.errors import NotEntitledToDelivery, PortionsOutOfRange
from storage.tables import (
    BookingState,
    DeliveryTerms,
    Diner,
    MealBooking,
    MealSession,
    MealSet,
    Mode,
    Status,
    Subsidy,
)

_KNOWN = "rules of money"
_USED = "subsidies of the month"
R = TypeVar("R", Subsidy, DeliveryTerms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What a booking would cost, with what that follows from."""

    day: date
    """Of the meal."""
    price_fen: int
    """Of one portion."""
    portions: int
    subsidy: Subsidy | None
    subsidy_fen: int
    """Of the whole booking."""
    delivery: DeliveryTerms | None
    delivery_fen: int
    age: int
    """In full years on the meal's date."""
    statuses: frozenset[Status]
    verified: bool
    """Whether staff checked the diner; without it there is no subsidy."""

    @property
    def full_fen(self) -> int:
        """Before anything is taken off or added."""
        return self.portions * self.price_fen

    @property
    def paid_fen(self) -> int:
        """What the diner pays."""
        return self.full_fen - self.subsidy_fen + self.delivery_fen


async def quote(
    session: AsyncSession,
    diner: Diner,
    meal_set: MealSet,
    portions: int,
    mode: Mode,
    *,
    but_not: int | None = None,
    beside: Sequence[Quote] = (),
) -> Quote:
    """What `portions` of `meal_set` cost `diner`; the booking `but_not` is about to change.

    `beside` are quotes for other meals that are to be booked together with this one: what they
    give counts for the month's cap too. Raises PortionsOutOfRange and NotEntitledToDelivery.
    """
    meal_session = await rows.once(session, MealSession, meal_set.session_id)
    if not 1 <= portions <= meal_session.portions_each:
        raise PortionsOutOfRange(meal_session.portions_each)
    day = meal_session.day
    age, statuses = await _known_of(session, diner, day)
    terms = None
    if mode is Mode.DELIVERY:
        terms = await _delivery(session, diner, meal_session, age, statuses)
        if terms is None:
            raise NotEntitledToDelivery
    subsidy, subsidy_fen = await _subsidy(
        session, diner, meal_session, age, statuses, meal_set.price_fen, but_not, beside
    )
    return Quote(
        day=day,
        price_fen=meal_set.price_fen,
        portions=portions,
        subsidy=subsidy,
        subsidy_fen=subsidy_fen,
        delivery=terms,
        delivery_fen=terms.fee_fen if terms else 0,
        age=age,
        statuses=statuses,
        verified=diner.verified_at is not None,
    )


def frozen(cost: Quote) -> dict[str, int | None]:
    """The columns of a booking that a quote freezes."""
    return {
        "price_fen": cost.price_fen,
        "subsidy_id": cost.subsidy.id if cost.subsidy else None,
        "subsidy_fen": cost.subsidy_fen,
        "delivery_terms_id": cost.delivery.id if cost.delivery else None,
        "delivery_fen": cost.delivery_fen,
        "paid_fen": cost.paid_fen,
    }


async def modes_for(session: AsyncSession, diner: Diner, meal_session: MealSession) -> list[Mode]:
    """How the meal may reach the diner; delivery only for those entitled to it."""
    age, statuses = await _known_of(session, diner, meal_session.day)
    terms = await _delivery(session, diner, meal_session, age, statuses)
    return [mode for mode in Mode if mode is not Mode.DELIVERY or terms is not None]


async def _known_of(
    session: AsyncSession, diner: Diner, day: date
) -> tuple[int, frozenset[Status]]:
    """Age and statuses on `day`."""
    return diners.age_on(diner.born_on, day), await diners.statuses_on(session, diner.id, day)


async def _delivery(
    session: AsyncSession,
    diner: Diner,
    meal_session: MealSession,
    age: int,
    statuses: frozenset[Status],
) -> DeliveryTerms | None:
    rules = await _rules_on(session, DeliveryTerms, meal_session)
    applying = [
        rule
        for rule in rules
        if _applies(rule, age, statuses)
        and (diner.verified_at is not None or (rule.min_age is None and rule.status is None))
    ]
    return min(applying, key=lambda rule: (rule.fee_fen, rule.id), default=None)


async def _subsidy(
    session: AsyncSession,
    diner: Diner,
    meal_session: MealSession,
    age: int,
    statuses: frozenset[Status],
    price_fen: int,
    but_not: int | None,
    beside: Sequence[Quote],
) -> tuple[Subsidy | None, int]:
    best: tuple[Subsidy | None, int] = (None, 0)
    if diner.verified_at is None:
        return best
    for rule in await _rules_on(session, Subsidy, meal_session):
        if rule.meal not in (None, meal_session.meal) or not _applies(rule, age, statuses):
            continue
        given = min(rule.fen, price_fen)
        if rule.month_cap_fen is not None and given > best[1]:
            used = await _used(session, diner, rule, meal_session.day, but_not)
            used += _given(beside, rule, meal_session.day)
            given = min(given, max(rule.month_cap_fen - used, 0))
        if given > best[1]:
            best = (rule, given)
    return best


def _applies(rule: Subsidy | DeliveryTerms, age: int, statuses: frozenset[Status]) -> bool:
    if rule.min_age is not None and age < rule.min_age:
        return False
    return rule.status is None or rule.status in statuses


async def _used(
    session: AsyncSession, diner: Diner, rule: Subsidy, day: date, but_not: int | None
) -> int:
    """What the diner's other meals of the month got by the rule, whichever dates it had then."""
    month = day.replace(day=1)
    together = ahead.not_booked_for(session)
    if but_not is not None or diner.id not in together:
        return (await _used_by(session, [diner.id], rule, month, but_not)).get(diner.id, 0)
    known: dict[Any, dict[int, int]] = session.info.setdefault(_USED, {})
    key = (rule.canteen_id, rule.key, month)
    if key not in known:
        known[key] = await _used_by(session, together, rule, month, None)
    return known[key].get(diner.id, 0)


async def _used_by(
    session: AsyncSession,
    diner_ids: Collection[int],
    rule: Subsidy,
    month: date,
    but_not: int | None,
) -> dict[int, int]:
    """In fen by diner; who got nothing is not among them."""
    rules = await _rules(session, Subsidy, rule.canteen_id)
    found = await session.execute(
        select(MealBooking.diner_id, func.sum(MealBooking.subsidy_fen))
        .join(MealSession, MealSession.id == MealBooking.session_id)
        .where(
            MealBooking.diner_id.in_(diner_ids),
            MealBooking.state != BookingState.CANCELLED,
            MealBooking.subsidy_id.in_([other.id for other in rules if other.key == rule.key]),
            MealBooking.id.is_distinct_from(but_not),
            MealSession.day >= month,
            MealSession.day < month + relativedelta(months=1),
        )
        .group_by(MealBooking.diner_id)
    )
    return dict(found.all())


def _given(quotes: Sequence[Quote], rule: Subsidy, day: date) -> int:
    """What `quotes` for meals of the same month give by the rule, whichever dates it has."""
    return sum(
        quote.subsidy_fen
        for quote in quotes
        if quote.subsidy is not None
        and quote.subsidy.key == rule.key
        and (quote.day.year, quote.day.month) == (day.year, day.month)
    )


async def _rules_on(session: AsyncSession, table: type[R], meal_session: MealSession) -> list[R]:
    """Those that hold on the day of the meal."""
    day = meal_session.day
    return [
        rule
        for rule in await _rules(session, table, meal_session.canteen_id)
        if rule.from_day <= day and (rule.until_day is None or day <= rule.until_day)
    ]


async def _rules(session: AsyncSession, table: type[R], canteen_id: int) -> list[R]:
    """A canteen's rules, read once a transaction: a rush of bookings asks for the same few."""
    known: dict[tuple[str, int], list[R]] = session.info.setdefault(_KNOWN, {})
    key = (table.__tablename__, canteen_id)
    if key not in known:
        found = await session.scalars(
            select(table).where(table.canteen_id == canteen_id).order_by(table.id)
        )
        known[key] = list(found)
    return known[key]
