"""kill -9 while people answer a survey: what was confirmed is kept, once, and gone on with."""

import asyncio
import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.sandbox.world import World
from services.audiences import Audience
from services.surveys import living
from services.surveys.questions import Definition, Kind, Question
from storage.engine import Database
from storage.tables import Survey, SurveyResponse, SurveyRoll, SurveyState
from tests.process.people import Resident
from tests.process.program import Program
from tests.process.town import Town, found

SEED = 20261127
PEOPLE = 10
QUESTIONS = 8
KILLS = 3
BETWEEN = 15
"""Answers that are confirmed from one kill to the next, at most."""
LABELS = {True: "是", False: "不是"}

ASKED = Definition(
    title="八样好不好",
    questions=tuple(
        Question(name=f"q{number}", kind=Kind.YES_NO, label=f"第{number}样好吗？")
        for number in range(1, QUESTIONS + 1)
    ),
)


@pytest.fixture
async def town(world: World, database: Database) -> Town:
    return await found(world, database)


class Answerer:
    """Gives answers that nobody else gives, and notes which were confirmed: the next is asked."""

    def __init__(self, resident: Resident, number: int) -> None:
        self.resident = resident
        self.answers = {f"q{at}": bool(number >> (at - 1) & 1) for at in range(1, QUESTIONS + 1)}
        self.confirmed: dict[str, bool] = {}

    async def answer(self, first: int, last: int) -> None:
        """These questions, of which the first was asked."""
        for at in range(first, last + 1):
            name = f"q{at}"
            await self.resident.answers(LABELS[self.answers[name]], beginning=_beginning(at))
            await self.resident.sees(_beginning(at + 1) if at < QUESTIONS else "✅ 收到了")
            self.confirmed[name] = self.answers[name]


def _beginning(at: int) -> str:
    """The first question stands in the invitation."""
    return f"第 {at} 题，共 {QUESTIONS} 题" if at > 1 else ""


async def test_no_answer_that_was_confirmed_is_lost_or_doubled(
    town: Town, program: Program
) -> None:
    answerers = [Answerer(each, at) for at, each in enumerate(await town.move_in(PEOPLE))]
    for each in answerers:
        each.resident.says("/start")
    town.world.updates.pending.clear()
    whole, half = answerers[::2], answerers[1::2]
    begun = {each: 1 + at for at, each in enumerate(half)}
    survey_id = await _begin(town)
    await program.start()
    await asyncio.gather(
        _killed_again_and_again(program, town, survey_id, answerers),
        *(each.answer(1, QUESTIONS) for each in whole),
        *(each.answer(1, last) for each, last in begun.items()),
    )
    for each, last in begun.items():
        await each.resident.taps_again("接着答")
        await each.resident.sees(_beginning(last + 1))
    await asyncio.gather(*(each.answer(last + 1, QUESTIONS) for each, last in begun.items()))
    assert await program.stop() == 0

    async with town.database.reading() as session:
        handed_in = await session.scalars(
            select(SurveyResponse.answers).where(SurveyResponse.survey_id == survey_id)
        )
        drafts = await session.scalars(select(SurveyRoll.draft))
    assert Counter(map(_as_key, handed_in)) == Counter(_as_key(each.answers) for each in answerers)
    assert drafts.all() == [None] * PEOPLE


def _as_key(answers: dict[str, bool]) -> tuple[tuple[str, bool], ...]:
    return tuple(sorted(answers.items()))


async def _begin(town: Town) -> int:
    """It is anonymous: those answers are written again and again, to mix their order."""
    now = datetime.now(UTC)
    async with town.database.transaction() as session:
        survey = Survey(
            area_id=town.homes[0],
            definition=ASKED.dump(),
            anonymous=True,
            state=SurveyState.SCHEDULED,
            audience=Audience(area_ids=tuple(town.homes)).dump(),
            remind_after=[],
            starts_at=now,
            ends_at=now + timedelta(days=7),
            act_at=now,
            created_at=now,
        )
        session.add(survey)
        await session.flush()
        await living.act(session, survey.id, now=now)
        return survey.id


async def _killed_again_and_again(
    program: Program, town: Town, survey_id: int, answerers: list[Answerer]
) -> None:
    chance = random.Random(SEED)  # noqa: S311 - a test that can be repeated, not a secret
    for _kill in range(KILLS):
        seen = _confirmed(answerers) + chance.randint(1, BETWEEN)
        while _confirmed(answerers) < seen:  # noqa: ASYNC110 - at whatever moment that is noticed
            await asyncio.sleep(0.05)
        await program.kill()
        await _has_what_was_confirmed(town, survey_id, answerers)
        await program.start()


def _confirmed(answerers: list[Answerer]) -> int:
    return sum(len(each.confirmed) for each in answerers)


async def _has_what_was_confirmed(town: Town, survey_id: int, answerers: list[Answerer]) -> None:
    """Of who has not handed it in: whose an answer is nobody can tell afterwards."""
    async with town.database.reading() as session:
        for each in answerers:
            roll = await session.get(SurveyRoll, (survey_id, each.resident.user_id))
            if each.confirmed and (roll is None or roll.answered_on is None):
                draft = roll.draft if roll else None
                assert draft is not None
                assert each.confirmed.items() <= draft.items()
