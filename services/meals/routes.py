"""Which doors make a round: building by building, so many that the food still arrives hot.

Rounds are made at cut-off with the prep sheet and follow what staff change after it.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.meals.kitchen_news import RoundCard, StopCalledOff, StopsCard
from services.news import draw, tell
from storage.tables import (
    Area,
    BookingState,
    Diner,
    MealBooking,
    MealRound,
    MealSession,
    MealStop,
    Mode,
    RoundState,
    StopState,
)

MOST_STOPS = 10
"""Doors a round: at three minutes a door, half an hour, which is as long as a box keeps hot."""


async def make(session: AsyncSession, session_id: int, *, now: datetime) -> None:
    """The first rounds of a session, once; afterwards `follow` keeps them true."""
    made = await rows.change(
        session,
        MealSession,
        MealSession.id == session_id,
        MealSession.rounds_made_at.is_(None),
        rounds_made_at=now,
    )
    if made is not None:
        await follow(session, session_id, now=now)


async def follow(session: AsyncSession, session_id: int, *, now: datetime) -> None:
    """Take off what is not delivered any more, and find a round for what newly is.

    New doors go to a round that nobody carries yet and that has room, its own building's first;
    who is under way is sent nowhere else.
    """
    rounds = await _locked_rounds(session, session_id)
    gone = await session.scalars(
        select(MealStop.booking_id)
        .join(MealBooking, MealBooking.id == MealStop.booking_id)
        .where(
            MealBooking.session_id == session_id,
            MealStop.state == StopState.WAITING,
            or_(
                MealBooking.state != BookingState.BOOKED,
                MealBooking.mode != Mode.DELIVERY,
            ),
        )
    )
    for booking_id in list(gone):
        await call_off(session, booking_id, now=now)
    doors = await _doors_without_round(session, session_id)
    for chunk in in_rounds(doors):
        await _place(session, session_id, rounds, chunk)


async def hold(session: AsyncSession, booking_id: int) -> MealRound | None:
    """The round that goes to this door, if one does, held until the transaction ends.

    Always before the booking itself, so that the counter and the carrier meet in one order.
    """
    stop = await session.get(MealStop, booking_id)
    if stop is None:
        return None
    carried = await session.get_one(
        MealRound, stop.round_id, populate_existing=True, with_for_update=True
    )
    await session.refresh(stop)
    return carried


async def call_off(session: AsyncSession, booking_id: int, *, now: datetime) -> None:
    """Nobody has to go to this door; a carrier under way is told. Nothing where none waits."""
    stop = await rows.change(
        session,
        MealStop,
        MealStop.booking_id == booking_id,
        MealStop.state == StopState.WAITING,
        state=StopState.CALLED_OFF,
        at=now,
    )
    if stop is None:
        return
    carried = await rows.current(session, MealRound, stop.round_id)
    if carried.state is RoundState.TAKEN:
        tell(session, StopCalledOff(booking_id))
    await finish(session, carried, now=now)


async def wait_again(session: AsyncSession, booking_id: int) -> None:
    """A door that was ticked off by mistake waits for its carrier again, if it has one."""
    stop = await rows.change(
        session,
        MealStop,
        MealStop.booking_id == booking_id,
        MealStop.state == StopState.DELIVERED,
        state=StopState.WAITING,
        at=None,
        by=None,
        by_name=None,
    )
    if stop is None:
        return
    carried = await rows.current(session, MealRound, stop.round_id)
    if carried.state is RoundState.DONE:
        carried.state = RoundState.TAKEN if carried.carrier_id else RoundState.OPEN
        carried.done_at = None
    draw(session, RoundCard(carried.id))
    if carried.carrier_id is not None:
        draw(session, StopsCard(carried.id))


async def finish(session: AsyncSession, carried: MealRound, *, now: datetime) -> None:
    """Have the round's cards drawn; end it once no door of it waits any more."""
    states = set(
        await session.scalars(select(MealStop.state).where(MealStop.round_id == carried.id))
    )
    if StopState.WAITING not in states:
        all_off = states <= {StopState.CALLED_OFF}
        carried.state = RoundState.CALLED_OFF if all_off else RoundState.DONE
        carried.taken_at = carried.taken_at or (None if all_off else now)
        carried.done_at = now
        await session.flush()
    draw(session, RoundCard(carried.id))
    if carried.carrier_id is not None:
        draw(session, StopsCard(carried.id))


