"""An insider with the whole database cannot tell whose an anonymous answer is better than by lot.

Everybody writes a word of their own, so that the test knows whose each answer is.
"""

import secrets
from collections import defaultdict
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys import answering, mixing
from services.surveys.questions import Definition, Kind, Question
from storage.tables import Area, Survey, SurveyResponse, SurveyRoll
from tests.services.conftest import Deed, Desk
from tests.services.factories import NOW
from tests.services.surveys.survey_factories import a_survey

MANY = 60
BY_LOT = 9
"""As many right guesses of MANY come of chance less than once in a million runs (Poisson, 1)."""
WORD = Definition(title="说一句", questions=(Question(name="word", kind=Kind.WORDS, label="说"),))
LOT = secrets.SystemRandom()


async def everybody_answers(desk: Desk, group_key: int | None = None) -> int:
    """Each in a transaction of their own, in an order drawn by lot; returns the survey's id."""
    people = range(1, MANY + 1)
    survey: Survey = await desk.do(
        lambda session: a_survey(
            session, desk.place, people, WORD, anonymous=True, mix_at=NOW, group_key=group_key
        )
    )
    for person_id in LOT.sample(people, MANY):
        await desk.do(writing(survey, person_id))
    return survey.id


def writing(survey: Survey, person_id: int) -> Deed:
    word = f"word {person_id}"
    return lambda session: answering.take(session, survey.id, person_id, "word", word, now=NOW)


async def rolls_as_they_stand(session: AsyncSession) -> list[tuple[int, int]]:
    """People, and which transaction wrote that they answered, in the order of the table."""
    return await _as_it_stands(session, "survey_rolls", "person_id")


async def answers_as_they_stand(session: AsyncSession) -> list[tuple[int, int]]:
    """Whose each answer is (which the insider wants to know), in the same way."""
    found = await _as_it_stands(session, "survey_responses", "id")
    given = await session.execute(select(SurveyResponse.id, SurveyResponse.answers))
    said = {row.id: row.answers for row in given}
    return [(int(said[each]["word"].split()[1]), by) for each, by in found]


async def _as_it_stands(session: AsyncSession, table: str, key: str) -> list[tuple[int, int]]:
    postgresql = session.get_bind().dialect.name == "postgresql"
    order, by = ("ctid", "xmin::text::bigint") if postgresql else ("rowid", "0")
    found = await session.execute(text(f"SELECT {key}, {by} FROM {table} ORDER BY {order}"))  # noqa: S608
    return [(int(each), int(transaction)) for each, transaction in found]


def right_by_rank(people: list[tuple[int, int]], answers: list[tuple[int, int]]) -> int:
    return sum(mine == whose for (mine, _), (whose, _) in zip(people, answers, strict=True))


def right_by_transaction(people: list[tuple[int, int]], answers: list[tuple[int, int]]) -> float:
    """Guessing among the answers that the same transaction wrote."""
    written = defaultdict(list)
    for whose, by in answers:
        written[by].append(whose)
    return sum(mine in written[by] and 1 / len(written[by]) for mine, by in people)


async def test_neither_order_nor_transaction_tells(desk: Desk) -> None:
    await everybody_answers(desk)
    async with desk.database.reading() as session:
        people, answers = await rolls_as_they_stand(session), await answers_as_they_stand(session)
    assert right_by_rank(people, answers) < BY_LOT
    assert right_by_rank(people, answers[::-1]) < BY_LOT
    assert right_by_transaction(people, answers) < MANY / 4


async def test_after_a_night_the_transaction_tells_nothing(desk: Desk) -> None:
    survey_id = await everybody_answers(desk)
    await desk.do(lambda session: mixing.act(session, survey_id, now=NOW))
    async with desk.database.reading() as session:
        people, answers = await rolls_as_they_stand(session), await answers_as_they_stand(session)
    assert len({by for _whose, by in answers}) == 1
    assert right_by_rank(people, answers) < BY_LOT


async def test_no_column_says_who_or_when(desk: Desk) -> None:
    await everybody_answers(desk)
    async with desk.database.reading() as session:
        answers = await session.scalars(select(SurveyResponse))
        rolls = await session.scalars(select(SurveyRoll))
        assert {(each.person_id, each.answered_on) for each in answers} == {(None, None)}
        assert {(each.response_id, each.draft) for each in rolls} == {(None, None)}


async def test_the_grid_stands_with_as_many_as_could_have_said_it(desk: Desk) -> None:
    await everybody_answers(desk, desk.place.grid.id)
    async with desk.database.reading() as session:
        grids = (await session.scalars(select(SurveyResponse.group_key))).all()
    assert grids.count(None) == answering.GROUP_ANSWERED
    assert grids.count(desk.place.grid.id) == MANY - answering.GROUP_ANSWERED


@pytest.mark.parametrize("asked", [answering.GROUP_ASKED - 1, answering.GROUP_ASKED])
async def test_a_small_grid_is_not_named(desk: Desk, asked: int) -> None:
    people = range(1, asked + 1)
    survey: Survey = await desk.do(
        lambda session: a_survey(
            session, desk.place, people, WORD, anonymous=True, group_key=desk.place.grid.id
        )
    )
    for by in people:
        await desk.do(writing(survey, by))
    async with desk.database.reading() as session:
        named = await session.scalars(
            select(SurveyResponse.id).join(Area, Area.id == SurveyResponse.group_key)
        )
        assert bool(named.all()) == (asked >= answering.GROUP_ASKED)


async def test_it_is_mixed_every_night_while_it_goes_on(desk: Desk) -> None:
    survey_id = await everybody_answers(desk)
    assert await desk.do(lambda session: mixing.due(session, NOW)) == [survey_id]
    await desk.do(lambda session: mixing.act(session, survey_id, now=NOW))
    tonight = NOW + timedelta(hours=18)
    assert await desk.do(lambda session: mixing.due(session, tonight - timedelta(1, 1))) == []
    assert await desk.do(lambda session: mixing.due(session, tonight)) == [survey_id]
