"""What a rush of bookings is judged by, read for all of them before the first is made.

When a menu opens, a hundred people tap within a second, and their updates share a transaction. Read
for each, this would be four statements and two locks a booking; here it is six for all of them.
The answers are the transaction's own rows, so what it changes is seen. None leaves it to be asked
for: it was not read ahead, or the transaction has added to it meanwhile.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from storage.tables import (
    Base,
    BookingState,
    Diner,
    DinerStatus,
    MealBooking,
    MealProxy,
    MealSession,
    ProxyState,
)

_AHEAD = "read ahead of bookings"
_AS_THEY_ARE = {"populate_existing": True}


@dataclass(frozen=True, slots=True)
class Booker:
    """Somebody who is about to book for a diner, in these sessions."""

    person_id: int
    diner_id: int
    sessions: Collection[int]


@dataclass(frozen=True, slots=True)
class _Ahead:
    """By the ids of people and of diners; who is missing was not read ahead."""

    own: dict[int, list[Diner]]
    entrusted: dict[int, list[tuple[Diner, MealProxy]]]
    statuses: dict[int, list[DinerStatus]]
    bookings: dict[int, list[MealBooking]]
    sessions: frozenset[int]
    not_booked_for: set[int]
    """Diners for whom this transaction has booked nothing yet."""


def is_known(session: AsyncSession) -> bool:
    """Whether it was read in this transaction."""
    return _AHEAD in session.info


async def read(session: AsyncSession, bookers: Collection[Booker]) -> None:
    """Hold the diners and then the sessions of all of them, and read the rest.

    Held in one order, two transactions with the same diners and menus never wait for each other.
    """
    people = {each.person_id for each in bookers}
    diners = {each.diner_id for each in bookers}
    sessions = frozenset(each for booker in bookers for each in booker.sessions)
    eating = await rows.held_all(session, Diner, diners)
    await rows.held_all(session, MealSession, sessions)
    ahead = _Ahead(
        own={each: [] for each in people},
        entrusted={each: [] for each in people},
        statuses={each: [] for each in diners},
        bookings={each: [] for each in diners},
        sessions=sessions,
        not_booked_for=diners,
    )
    others = people - {each.person_id for each in eating}
    own = await session.scalars(
        select(Diner).where(Diner.person_id.in_(others)), execution_options=_AS_THEY_ARE
    )
    for diner in (*eating, *own):
        if diner.person_id in people:
            ahead.own[diner.person_id].append(diner)
    entrusted = (
        select(Diner, MealProxy)
        .join(MealProxy, MealProxy.diner_id == Diner.id)
        .where(MealProxy.person_id.in_(people))
    )
    for diner, proxy in await session.execute(entrusted, execution_options=_AS_THEY_ARE):
        ahead.entrusted[proxy.person_id].append((diner, proxy))
    for status in await session.scalars(
        select(DinerStatus).where(DinerStatus.diner_id.in_(diners)),
        execution_options=_AS_THEY_ARE,
    ):
        ahead.statuses[status.diner_id].append(status)
    for booking in await session.scalars(
        select(MealBooking).where(
            MealBooking.diner_id.in_(diners),
            MealBooking.session_id.in_(sessions),
            MealBooking.state != BookingState.CANCELLED,
        ),
        execution_options=_AS_THEY_ARE,
    ):
        ahead.bookings[booking.diner_id].append(booking)
    session.info[_AHEAD] = ahead


def bookable_by(session: AsyncSession, person_id: int) -> list[Diner] | None:
    """Whom this person books for, ended or not; see `services.meals.diners.bookable_by`."""
    ahead = _of(session, Diner, MealProxy)
    if ahead is None or person_id not in ahead.own or rows.added(session, Diner, MealProxy):
        return None
    entrusted = ahead.entrusted[person_id]
    confirmed = [diner for diner, proxy in entrusted if proxy.state is ProxyState.CONFIRMED]
    return [*ahead.own[person_id], *confirmed]


def statuses_of(session: AsyncSession, diner_id: int) -> Sequence[DinerStatus] | None:
    """Everything that was verified of the diner."""
    ahead = _of(session, DinerStatus)
    if ahead is None or rows.added(session, DinerStatus):
        return None
    return ahead.statuses.get(diner_id)


def booked(session: AsyncSession, diner_id: int, session_id: int) -> Sequence[MealBooking] | None:
    """The diner's bookings in that session which were not cancelled, at most one."""
    ahead = _of(session, MealBooking)
    if ahead is None or session_id not in ahead.sessions or diner_id not in ahead.bookings:
        return None
    return [
        each
        for each in ahead.bookings[diner_id]
        if each.session_id == session_id and each.state is not BookingState.CANCELLED
    ]


def note(session: AsyncSession, booking: MealBooking) -> None:
    """A booking was made."""
    ahead: _Ahead | None = session.info.get(_AHEAD)
    if ahead is not None and booking.diner_id in ahead.bookings:
        ahead.bookings[booking.diner_id].append(booking)
        ahead.not_booked_for.discard(booking.diner_id)


def not_booked_for(session: AsyncSession) -> Collection[int]:
    """Ids of held diners whose bookings nobody has changed since; for them all can be asked."""
    ahead = _of(session, MealBooking)
    if ahead is None or rows.changed(session, MealBooking):
        return ()
    return ahead.not_booked_for


def _of(session: AsyncSession, *tables: type[Base]) -> _Ahead | None:
    ahead: _Ahead | None = session.info.get(_AHEAD)
    return ahead if rows.as_written(session, *tables) else None
