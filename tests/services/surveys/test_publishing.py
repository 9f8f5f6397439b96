"""Results are made once, when a survey has ended; words are published where staff chose them."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import NotYourGroup, WordsNeeded
from services.surveys import outcomes, progress, publishing, words
from services.surveys.disclosure import in_steps
from services.surveys.publishing_errors import (
    NoOutcome,
    NoSuchWords,
    NotEnded,
    OutcomeTold,
)
from services.surveys.questions import Choice, Definition, Kind, Question
from storage.engine import Database
from storage.tables import Broadcast, Survey, SurveyResponse, SurveyRoll, SurveyState
from tests.services.factories import (
    NOW,
    Groups,
    Neighbourhood,
    bind_groups,
    build_neighbourhood,
    member,
)
from tests.services.surveys.attack import lot

DEFINITION = Definition(
    title="食堂满意度",
    questions=(
        Question(
            name="content",
            kind=Kind.ONE,
            label="满意吗？",
            choices=(Choice("yes", "满意"), Choice("no", "不满意")),
            other=True,
        ),
        Question(name="wish", kind=Kind.WORDS, label="想说什么？", required=False),
    ),
)
PEOPLE = 1000
"""The first one's id."""


@pytest.fixture
async def session(database: Database) -> AsyncIterator[AsyncSession]:
    async with database.transaction() as session:
        yield session


@pytest.fixture
async def place(session: AsyncSession) -> Neighbourhood:
    return await build_neighbourhood(session)


@pytest.fixture
async def groups(session: AsyncSession, place: Neighbourhood) -> Groups:
    return await bind_groups(session, place)


async def ran(
    session: AsyncSession,
    place: Neighbourhood,
    answers: Sequence[Mapping[str, Any]],
    *,
    silent: int = 20,
    **differently: Any,
) -> Survey:
    """An anonymous survey that has ended."""
    survey = Survey(
        **{
            "area_id": place.community.id,
            "definition": DEFINITION.dump(),
            "anonymous": True,
            "state": SurveyState.ENDED,
            "audience": {},
            "remind_after": [],
            "starts_at": NOW,
            "ends_at": NOW.replace(day=9),
            "created_at": NOW,
        }
        | differently
    )
    session.add(survey)
    await session.flush()
    for at in range(len(answers) + silent):
        answered_on = NOW.date() if at < len(answers) else None
        session.add(
            SurveyRoll(
                survey_id=survey.id,
                person_id=PEOPLE + at,
                asked_on=NOW.date(),
                answered_on=answered_on,
            )
        )
    for at, each in enumerate(answers):
        session.add(
            SurveyResponse(
                id=survey.id * 1000 + at,
                survey_id=survey.id,
                answers=dict(each),
                version=1,
                complete=True,
                late=False,
            )
        )
    await session.flush()
    return survey


CONTENT = {"content": "yes", "wish": None}
NOT_CONTENT = {"content": "no", "wish": "太咸了"}
ANSWERS = [CONTENT] * 30 + [NOT_CONTENT] * 8 + [{"content": "other", "content_other": "没去过"}] * 6


async def test_what_is_shown_after_the_end(
    session: AsyncSession, place: Neighbourhood, groups: Groups
) -> None:
    survey = await ran(session, place, ANSWERS)
    found = await publishing.published(session, survey.id, now=NOW)
    assert (found.results.people, found.results.asked) == (44, 64)
    table = found.results.table("content")
    assert table is not None
    assert [(each.names, each.people.low) for each in table.lines] == [
        (("yes",), 30),
        (("no",), 8),
        (("other",), 6),
    ]


async def test_it_stays_as_it_was_first_shown(
    session: AsyncSession, place: Neighbourhood, groups: Groups
) -> None:
    """Else who was erased could be told by the difference."""
    survey = await ran(session, place, ANSWERS)
    survey_id = survey.id
    first = await publishing.published(session, survey_id, now=NOW, lot=lot(1))
    await session.execute(delete(SurveyResponse).where(SurveyResponse.id == survey_id * 1000))
    session.expunge_all()
    again = await publishing.published(session, survey_id, now=NOW, lot=lot(2))
    assert again.results == first.results


@pytest.mark.parametrize("state", [SurveyState.RUNNING, SurveyState.PAUSED, SurveyState.DROPPED])
async def test_nothing_before_the_end(
    session: AsyncSession, place: Neighbourhood, groups: Groups, state: SurveyState
) -> None:
    survey = await ran(session, place, ANSWERS, state=state)
    with pytest.raises(NotEnded):
        await publishing.published(session, survey.id, now=NOW)
    done = await progress.of_survey(session, survey, now=NOW)
    assert (done.asked, done.answered, done.begun, done.results) == (64, 40, 0, None)


async def test_nothing_while_what_was_begun_is_handed_in(
    session: AsyncSession, place: Neighbourhood, groups: Groups
) -> None:
    survey = await ran(session, place, ANSWERS, act_at=NOW)
    with pytest.raises(NotEnded):
        await publishing.published(session, survey.id, now=NOW)


