"""How far a survey is, for its office: how many were asked and answered; how far its sending is.

Answers are counted in steps of five as long as it goes on: of two looks at exact numbers the
difference would say when somebody answered, and of their last and the results, how many stopped on
the way (docs/decisions/0021-small-counts.md).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import broadcasts
from services.broadcasts import Progress
from services.surveys.disclosure import in_steps
from services.surveys.results import Results
from storage.tables import Survey, SurveyResults, SurveyRoll


@dataclass(frozen=True, slots=True)
class SurveyProgress:
    asked: int
    answered: int
    """So many at least."""
    begun: int
    """So many at least have answered something, and not handed it in."""
    sending: Progress | None
    """None before it begins."""
    results: Results | None
    """Once they are made: then they alone say how many answered."""


async def of_survey(session: AsyncSession, survey: Survey, *, now: datetime) -> SurveyProgress:
    """Counted in the tables."""
    has_begun = and_(SurveyRoll.draft.is_not(None), SurveyRoll.answered_on.is_(None))
    counted = await session.execute(
        select(
            func.count(),
            func.count(SurveyRoll.answered_on),
            func.count().filter(has_begun),
        ).where(SurveyRoll.survey_id == survey.id)
    )
    asked, answered, begun = counted.one()
    sending = None
    if survey.broadcast_id is not None:
        sending = await broadcasts.progress(session, survey.broadcast_id, now=now)
    made = await session.get(SurveyResults, survey.id)
    results = Results.load(made.results) if made else None
    return SurveyProgress(asked, in_steps(answered), in_steps(begun), sending, results)
