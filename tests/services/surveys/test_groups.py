"""To which group people belong when they are asked: by where they live, or by how old they are."""

from datetime import date

import pytest
from sqlalchemy import select

from services.surveys import groups, inviting
from services.surveys.groups import AGES, GroupedBy, oldest
from storage.tables import SurveyRoll
from tests.services.audiences.test_audiences import a_diner
from tests.services.broadcasts.broadcast_factories import live_at
from tests.services.conftest import Desk
from tests.services.factories import NOW
from tests.services.surveys.survey_factories import a_survey

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize("by", list(GroupedBy))
async def test_a_group_stands_on_the_roll(desk: Desk, by: GroupedBy) -> None:
    at_home, elsewhere = 201, 202
    async with desk.database.transaction() as session:
        place = desk.place
        await live_at(session, place.building.id, [at_home])
        await live_at(session, place.community.id, [elsewhere])
        session.add(a_diner(at_home, date(1956, 3, 2), place.building.id))
        survey = await a_survey(session, place, grouped_by=by)
        await inviting.wanted(session, survey.id, [at_home, elsewhere], NOW)
        rolls = await session.execute(select(SurveyRoll.person_id, SurveyRoll.group_key))
        expected = {
            GroupedBy.GRID: place.grid.id,
            GroupedBy.COMPOUND: place.compound.id,
            GroupedBy.BUILDING: place.building.id,
            GroupedBy.AGE: 70,
        }
        assert {person: key for person, key in rolls if person} == {
            at_home: expected[by],
            elsewhere: None,
        }


def test_ages_follow_one_another() -> None:
    ends = [oldest(each) for each in AGES]
    assert ends == [17, 34, 59, 69, 79, None]


async def test_ages_are_shown_from_the_youngest_and_areas_as_everywhere(desk: Desk) -> None:
    async with desk.database.transaction() as session:
        by_age = await a_survey(session, desk.place, grouped_by=GroupedBy.AGE)
        assert await groups.in_order(session, by_age, [80, 0, 60]) == [0, 60, 80]
        by_grid = await a_survey(session, desk.place)
        gone = 10**6
        keys = [gone, desk.place.grid.id]
        assert await groups.in_order(session, by_grid, keys) == [desk.place.grid.id]
