"""What a person leaves behind in surveys: as somebody who was asked, and as one of the staff."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.questions import Definition, Kind, Question
from storage.tables import (
    Survey,
    SurveyPlan,
    SurveyResponse,
    SurveyResults,
    SurveyRoll,
    SurveyState,
    SurveyWords,
)
from tests.services.factories import NOW, Neighbourhood

ASKED = Definition(
    title="食堂怎么样",
    questions=(
        Question(name="good", kind=Kind.YES_NO, label="饭菜好吃吗？"),
        Question(name="why", kind=Kind.WORDS, label="为什么？", required=False),
    ),
)


async def is_asked_and_asks(
    session: AsyncSession, place: Neighbourhood, person_id: int, *, name: str, secret: str
) -> None:
    """`person_id` answered one survey by name and began another; they drew both up as staff."""
    answers = {"good": True, "why": secret}
    for handed_in in (True, False):
        survey = Survey(
            area_id=place.community.id,
            definition=ASKED.dump(),
            anonymous=False,
            state=SurveyState.DRAFT,
            audience={},
            remind_after=[2, 5],
            created_by=person_id,
            created_by_name=name,
            created_at=NOW,
        )
        session.add(survey)
        await session.flush()
        edited = {"edited_by": person_id, "edited_by_name": name, "edited_at": NOW}
        session.add(SurveyPlan(survey_id=survey.id, plan={}, **edited))
        roll = SurveyRoll(survey_id=survey.id, person_id=person_id, asked_on=NOW.date())
        session.add(roll)
        if not handed_in:
            roll.draft = answers
            continue
        roll.response_id = survey.id
        response = SurveyResponse(
            id=survey.id,
            survey_id=survey.id,
            person_id=person_id,
            answers=answers,
            version=1,
            complete=True,
            late=False,
        )
        chosen = SurveyWords(
            response_id=survey.id,
            question="why",
            survey_id=survey.id,
            chosen_by=person_id,
            chosen_by_name=name,
        )
        outcome = {"outcome": "好了", "outcome_by": person_id, "outcome_by_name": name}
        results = SurveyResults(survey_id=survey.id, results={}, made_at=NOW, **outcome)
        session.add_all([response, chosen, results])
    await session.flush()
