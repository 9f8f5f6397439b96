"""Which requests are offered for joining before another one is filed."""

from math import cos, radians
from typing import Any

import pytest
from sqlalchemy import event

from services import areas, tickets
from services.tickets.close_by import WITHIN_M
from services.tickets.similar import AT_MOST, similar
from storage.tables import Level, Ticket
from tests.services.conftest import Desk
from tests.services.factories import LATITUDE, LONGITUDE, NEIGHBOUR, NOW, RESIDENT, STRANGER

DEGREE = 111_195
"""Metres of latitude."""


async def found(desk: Desk, **differently: Any) -> list[int]:
    asked: dict[str, Any] = {
        "category_id": desk.place.leak.id,
        "area": desk.place.building,
        "latitude": LATITUDE,
        "longitude": LONGITUDE,
        "person_id": NEIGHBOUR,
    }
    async with desk.database.reading() as session:
        return [ticket.id for ticket in await similar(session, **(asked | differently))]


async def elsewhere(desk: Desk, *, north: float = 0, east: float = 0) -> Ticket:
    """A request in another compound, so many metres away."""
    return await desk.file(
        area_id=desk.place.next_compound.id,
        latitude=LATITUDE + north / DEGREE,
        longitude=LONGITUDE + east / DEGREE / cos(radians(LATITUDE)),
    )


async def test_the_same_thing_in_the_same_compound_is_found_without_a_position(desk: Desk) -> None:
    ticket = await desk.file(latitude=None, longitude=None)
    assert await found(desk, latitude=None, longitude=None) == [ticket.id]


@pytest.mark.parametrize("direction", ["north", "east"])
async def test_elsewhere_it_counts_within_250_metres(desk: Desk, direction: str) -> None:
    near = await elsewhere(desk, **{direction: WITHIN_M - 2})
    await elsewhere(desk, **{direction: WITHIN_M + 2})
    assert await found(desk) == [near.id]


async def test_the_nearest_come_first_and_those_without_a_position_last(desk: Desk) -> None:
    unknown = await desk.file(latitude=None, longitude=None)
    far, near = await elsewhere(desk, north=200), await elsewhere(desk, north=20)
    assert await found(desk) == [near.id, far.id, unknown.id]


async def test_five_at_most(desk: Desk) -> None:
    for _one in range(AT_MOST + 2):
        await desk.file()
    assert len(await found(desk)) == AT_MOST


async def test_other_categories_are_not_offered(desk: Desk) -> None:
    await desk.file(category_id=desk.place.lamp.id)
    assert await found(desk) == []


async def test_private_ones_are_not_offered(desk: Desk) -> None:
    await desk.file(private=True)
    assert await found(desk) == []


async def test_own_and_joined_ones_are_not_offered(desk: Desk) -> None:
    ticket = await desk.file()
    await desk.do(lambda session: tickets.join(session, ticket.id, NEIGHBOUR, now=NOW))
    assert await found(desk, person_id=RESIDENT) == []
    assert await found(desk, person_id=NEIGHBOUR) == []
    assert await found(desk, person_id=STRANGER) == [ticket.id]


async def test_ended_ones_are_not_offered(desk: Desk) -> None:
    ticket = await desk.file()
    await desk.do(lambda session: tickets.withdraw(session, ticket.id, RESIDENT, now=NOW))
    assert await found(desk) == []


async def test_it_takes_one_statement(desk: Desk) -> None:
    statements: list[str] = []
    engine = desk.database.writer.sync_engine
    async with desk.database.transaction() as session:
        await areas.of_level(session, desk.place.building, Level.COMPOUND)
        event.listen(engine, "before_cursor_execute", lambda *told: statements.append(told[2]))
        await similar(
            session,
            category_id=desk.place.leak.id,
            area=desk.place.building,
            latitude=LATITUDE,
            longitude=LONGITUDE,
            person_id=NEIGHBOUR,
        )
    assert len(statements) == 1
