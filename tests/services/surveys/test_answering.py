"""One answer a person: begun, left, gone on with, handed in, changed, and too late."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.errors import NotFound, TooLong
from services.surveys import answering
from services.surveys.answering import Sheet
from services.surveys.errors import AnswerNeeded, HandedIn, NoSuchKey, SurveyOver, Unfit
from services.surveys.questions import Definition, Kind, Question
from storage.media import Attachment
from storage.tables import MediaKind, Survey, SurveyFile, SurveyRoll, SurveyState
from tests.services.conftest import Desk
from tests.services.factories import NEIGHBOUR, NOW, RESIDENT, arrive
from tests.services.surveys.survey_factories import a_survey, responses

TODAY = NOW.date()


async def take(
    session: AsyncSession, survey: Survey, name: str, value: Any, **differently: Any
) -> Sheet:
    by = differently.pop("by", RESIDENT)
    return await answering.take(session, survey.id, by, name, value, now=NOW, **differently)


async def answer_all(session: AsyncSession, survey: Survey, *, by: int = RESIDENT) -> Sheet:
    await take(session, survey, "good", True, by=by)
    await take(session, survey, "dishes", ["fish"], by=by)
    return await take(session, survey, "stars", 5, by=by)


async def roll_of(session: AsyncSession, survey: Survey) -> SurveyRoll:
    return await rows.current(session, SurveyRoll, (survey.id, RESIDENT))


def next_of(sheet: Sheet) -> str | None:
    return sheet.question.name if sheet.question else None


@pytest.fixture(params=[False, True], ids=["named", "anonymous"])
async def survey(desk: Desk, request: pytest.FixtureRequest) -> Survey:
    found: Survey = await desk.do(
        lambda session: a_survey(
            session, desk.place, [RESIDENT, NEIGHBOUR], anonymous=request.param
        )
    )
    return found


async def test_questions_come_one_after_the_other(desk: Desk, survey: Survey) -> None:
    async with desk.database.transaction() as session:
        assert next_of(await take(session, survey, "good", True)) == "dishes"
        assert next_of(await take(session, survey, "dishes", ["fish", "soup"])) == "stars"
        done = await take(session, survey, "stars", None)
        assert done.question is None
        [response] = await responses(session, survey)
    assert response.answers == {"good": True, "dishes": ["fish", "soup"], "stars": None}
    assert response.complete
    assert not response.late
    assert (response.person_id is None) == survey.anonymous


async def test_a_condition_asks_one_more(desk: Desk, survey: Survey) -> None:
    async with desk.database.transaction() as session:
        sheet = await take(session, survey, "good", False)
        assert next_of(sheet) == "what"
        assert sheet.question
        assert sheet.position(sheet.question, today=TODAY) == (2, 4)


async def test_another_word_on_the_first_question_drops_what_hung_on_it(
    desk: Desk, survey: Survey
) -> None:
    async with desk.database.transaction() as session:
        await take(session, survey, "good", False)
        await take(session, survey, "what", "太咸")
        sheet = await take(session, survey, "good", True)
    assert sheet.answers == {"good": True}
    assert next_of(sheet) == "dishes"


async def test_it_is_gone_on_with_where_it_was_left(desk: Desk, survey: Survey) -> None:
    await desk.do(lambda session: take(session, survey, "good", True))
    async with desk.database.transaction() as session:
        sheet = await answering.sheet(session, survey.id, RESIDENT, now=NOW)
        assert next_of(sheet) == "dishes"
        assert sheet.answers == {"good": True}


async def test_before_a_question_is_the_one_that_was_asked(desk: Desk, survey: Survey) -> None:
    async with desk.database.transaction() as session:
        sheet = await take(session, survey, "good", True)
        assert sheet.question
        earlier = sheet.before(sheet.question, today=TODAY)
        assert earlier
        assert earlier.name == "good"
        assert sheet.before(earlier, today=TODAY) is None


async def test_words_stand_beside_what_is_none_of_the_choices(desk: Desk, survey: Survey) -> None:
    async with desk.database.transaction() as session:
        await take(session, survey, "good", True)
        sheet = await take(session, survey, "dishes", ["other"], other="面条")
        assert sheet.answers["dishes_other"] == "面条"
        sheet = await take(session, survey, "dishes", ["fish"])
        assert "dishes_other" not in sheet.answers


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("good", "maybe", Unfit),
        ("good", None, AnswerNeeded),
        ("dishes", ["stone"], Unfit),
        ("dishes", [], Unfit),
        ("stars", 6, Unfit),
        ("stars", True, Unfit),
        ("what", "很" * 1001, TooLong),
        ("nothing", 1, NotFound),
    ],
)
async def test_what_is_no_answer_changes_nothing(
    desk: Desk, survey: Survey, name: str, value: Any, why: type[Exception]
) -> None:
    async with desk.database.transaction() as session:
        with pytest.raises(why):
            await take(session, survey, name, value)
        assert (await roll_of(session, survey)).draft is None


async def test_who_was_not_asked_does_not_answer(desk: Desk, survey: Survey) -> None:
    async with desk.database.transaction() as session:
        with pytest.raises(NotFound):
            await take(session, survey, "good", True, by=RESIDENT + 1000)


async def test_handed_in_is_handed_in(desk: Desk, survey: Survey) -> None:
    async with desk.database.transaction() as session:
        await answer_all(session, survey)
        with pytest.raises(HandedIn) as told:
            await take(session, survey, "good", False)
        assert told.value.anonymous == survey.anonymous
        assert len(await responses(session, survey)) == 1


async def test_until_the_end_it_can_be_changed(desk: Desk, survey: Survey) -> None:
    async with desk.database.transaction() as session:
        key = (await answer_all(session, survey)).key
        await answer_all(session, survey, by=NEIGHBOUR)
        sheet = await answering.reopen(session, survey.id, RESIDENT, key, now=NOW)
        assert sheet.answers == {"good": True, "dishes": ["fish"], "stars": 5}
        assert sheet.question is None
        # Whole as it is: it is handed in again with the next answer, or as it stands.
        done = await take(session, survey, "stars", 1)
        assert done.question is None
        assert sorted(each.answers["stars"] for each in await responses(session, survey)) == [1, 5]
        if survey.anonymous:
            with pytest.raises(NoSuchKey):
                await answering.reopen(session, survey.id, RESIDENT, key, now=NOW)
            key = done.key
        await answering.reopen(session, survey.id, RESIDENT, key, now=NOW)
        await answering.confirm(session, survey.id, RESIDENT, now=NOW)
        assert sorted(each.answers["stars"] for each in await responses(session, survey)) == [1, 5]


async def test_no_other_key_opens_an_anonymous_answer(desk: Desk, survey: Survey) -> None:
    async with desk.database.transaction() as session:
        await answer_all(session, survey)
        await answer_all(session, survey, by=NEIGHBOUR)
        if survey.anonymous:
            with pytest.raises(NoSuchKey):
                await answering.reopen(session, survey.id, RESIDENT, "guessed", now=NOW)
        assert len(await responses(session, survey)) == 2


async def ended(session: AsyncSession, survey: Survey) -> None:
    row = await rows.held(session, Survey, survey.id)
    row.state, row.ended_at = SurveyState.ENDED, NOW
    await session.flush()


async def test_what_comes_after_the_end_is_kept_apart_once(desk: Desk, survey: Survey) -> None:
    async with desk.database.transaction() as session:
        await ended(session, survey)
        assert (await take(session, survey, "good", True)).late
        with pytest.raises(SurveyOver):
            await take(session, survey, "good", False)
        [response] = await responses(session, survey)
    assert response.late
    assert response.answers == {"good": True}


async def test_what_was_begun_counts_as_it_is_at_the_end(desk: Desk, survey: Survey) -> None:
    async with desk.database.transaction() as session:
        await take(session, survey, "good", True)
        await ended(session, survey)
        assert (await take(session, survey, "dishes", ["fish"])).late
        [response] = await responses(session, survey)
    assert response.answers == {"good": True}
    assert not response.complete
    assert not response.late


async def test_paused_it_still_takes_answers(desk: Desk, survey: Survey) -> None:
    async with desk.database.transaction() as session:
        row = await rows.held(session, Survey, survey.id)
        row.state = SurveyState.PAUSED
        assert (await answer_all(session, survey)).question is None


async def test_of_one_that_was_dropped_nothing_is_taken(desk: Desk, survey: Survey) -> None:
    async with desk.database.transaction() as session:
        row = await rows.held(session, Survey, survey.id)
        row.state = SurveyState.DROPPED
        await session.flush()
        with pytest.raises(SurveyOver):
            await take(session, survey, "good", True)


async def test_photos_stay_with_the_survey_and_the_last_ones_count(desk: Desk) -> None:
    asks = Definition(
        title="拍一张", questions=(Question(name="photo", kind=Kind.PHOTO, label="拍一张"),)
    )
    files = [Attachment(MediaKind.PHOTO, f"media:{name * 16}") for name in "ab"]
    async with desk.database.transaction() as session:
        survey = await a_survey(session, desk.place, [RESIDENT], asks)
        await arrive(session, *files)
        for file in files:
            await take(session, survey, "photo", [file.media_id])
            kept = await session.scalars(select(SurveyFile.media_id))
            assert kept.all() == [file.media_id]
            await answering.reopen(session, survey.id, RESIDENT, "", now=NOW)