def test_how_many_have_answered_is_said_in_steps() -> None:
    assert [in_steps(each) for each in (0, 4, 5, 9, 41)] == [0, 0, 5, 5, 40]


async def test_late_answers_are_not_counted(
    session: AsyncSession, place: Neighbourhood, groups: Groups
) -> None:
    survey = await ran(session, place, ANSWERS)
    late = {"answers": CONTENT, "version": 1, "complete": True, "late": True}
    session.add(SurveyResponse(id=1, survey_id=survey.id, **late))
    await session.flush()
    assert (await publishing.published(session, survey.id, now=NOW)).results.people == 44


async def test_the_earlier_run_of_the_same_survey(
    session: AsyncSession, place: Neighbourhood, groups: Groups
) -> None:
    first = await ran(session, place, ANSWERS)
    assert await publishing.before(session, first) is None
    await publishing.published(session, first.id, now=NOW)
    other: dict[str, Any] = {"series_id": first.id, "created_at": NOW.replace(month=9)}
    second = await ran(session, place, ANSWERS, **other)
    found = await publishing.before(session, second)
    assert found is not None
    assert found.survey.id == first.id


async def test_words_are_read_by_the_office_and_published_where_chosen(
    session: AsyncSession, place: Neighbourhood, groups: Groups
) -> None:
    survey = await ran(session, place, [*ANSWERS[:-1], {"content": "yes", "wish": "多点鱼"}])
    staff = member(groups.staff)
    assert [name for name, _question in words.asking(DEFINITION)] == ["content_other", "wish"]
    found = await words.written(session, survey.id, "wish", staff)
    assert sorted(each.text for each in found) == ["多点鱼", *["太咸了"] * 8]
    assert await words.published(session, survey) == {}
    fish = next(each.response_id for each in found if each.text == "多点鱼")
    assert await words.turn(session, survey.id, fish, "wish", staff)
    assert await words.published(session, survey) == {"wish": ["多点鱼"]}
    assert not await words.turn(session, survey.id, fish, "wish", staff)
    assert await words.published(session, survey) == {}


async def test_words_that_are_gone_cannot_be_chosen(
    session: AsyncSession, place: Neighbourhood, groups: Groups
) -> None:
    survey = await ran(session, place, ANSWERS)
    with pytest.raises(NoSuchWords):
        await words.turn(session, survey.id, 7, "wish", member(groups.staff))


async def test_words_of_an_anonymous_survey_wait_for_its_end(
    session: AsyncSession, place: Neighbourhood, groups: Groups
) -> None:
    """By a list that grows the office would see whose answer had just come."""
    survey = await ran(session, place, ANSWERS, state=SurveyState.RUNNING)
    with pytest.raises(NotEnded):
        await words.written(session, survey.id, "wish", member(groups.staff))
    few = await ran(session, place, [NOT_CONTENT] * 4)
    assert await words.written(session, few.id, "wish", member(groups.staff)) == []


async def test_only_the_office_reads_words(
    session: AsyncSession, place: Neighbourhood, groups: Groups
) -> None:
    survey = await ran(session, place, ANSWERS)
    with pytest.raises(NotYourGroup):
        await words.written(session, survey.id, "wish", member(groups.property))


async def test_those_who_answered_hear_once_what_came_of_it(
    session: AsyncSession, place: Neighbourhood, groups: Groups
) -> None:
    survey = await ran(session, place, ANSWERS, silent=3)
    staff = member(groups.staff)
    await publishing.published(session, survey.id, now=NOW)
    with pytest.raises(NoOutcome):
        await outcomes.tell(session, survey.id, staff, now=NOW)
    with pytest.raises(WordsNeeded):
        await outcomes.write(session, survey.id, " ", staff, now=NOW)
    await outcomes.write(session, survey.id, "少放盐", staff, now=NOW)
    await outcomes.write(session, survey.id, "从周一起少放盐", staff, now=NOW)
    await outcomes.tell(session, survey.id, staff, now=NOW)
    with pytest.raises(OutcomeTold):
        await outcomes.tell(session, survey.id, staff, now=NOW)
    with pytest.raises(OutcomeTold):
        await outcomes.write(session, survey.id, "还有", staff, now=NOW)
    kept = await outcomes.outcome(session, survey.id)
    assert kept is not None
    assert kept.outcome == "从周一起少放盐"
    (sent,) = await session.scalars(select(Broadcast))
    recipients = outcomes.BROADCAST.recipients
    assert recipients is not None
    assert sent.kind == outcomes.BROADCAST.name
    told = [*await recipients(session, survey.id, after=0, limit=40, now=NOW)]
    told += await recipients(session, survey.id, after=told[-1], limit=40, now=NOW)
    assert told == list(range(PEOPLE, PEOPLE + 44))
