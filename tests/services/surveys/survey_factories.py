"""Surveys for tests, and people who are asked."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.questions import Choice, Definition, Kind, Question, Scale
from storage.tables import Survey, SurveyResponse, SurveyRoll, SurveyState
from tests.services.factories import NOW, Neighbourhood

CANTEEN = Definition(
    title="食堂怎么样",
    questions=(
        Question(name="good", kind=Kind.YES_NO, label="饭菜好吃吗？"),
        Question(name="what", kind=Kind.WORDS, label="哪里不好？", relevant="${good} = 'no'"),
        Question(
            name="dishes",
            kind=Kind.SEVERAL,
            label="爱吃什么？",
            choices=(Choice("fish", "鱼"), Choice("soup", "汤"), Choice("rice", "饭")),
            other=True,
        ),
        Question(
            name="stars",
            kind=Kind.SCALE,
            label="打几分？",
            scale=Scale(1, 5),
            required=False,
        ),
    ),
)
WEEK = timedelta(days=7)


async def a_survey(
    session: AsyncSession,
    place: Neighbourhood,
    asked: Iterable[int] = (),
    definition: Definition = CANTEEN,
    *,
    group_key: int | None = None,
    **differently: Any,
) -> Survey:
    """Running since NOW for a week; `asked` are ids of people."""
    survey = Survey(
        **{
            "area_id": place.community.id,
            "definition": definition.dump(),
            "anonymous": False,
            "state": SurveyState.RUNNING,
            "audience": {},
            "remind_after": [2, 5],
            "starts_at": NOW,
            "ends_at": NOW + WEEK,
            "created_at": NOW,
        }
        | differently
    )
    session.add(survey)
    await session.flush()
    await ask(session, survey, asked, group_key=group_key)
    return survey


async def ask(
    session: AsyncSession, survey: Survey, people: Iterable[int], *, group_key: int | None = None
) -> None:
    """They stand on its roll."""
    for person_id in people:
        session.add(
            SurveyRoll(
                survey_id=survey.id, person_id=person_id, asked_on=NOW.date(), group_key=group_key
            )
        )
    await session.flush()


async def responses(session: AsyncSession, survey: Survey) -> list[SurveyResponse]:
    found = await session.scalars(
        select(SurveyResponse)
        .where(SurveyResponse.survey_id == survey.id)
        .execution_options(populate_existing=True)
    )
    return list(found)
