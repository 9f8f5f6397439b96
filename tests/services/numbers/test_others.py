"""What the other subjects add to a report, and what a report costs."""

from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from services.figures import Figures, FiguresOf, Measure, Within
from services.meals.figures import figures as of_meals
from services.numbers import report
from services.numbers.periods import Period
from services.places.checking import OLD
from services.places.figures import figures as of_places
from services.subjects import FIGURES
from services.visits.figures import figures as of_visits
from services.visits.rounds import Door
from services.volunteering.figures import figures as of_volunteers
from storage.tables import Area, BookingState, CareAlert, CareCause, MealBooking, Visit, VisitState
from tests.growth.statements import listening
from tests.services.conftest import Desk
from tests.services.factories import NOW
from tests.services.meals.meal_factories import TODAY, TOMORROW
from tests.services.meals.meal_table import ANNA, BELLA, Table
from tests.services.numbers.test_report import WEEK
from tests.services.places.place_factories import a_place, a_theme_with_two_kinds
from tests.services.visits.visit_factories import a_round

MOST_STATEMENTS = 26
"""Five for requests, the rest for names, places and the figures of the other subjects."""
HOUR = timedelta(hours=1)


def within(area: Area, period: Period = WEEK) -> Within:
    return Within(area, period.start, period.end)


async def asked(table: Table | Desk, figures: FiguresOf, where: Within) -> Figures:
    async with table.database.reading() as session:
        return await figures(session, where)


async def ended(table: Table, person_id: int, state: BookingState) -> MealBooking:
    booked = await table.book(person_id)
    await table.do(
        lambda session: session.execute(
            update(MealBooking).where(MealBooking.id == booked.id).values(state=state)
        )
    )
    return booked


async def test_meals_served_and_missed(table: Table) -> None:
    await ended(table, ANNA, BookingState.SERVED)
    await ended(table, BELLA, BookingState.MISSED)
    here, beside = table.place.community, table.place.next_community
    assert await asked(table, of_meals, within(here)) == {
        Measure.MEALS_SERVED: 1,
        Measure.MEALS_MISSED: 1,
    }
    assert await asked(table, of_meals, within(here, Period(TODAY, TODAY))) == {}
    assert await asked(table, of_meals, within(here, Period(TOMORROW, TOMORROW))) != {}
    assert await asked(table, of_meals, within(beside)) == {}


async def test_how_long_until_somebody_looked(table: Table) -> None:
    """Three alerts: somebody went after ten minutes, after thirty, and not at all."""
    for person_id, after in ((ANNA, 10), (BELLA, 30), (100, None)):
        booked = await ended(table, person_id, BookingState.CANCELLED)
        taken_at = NOW + timedelta(minutes=after) if after else None
        alert = CareAlert(
            diner_id=table.diners[person_id].id,
            booking_id=booked.id,
            cause=CareCause.MISSED_MEAL,
            raised_at=NOW,
            taken_at=taken_at,
        )

        async def raised(session: AsyncSession, alert: CareAlert = alert) -> None:
            session.add(alert)

        await table.do(raised)
    assert await asked(table, of_meals, within(table.place.community)) == {
        Measure.CARE_ALERTS: 3,
        Measure.CARE_WAIT: timedelta(minutes=20),
        Measure.CARE_UNHEEDED: 1,
    }
    assert await asked(table, of_meals, within(table.place.next_community)) == {}


async def test_places_that_nobody_looked_after(desk: Desk) -> None:
    async def places(session: AsyncSession) -> None:
        kinds = await a_theme_with_two_kinds(session)
        kind = next(iter(kinds.values()))
        await a_place(session, desk.place, kind, north_m=1, confirmed_at=WEEK.end - OLD + HOUR)
        await a_place(session, desk.place, kind, north_m=2, confirmed_at=WEEK.end - OLD - HOUR)
        await a_place(session, desk.place, kind, north_m=3)
        await a_place(session, desk.place, kind, north_m=4, closed_at=NOW)

    await desk.do(places)
    assert await asked(desk, of_places, within(desk.place.community)) == {
        Measure.PLACES: 3,
        Measure.PLACES_OLD: 2,
    }


async def test_households_that_were_visited(desk: Desk) -> None:
    drawn = await desk.do(
        lambda session: a_round(session, desk.place, desk.groups.staff, "101", "102", "103")
    )
    seen = Visit.round_id == drawn.id, Visit.position == 1
    await desk.do(
        lambda session: session.execute(
            update(Visit).where(*seen).values(state=VisitState.SEEN, done_at=NOW + HOUR)
        )
    )
    for area in (desk.place.community, desk.place.street):
        assert await asked(desk, of_visits, within(area)) == {
            Measure.DOORS_LISTED: 3,
            Measure.DOORS_VISITED: 1,
        }
    async with desk.database.reading() as session:
        area = await session.get_one(Area, desk.place.community.id)
        [grid] = (await report.of_period(session, area, WEEK)).coverage
    assert (grid.listed, grid.visited) == (3, 1)


async def test_doors_that_lie_in_none_of_a_streets_communities_are_its_own(desk: Desk) -> None:
    """As 88栋 301 on a street's list, which the tree does not have."""

    async def drawn(session: AsyncSession) -> None:
        where = [Door(desk.place.street.id, "88栋 301"), Door(desk.place.building.id, "301")]
        await a_round(
            session,
            desk.place,
            desk.groups.street,
            area_id=desk.place.street.id,
            doors=where,
        )

    await desk.do(drawn)
    counted = [
        (await asked(desk, of_visits, within(area)))[Measure.DOORS_LISTED]
        for area in (desk.place.street, desk.place.community)
    ]
    assert counted == [2, 1]


async def test_what_a_community_does_not_have_is_not_told(desk: Desk) -> None:
    for figures in (of_meals, of_places, of_visits, of_volunteers):
        assert await asked(desk, figures, within(desk.place.community)) == {}


async def test_a_report_costs_a_handful_of_statements(desk: Desk) -> None:
    """However many requests there are, up to a slice of them."""
    counts = []
    for more in (1, 20):
        for _ in range(more):
            await desk.file()
        with listening() as run:
            async with desk.database.reading() as session:
                area = await session.get_one(Area, desk.place.community.id)
                await report.of_period(session, area, WEEK, FIGURES, detailed=True)
        counts.append(len(run))
    assert counts[0] >= counts[1]
    assert counts[1] <= MOST_STATEMENTS
