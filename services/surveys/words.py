"""What people wrote in their own words: the office reads it, and chooses what is published."""

from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.groups.authority import Member
from services.surveys.disclosure import LEAST
from services.surveys.office import for_staff
from services.surveys.publishing_errors import NoSuchWords, NotEnded
from services.surveys.questions import Answers, Definition, Kind, Question
from storage.tables import Survey, SurveyResponse, SurveyState, SurveyWords


class Words(NamedTuple):
    """One written answer; nothing about who wrote it or when."""

    response_id: int
    text: str
    is_chosen: bool
    """It may be published."""


def asking(definition: Definition) -> list[tuple[str, Question]]:
    """Under which names answers hold words, with their questions."""
    return [
        (question.name if question.kind is Kind.WORDS else question.other_name, question)
        for question in definition.questions
        if question.kind is Kind.WORDS or question.other
    ]


async def written(session: AsyncSession, survey_id: int, name: str, member: Member) -> list[Words]:
    """All that was written under `name`, in no order that tells anything.

    Of an anonymous survey once it has ended, and if five answered at least: else the office would
    see who had just answered. Raises NotEnded, and as `for_staff`.
    """
    survey = await for_staff(session, survey_id, member)
    found = await _answers(session, survey)
    if survey.anonymous and survey.state is not SurveyState.ENDED:
        raise NotEnded(survey.ends_at)
    if survey.anonymous and len(found) < LEAST:
        return []
    chosen = await _chosen(session, survey_id, name)
    return [
        Words(response_id, text, response_id in chosen)
        for response_id, answers in found
        if (text := _text(answers, name))
    ]


async def turn(
    session: AsyncSession, survey_id: int, response_id: int, name: str, member: Member
) -> bool:
    """Have this answer published, or no longer; which of both. Raises NoSuchWords, and as
    `written`."""
    words = await written(session, survey_id, name, member)
    answer = next((each for each in words if each.response_id == response_id), None)
    if answer is None:
        raise NoSuchWords
    if answer.is_chosen:
        await session.execute(
            delete(SurveyWords).where(
                SurveyWords.response_id == response_id, SurveyWords.question == name
            )
        )
        return False
    chosen = {"response_id": response_id, "question": name, "survey_id": survey_id}
    by = {"chosen_by": member.person_id, "chosen_by_name": member.name[:140]}
    await rows.add_missing(session, SurveyWords, [chosen | by])
    return True


async def published(session: AsyncSession, survey: Survey) -> dict[str, list[str]]:
    """What staff chose, by the name that it stands under."""
    found = await _answers(session, survey)
    chosen: dict[str, list[str]] = {}
    for name, _question in asking(Definition.load(survey.definition)):
        ids = await _chosen(session, survey.id, name)
        texts = [_text(answers, name) for response_id, answers in found if response_id in ids]
        if any(texts):
            chosen[name] = [text for text in texts if text]
    return chosen


async def _answers(session: AsyncSession, survey: Survey) -> list[tuple[int, Answers]]:
    """Ids are drawn by lot."""
    found = await session.execute(
        select(SurveyResponse.id, SurveyResponse.answers)
        .where(SurveyResponse.survey_id == survey.id, SurveyResponse.late.is_(False))
        .order_by(SurveyResponse.id)
    )
    return [(response_id, answers) for response_id, answers in found]


async def _chosen(session: AsyncSession, survey_id: int, name: str) -> set[int]:
    found = await session.scalars(
        select(SurveyWords.response_id).where(
            SurveyWords.survey_id == survey_id, SurveyWords.question == name
        )
    )
    return set(found)


def _text(answers: Answers, name: str) -> str:
    found = answers.get(name)
    return found if isinstance(found, str) else ""