class Door:
    """A booking to be delivered, with what its place on the way is decided by."""

    def __init__(self, booking_id: int, building: Area, door: str) -> None:
        self.booking_id = booking_id
        self.building = building
        self.place = (natural(building.code), building.id, natural(door), booking_id)


def in_rounds(doors: Iterable[Door]) -> list[list[Door]]:
    """Rounds of at most MOST_STOPS doors; a building is parted only where it has more."""
    rounds: list[list[Door]] = []
    way = sorted(doors, key=lambda door: door.place)
    for _building_id, group in groupby(way, key=lambda door: door.building.id):
        of_building = list(group)
        if rounds and len(rounds[-1]) + len(of_building) <= MOST_STOPS:
            rounds[-1] += of_building
            continue
        rounds += [
            of_building[first : first + MOST_STOPS]
            for first in range(0, len(of_building), MOST_STOPS)
        ]
    return rounds


def natural(text: str) -> list[tuple[int, str]]:
    """A sorting key by which 2号楼 comes before 10号楼."""
    return [
        (int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", text)
    ]


async def _locked_rounds(session: AsyncSession, session_id: int) -> list[MealRound]:
    """The session's rounds; taking one waits until its doors stand."""
    found = await session.scalars(
        select(MealRound)
        .where(MealRound.session_id == session_id)
        .order_by(MealRound.number)
        .with_for_update(),
        execution_options={"populate_existing": True},
    )
    return list(found)


async def _doors_without_round(session: AsyncSession, session_id: int) -> list[Door]:
    found = await session.execute(
        select(MealBooking.id, Diner.door, Area)
        .join(Diner, Diner.id == MealBooking.diner_id)
        .join(Area, Area.id == Diner.area_id)
        .outerjoin(MealStop, MealStop.booking_id == MealBooking.id)
        .where(
            MealBooking.session_id == session_id,
            MealBooking.state == BookingState.BOOKED,
            MealBooking.mode == Mode.DELIVERY,
            or_(MealStop.booking_id.is_(None), MealStop.state == StopState.CALLED_OFF),
        )
    )
    return [Door(booking_id, building, door) for booking_id, door, building in found]


async def _place(
    session: AsyncSession, session_id: int, rounds: list[MealRound], doors: Sequence[Door]
) -> None:
    goes_to = await _round_with_room(session, rounds, doors)
    if goes_to is None:
        goes_to = MealRound(session_id=session_id, number=len(rounds) + 1, state=RoundState.OPEN)
        session.add(goes_to)
        await session.flush()
        rounds.append(goes_to)
    last = await session.scalar(
        select(func.max(MealStop.position)).where(MealStop.round_id == goes_to.id)
    )
    for position, door in enumerate(doors, start=(last or 0) + 1):
        await session.merge(
            MealStop(
                booking_id=door.booking_id,
                round_id=goes_to.id,
                position=position,
                state=StopState.WAITING,
                at=None,
                by=None,
                by_name=None,
            )
        )
    await session.flush()
    draw(session, RoundCard(goes_to.id))


async def _round_with_room(
    session: AsyncSession, rounds: Sequence[MealRound], doors: Sequence[Door]
) -> MealRound | None:
    """An open round that has room for all of `doors`, one that comes by their buildings first."""
    buildings = {door.building.id for door in doors}
    best: tuple[bool, MealRound] | None = None
    for candidate in rounds:
        if candidate.state is not RoundState.OPEN:
            continue
        waiting = list(
            await session.scalars(
                select(Diner.area_id)
                .join(MealBooking, MealBooking.diner_id == Diner.id)
                .join(MealStop, MealStop.booking_id == MealBooking.id)
                .where(MealStop.round_id == candidate.id, MealStop.state == StopState.WAITING)
            )
        )
        if len(waiting) + len(doors) > MOST_STOPS:
            continue
        near = bool(buildings.intersection(waiting))
        if best is None or (near and not best[0]):
            best = (near, candidate)
    return best[1] if best else None
