"""What is near equals what looking at every place one by one finds, on both databases."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncSession

from services import calendar, places
from services.areas import distance_m
from services.calendar import ZONE, Days
from services.places.search import spots_in_box
from storage.engine import Database
from storage.tables import Place, PlaceClosure, PlaceKind, PlaceSpot
from tests.conftest import copy_of
from tests.services.factories import LATITUDE, LONGITUDE, NOW, Neighbourhood, build_neighbourhood
from tests.services.places.place_factories import (
    CLINIC,
    HUT,
    a_place,
    a_spot,
    a_theme_with_two_kinds,
    at,
)

HOURS = ("24/7", "Mo-Fr 08:30-12:00,14:30-18:00; PH off", "We 09:00-11:00", "Mo-Su 06:00-09:00")
EASY = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


VIEW = {field.name for field in fields(places.View)}


@dataclass(frozen=True)
class City:
    session: AsyncSession
    neighbourhood: Neighbourhood
    kinds: dict[str, PlaceKind]

    async def near(self, **differently: Any) -> places.Nearby:
        asked: dict[str, Any] = {"latitude": LATITUDE, "longitude": LONGITUDE, "now": NOW}
        asked |= {part: differently.pop(part) for part in VIEW & differently.keys()}
        return await places.near(
            self.session, places.View(**asked), **({"kinds": [HUT]} | differently)
        )

    async def place(self, kind: str = HUT, **differently: Any) -> Place:
        return await a_place(self.session, self.neighbourhood, self.kinds[kind], **differently)


@pytest.fixture
async def city(database: Database) -> AsyncIterator[City]:
    """In a transaction that is never committed."""
    async with AsyncSession(database.writer) as session:
        neighbourhood = await build_neighbourhood(session)
        yield City(session, neighbourhood, await a_theme_with_two_kinds(session))


@dataclass(frozen=True)
class Drawn:
    """A place as hypothesis draws it."""

    kind: str
    latitude: float
    longitude: float
    hours: str
    gone: bool
    closed_from: date | None

    def is_open(self, days: Days, now: datetime) -> bool:
        closures = [
            PlaceClosure(starts_on=day, ends_on=day + timedelta(days=2), reason="")
            for day in [self.closed_from]
            if day
        ]
        return places.open_state(self.hours, closures, days, now).now


# Steps of a grid make ties; the others lie anywhere up to beyond the last ring.
offsets = st.sampled_from([-0.01, -0.002, 0.0, 0.002, 0.01]) | st.floats(-0.12, 0.12)
days_around = st.dates(date(2026, 9, 28), date(2026, 10, 12))
drawn_places = st.builds(
    Drawn,
    kind=st.sampled_from([HUT, CLINIC]),
    latitude=offsets.map(lambda north: LATITUDE + north),
    longitude=offsets.map(lambda east: LONGITUDE + east),
    hours=st.sampled_from(HOURS),
    gone=st.booleans(),
    closed_from=st.none() | days_around,
)
moments = st.timedeltas(timedelta(), timedelta(days=14)).map(
    lambda since: datetime(2026, 9, 28, tzinfo=UTC) + since
)
"""Around the National Day holiday with its working weekends."""


@EASY
@given(
    drawn=st.lists(drawn_places, max_size=40),
    kinds=st.sets(st.sampled_from([HUT, CLINIC, "no-such-kind"])),
    north=offsets,
    east=offsets,
    now=moments,
    open_only=st.booleans(),
    limit=st.integers(1, 6),
)
async def test_equals_looking_at_each(
    city: City,
    drawn: list[Drawn],
    kinds: set[str],
    north: float,
    east: float,
    now: datetime,
    open_only: bool,
    limit: int,
) -> None:
    await furnish(city, drawn)
    here = LATITUDE + north, LONGITUDE + east
    days = await calendar.days(city.session)
    ranked = sorted(
        (distance_m(*here, place.latitude, place.longitude), number)
        for number, place in enumerate(drawn, start=1)
        if place.kind in kinds and not place.gone
        if place.is_open(days, now) or not open_only
    )
    expected: list[tuple[float, int]] = []
    widened = None
    for reach_m, beyond in ((1200, None), (3000, 3000), (10_000, 10_000)):
        if not expected and (expected := [rank for rank in ranked if rank[0] <= reach_m][:limit]):
            widened = beyond
    nearby = await city.near(
        kinds=kinds, latitude=here[0], longitude=here[1], now=now, open_only=open_only, limit=limit
    )
    assert [(found.distance_m, found.spot.id) for found in nearby.found] == expected
    assert nearby.widened_to_m == widened
    for found in nearby.found:
        assert found.open.now == drawn[found.spot.id - 1].is_open(days, now)


async def furnish(city: City, drawn: list[Drawn]) -> None:
    """Nothing but these places, numbered from 1 as they were drawn."""
    city.session.expunge_all()
    for table in (PlaceClosure, PlaceSpot, Place):
        await city.session.execute(delete(table))
    if not drawn:
        return
    numbered = list(enumerate(drawn, start=1))
    of_place = {"area_id": city.neighbourhood.community.id, "address": "", "demo": False}
    kind_ids = {key: kind.id for key, kind in city.kinds.items()}
    await city.session.execute(
        insert(Place),
        [
            of_place
            | {"id": number, "code": str(number), "name": "", "kind_id": kind_ids[one.kind]}
            for number, one in numbered
        ],
    )
    await city.session.execute(
        insert(PlaceSpot),
        [
            {
                "id": number,
                "place_id": number,
                "name": "",
                "latitude": one.latitude,
                "longitude": one.longitude,
                "hours": one.hours,
                "listed_kind_id": None if one.gone else kind_ids[one.kind],
            }
            for number, one in numbered
        ],
    )
    city.session.add_all(
        PlaceClosure(
            place_id=number,
            starts_on=one.closed_from,
            ends_on=one.closed_from + timedelta(days=2),
            reason="",
        )
        for number, one in numbered
        if one.closed_from
    )
    await city.session.flush()


async def test_says_how_far_and_how_long_on_foot(city: City) -> None:
    await city.place(north_m=600)
    [found] = (await city.near()).found
    assert found.distance_m == pytest.approx(600)
    assert found.minutes == 13
    [for_elders] = (await city.near(elder=True)).found
    assert for_elders.minutes == 16


async def test_ties_go_to_the_lower_id(city: City) -> None:
    first = await city.place(code="first")
    second = await city.place(code="second")
    assert [found.place.id for found in (await city.near()).found] == [first.id, second.id]


async def test_goes_further_when_nothing_is_near_and_says_so(city: City) -> None:
    far = await city.place(east_m=2500)
    nearby = await city.near()
    assert [found.place.id for found in nearby.found] == [far.id]
    assert nearby.widened_to_m == 3000


async def test_does_not_go_further_for_a_full_list(city: City) -> None:
    await city.place(east_m=1100)
    await city.place(east_m=1300)
    nearby = await city.near()
    assert (len(nearby.found), nearby.widened_to_m) == (1, None)


async def test_a_search_does_not_stop_at_a_boundary(city: City) -> None:
    theirs = await city.place(area_id=city.neighbourhood.next_community.id)
    assert [found.place.id for found in (await city.near()).found] == [theirs.id]


@pytest.mark.parametrize(
    "position",
    [(24.5, 122.0), (39.9, 116.4), (-90.0, 0.0), (90.0, 180.0), (26.0855, -119.2990)],
    ids=["at sea", "Beijing", "south pole", "north pole", "the other side"],
)
async def test_nothing_is_near_a_position_elsewhere(
    city: City, position: tuple[float, float]
) -> None:
    await city.place()
    nearby = await city.near(latitude=position[0], longitude=position[1])
    assert (list(nearby.found), nearby.widened_to_m) == ([], None)


async def test_a_kind_with_nothing_in_it_and_an_unknown_one_find_nothing(city: City) -> None:
    await city.place(HUT)
    assert not (await city.near(kinds=[CLINIC])).found
    assert not (await city.near(kinds=["no-such-kind"])).found
    assert not (await city.near(kinds=[])).found


async def test_what_moves_is_found_at_each_stop_with_its_own_hours(city: City) -> None:
    cart = await city.place(hours="Mo,We,Fr 06:00-09:30")
    await a_spot(city.session, cart, name="二站", east_m=100, hours="Tu,Th 06:00-09:30")
    first, second = (await city.near()).found
    assert (first.spot.name, second.spot.name) == ("", "二站")
    # A Monday, nine o'clock.
    assert first.open.until == datetime(2026, 3, 2, 9, 30, tzinfo=ZONE)
    assert second.open.next == datetime(2026, 3, 3, 6, 0, tzinfo=ZONE)


async def test_a_place_found_by_name_is_told_of_however_far(city: City) -> None:
    cart = await city.place(east_m=50_000)
    await a_spot(city.session, cart, name="二站", east_m=100)
    seen = await places.spots_seen(city.session, cart.id, places.View(*at(0, 0), NOW))
    assert [found.spot.name for found in seen] == ["二站", ""]
    assert seen[1].distance_m == pytest.approx(50_000, rel=1e-3)


async def test_one_index_answers_the_search_without_the_table(
    sqlite_template: Path, tmp_path: Path
) -> None:
    database = Database(copy_of(sqlite_template, tmp_path / "plan.db"))
    statement = spots_in_box([1, 2], LATITUDE, LONGITUDE, 400).compile(
        database.writer.sync_engine, compile_kwargs={"literal_binds": True}
    )
    async with database.writer.connect() as connection:
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")
        [step] = [row[-1] for row in plan]
    await database.close()
    assert "USING COVERING INDEX ix_place_spots_listed_kind_id_latitude_longitude_id" in step
    assert "listed_kind_id=? AND latitude>? AND latitude<?" in step
