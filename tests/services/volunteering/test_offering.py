"""What is passed on to volunteers: by when it has to be done, and what of a home all may read."""

from datetime import UTC, datetime

import pytest

from services import areas
from services.errors import NotFound
from services.volunteering import offering
from services.volunteering.offering import Carrying
from services.written.spans import Span
from storage.engine import Database
from storage.importing import import_areas, open_book
from storage.importing.demo import DEMO
from storage.tables import Canteen, MealSession

AREAS = (DEMO / "areas.csv").read_bytes()


def at(hour: int) -> datetime:
    return datetime(2026, 11, 24, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "begins", "until"),
    [
        pytest.param(8, 11, 13, id="before the meal: while it is given out"),
        pytest.param(12, 12, 14, id="during the meal: two hours from now"),
        pytest.param(15, 15, 17, id="after the meal: it is carried all the same"),
    ],
)
def test_a_round_is_carried_while_the_meal_is_given_out_or_within_two_hours(
    now: int, begins: int, until: int
) -> None:
    meal = MealSession(starts_at=at(11), ends_at=at(13))
    carrying = Carrying(1, meal, Canteen(), ["3号楼"], doors=1, portions=1)
    assert carrying.span(at(now)) == Span(at(begins), at(until))


async def test_everybody_reads_the_compound_of_a_home_and_never_its_building(
    database: Database,
) -> None:
    async with database.transaction() as session:
        await import_areas(session, open_book(AREAS))
        building = await areas.by_code(session, "junmen-xincun-3")
        assert building is not None
        assert await offering.public_place(session, building.id) == "军门社区 · 军门新村"


async def test_a_home_that_is_not_there_has_no_place(database: Database) -> None:
    async with database.reading() as session:
        with pytest.raises(NotFound):
            await offering.public_place(session, 1)
