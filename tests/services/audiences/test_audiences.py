"""Whom an audience describes, how many these are, and who is drawn by lot."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from services import audiences
from services.audiences import Audience, LeftOut, Used
from storage.engine import Database
from storage.tables import Address, Area, BroadcastRecipient, Diner, Level, RecipientState
from tests.services.broadcasts.broadcast_factories import a_broadcast, live_at
from tests.services.factories import NOW, Neighbourhood, a_ticket, build_neighbourhood

ANYWHERE = 1_000


@pytest.fixture
async def place(database: Database) -> Neighbourhood:
    """Ten live in the building, five in the next compound, three in the next community."""
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        await live_at(session, place.building.id, range(101, 111))
        await live_at(session, place.next_compound.id, range(201, 206))
        await live_at(session, place.next_community.id, range(301, 304))
    return place


async def of(session: AsyncSession, audience: Audience) -> list[int]:
    found = await audiences.ids(session, audience, after=0, limit=ANYWHERE, now=NOW)
    return list(found)


def living_in(*areas: Area, **differently: object) -> Audience:
    return Audience(area_ids=tuple(area.id for area in areas), **differently)  # type: ignore[arg-type]


async def test_people_are_found_by_where_they_live(
    database: Database, place: Neighbourhood
) -> None:
    async with database.reading() as session:
        assert await of(session, living_in(place.building)) == list(range(101, 111))
        assert len(await of(session, living_in(place.grid))) == 15
        assert len(await of(session, living_in(place.street))) == 18
        both = living_in(place.next_compound, place.next_community)
        assert await of(session, both) == [*range(201, 206), *range(301, 304)]
        assert await of(session, Audience(area_ids=())) == []


async def test_they_come_in_slices_by_id(database: Database, place: Neighbourhood) -> None:
    async with database.reading() as session:
        audience = living_in(place.community)
        first = await audiences.ids(session, audience, after=0, limit=4, now=NOW)
        assert first == [101, 102, 103, 104]
        assert await audiences.ids(session, audience, after=110, limit=2, now=NOW) == [201, 202]


async def test_who_stopped_the_bot_is_left_out(database: Database, place: Neighbourhood) -> None:
    async with database.transaction() as session:
        await session.merge(
            Address(channel="telegram", external_id="101", person_id=101, blocked_at=NOW)
        )
    async with database.reading() as session:
        assert 101 not in await of(session, living_in(place.building))
        seen = await audiences.preview(session, living_in(place.building), now=NOW)
        assert (seen.people, seen.left_out) == (9, {LeftOut.UNREACHABLE: 1})


async def test_who_was_asked_lately_is_spared(database: Database, place: Neighbourhood) -> None:
    async with database.transaction() as session:
        asked, told = a_broadcast(place.community.id), a_broadcast(place.community.id, asks=False)
        session.add_all([asked, told])
        await session.flush()
        for broadcast, person_id, days in ((asked, 101, 29), (asked, 102, 31), (told, 103, 1)):
            session.add(
                BroadcastRecipient(
                    broadcast_id=broadcast.id,
                    person_id=person_id,
                    state=RecipientState.DELIVERED,
                    drawn_at=NOW,
                    promised_at=NOW - timedelta(days=days),
                )
            )
    async with database.reading() as session:
        audience = living_in(place.building, rested_days=30)
        assert await of(session, audience) == list(range(102, 111))
        seen = await audiences.preview(session, audience, now=NOW)
        assert seen.left_out == {LeftOut.ASKED_LATELY: 1}


def a_diner(person_id: int, born_on: date, area_id: int) -> Diner:
    return Diner(
        person_id=person_id,
        name="林阿姨",
        born_on=born_on,
        area_id=area_id,
        door="301",
        created_at=NOW,
    )


async def test_ages_are_those_of_today(database: Database, place: Neighbourhood) -> None:
    """NOW is 2 March 2026."""
    born = {101: date(1966, 3, 2), 102: date(1966, 3, 3), 103: date(1955, 3, 3)}
    async with database.transaction() as session:
        session.add_all(a_diner(who, day, place.building.id) for who, day in born.items())
    async with database.reading() as session:
        assert await of(session, living_in(place.building, ages=(60, None))) == [101, 103]
        assert await of(session, living_in(place.building, ages=(60, 69))) == [101]
        assert await of(session, living_in(place.building, ages=(None, 59))) == [102]


async def test_who_used_a_service_on_these_days(database: Database, place: Neighbourhood) -> None:
    async with database.transaction() as session:
        await a_ticket(session, place, author_id=101, now=NOW)
        await a_ticket(session, place, author_id=102, now=NOW - timedelta(days=1))
    today = date(2026, 3, 2)
    async with database.reading() as session:
        used = Used("tickets", today, today)
        assert await of(session, living_in(place.building, used=used)) == [101]
        used = Used("tickets", today - timedelta(days=1), today)
        assert await of(session, living_in(place.building, used=used)) == [101, 102]


@pytest.mark.parametrize("service", ["meals", "volunteering", "helps"])
async def test_every_service_can_be_asked_about(
    database: Database, place: Neighbourhood, service: str
) -> None:
    used = Used(service, date(2026, 3, 1), date(2026, 3, 2))
    async with database.reading() as session:
        assert await of(session, living_in(place.building, used=used)) == []


async def test_a_preview_counts_by_what_lies_below(
    database: Database, place: Neighbourhood
) -> None:
    async with database.reading() as session:
        seen = await audiences.preview(session, living_in(place.grid), now=NOW)
        assert seen.people == 15
        named = [(area.name, count) for area, count in seen.by_area]
        assert sorted(named) == [("军门新村", 10), ("隔壁小区", 5)]
        several = living_in(place.community, place.next_community)
        seen = await audiences.preview(session, several, now=NOW)
        named = [(area.name, count) for area, count in seen.by_area]
        assert sorted(named) == [("军门社区", 15), ("邻社区", 3)]


async def test_a_sample_is_drawn_again_as_it_was(database: Database, place: Neighbourhood) -> None:
    audience = living_in(place.street, sample=6, seed=42)
    async with database.transaction() as session:
        quotas = await audiences.quotas(session, audience, now=NOW)
        # 15 of 18 live in the grid; the next community has none, and stands in for one.
        assert quotas == {place.grid.id: 5, place.next_community.id: 1}
        drawn = [
            list(await audiences.drawn_in(session, audience, grid, quota, now=NOW))
            for grid, quota in quotas.items()
        ]
        seen = await audiences.preview(session, audience, now=NOW)
    everybody = [*range(101, 111), *range(201, 206)]
    by_hand = sorted(everybody, key=lambda who: audiences.lot(42, who))[:5]
    assert drawn[0] == sorted(by_hand)
    assert (seen.people, seen.left_out) == (6, {LeftOut.NOT_DRAWN: 12})
    assert {area.level for area, _count in seen.by_area} == {Level.GRID, Level.COMMUNITY}


async def test_a_sample_as_large_as_its_audience_is_all_of_it(
    database: Database, place: Neighbourhood
) -> None:
    async with database.reading() as session:
        audience = living_in(place.street, sample=50)
        assert sum((await audiences.quotas(session, audience, now=NOW)).values()) == 18


@given(
    st.dictionaries(st.integers(1, 999), st.integers(0, 2000), max_size=12),
    st.integers(0, 5000),
    st.integers(0, 2**32),
)
def test_a_sample_is_shared_out_in_proportion(
    people: dict[int, int], sample: int, seed: int
) -> None:
    given_out = audiences.allotted(people, sample, seed)
    everybody = sum(people.values())
    assert sum(given_out.values()) == min(sample, everybody)
    for grid, count in people.items():
        share = min(sample, everybody) * count / (everybody or 1)
        assert int(share) <= given_out[grid] <= min(count, int(share) + 1)


def test_everybody_is_drawn_about_as_often() -> None:
    """Of 20 people 5, by 2,000 seeds: each about 500 times, give or take four deviations."""
    drawn = Counter[int]()
    for seed in range(2_000):
        drawn.update(sorted(range(20), key=lambda who: audiences.lot(seed, who))[:5])
    assert all(abs(times - 500) < 4 * (2_000 * 0.25 * 0.75) ** 0.5 for times in drawn.values())


def test_an_audience_is_kept_as_it_is() -> None:
    audience = Audience(
        area_ids=(3, 4),
        ages=(60, None),
        used=Used("meals", date(2026, 2, 1), date(2026, 3, 1)),
        sample=100,
        seed=1,
        rested_days=30,
    )
    assert Audience.load(audience.dump()) == audience
