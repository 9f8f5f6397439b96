"""Two devices of one person, and the end of a survey, all at once: one answer, nothing lost."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from services import rows
from services.errors import Refusal
from services.surveys import answering
from services.surveys.errors import HandedIn
from services.surveys.questions import Definition, Kind, Question
from storage.tables import Survey, SurveyRoll, SurveyState
from tests.services.conftest import Deed, Desk
from tests.services.factories import NOW, RESIDENT
from tests.services.surveys.survey_factories import a_survey, responses

THREE = Definition(
    title="三个如何",
    questions=tuple(
        Question(name=name, kind=Kind.YES_NO, label="好吗？") for name in ("one", "two", "three")
    ),
)


@pytest.fixture(params=[False, True], ids=["named", "anonymous"])
async def survey(desk: Desk, request: pytest.FixtureRequest) -> Survey:
    found: Survey = await desk.do(
        lambda session: a_survey(session, desk.place, [RESIDENT], THREE, anonymous=request.param)
    )
    return found


def taking(survey: Survey, name: str, value: Any) -> Deed:
    return lambda session: answering.take(session, survey.id, RESIDENT, name, value, now=NOW)


async def at_once(desk: Desk, *deeds: Deed) -> list[Any]:
    return await asyncio.gather(*(desk.attempt(deed) for deed in deeds))


async def test_what_two_devices_say_at_once_is_all_kept(desk: Desk, survey: Survey) -> None:
    await at_once(desk, taking(survey, "one", True), taking(survey, "two", False))
    async with desk.database.reading() as session:
        roll = await session.get_one(SurveyRoll, (survey.id, RESIDENT))
        assert roll.draft == {"one": True, "two": False}


async def test_the_last_answer_given_ten_times_is_one(desk: Desk, survey: Survey) -> None:
    for name in ("one", "two"):
        await desk.do(taking(survey, name, True))
    outcomes = await at_once(desk, *(taking(survey, "three", each % 2 == 0) for each in range(10)))
    assert [type(each) for each in outcomes if isinstance(each, Refusal)] == [HandedIn] * 9
    async with desk.database.reading() as session:
        assert len(await responses(session, survey)) == 1


async def test_whoever_answers_as_it_ends_is_counted_once(desk: Desk, survey: Survey) -> None:
    for name in ("one", "two"):
        await desk.do(taking(survey, name, True))

    async def end(session: Any) -> None:
        row = await rows.held(session, Survey, survey.id)
        row.state, row.ended_at = SurveyState.ENDED, NOW
        await session.flush()
        rolls = await session.scalars(
            select(SurveyRoll).where(SurveyRoll.draft.is_not(None)).with_for_update()
        )
        for roll in rolls.all():
            await answering.hand_in_as_it_is(session, row, roll, today=NOW.date())

    await at_once(desk, taking(survey, "three", True), end)
    async with desk.database.reading() as session:
        [response] = await responses(session, survey)
        assert not response.late
        assert (await session.scalars(select(SurveyRoll.draft))).all() == [None]
