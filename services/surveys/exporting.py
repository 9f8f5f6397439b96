"""All answers to a survey, for the office's own sheet."""

from datetime import date, datetime
from random import SystemRandom
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.groups.authority import Member
from services.surveys import cells
from services.surveys.groups import GroupedBy, oldest
from services.surveys.office import for_staff
from services.surveys.publishing import Published, published
from services.surveys.questions import OF_ONES_OWN, Answers, Kind
from storage.tables import Area, Person, Survey, SurveyResponse


class Answered(NamedTuple):
    """A sheet of answers in an export; of an anonymous survey without anything about the person."""

    answers: Answers
    name: str | None = None
    group: str | None = None
    """The area's name, or years such as 60-69 and 80+."""
    day: date | None = None
    is_complete: bool = True
    is_late: bool = False


async def answers_of(
    session: AsyncSession, survey_id: int, member: Member, *, now: datetime
) -> list[Answered]:
    """All answers, in an order that tells nothing.

    Of an anonymous survey once it has ended, and only those to its end: each answer as the line
    that the results have it in, so that no column tells what fewer than five said. Raises
    NotEnded, and as `for_staff`.
    """
    survey = await for_staff(session, survey_id, member)
    rows: list[Answered]
    if survey.anonymous:
        found = await published(session, survey_id, now=now)
        rows = [_blurred(found, each) for each in await _complete(session, survey_id)]
    else:
        rows = await _named(session, survey)
    SystemRandom().shuffle(rows)
    return rows


async def _complete(session: AsyncSession, survey_id: int) -> list[Answers]:
    found = await session.scalars(
        select(SurveyResponse.answers).where(
            SurveyResponse.survey_id == survey_id,
            SurveyResponse.late.is_(False),
            SurveyResponse.complete.is_(True),
        )
    )
    return list(found)


def _blurred(found: Published, answers: Answers) -> Answered:
    shown: Answers = {}
    for table in found.results.tables:
        question = found.definition.named(table.question)
        if question.kind in OF_ONES_OWN or question.name not in answers:
            continue
        if question.kind is Kind.SEVERAL:
            exact = {each.names[0] for each in table.lines if each.people.is_exact}
            shown[question.name] = sorted(cells.choices(question, answers) & exact)
            continue
        name = cells.cell(question, answers[question.name])
        line = next((each for each in table.lines if name in each.names), None)
        shown[question.name] = "+".join(line.names) if line else None
    return Answered(shown)


async def _named(session: AsyncSession, survey: Survey) -> list[Answered]:
    found = await session.execute(
        select(SurveyResponse, Person.name, Area.name)
        .outerjoin(Person, Person.id == SurveyResponse.person_id)
        .outerjoin(Area, Area.id == SurveyResponse.group_key)
        .where(SurveyResponse.survey_id == survey.id)
    )
    by_age = survey.grouped_by == GroupedBy.AGE
    return [
        Answered(
            each.answers,
            name,
            _years(each.group_key) if by_age else area,
            each.answered_on,
            each.complete,
            each.late,
        )
        for each, name, area in found
    ]


def _years(youngest: int | None) -> str | None:
    if youngest is None:
        return None
    end = oldest(youngest)
    return f"{youngest}+" if end is None else f"{youngest}-{end}"
