"""How far a survey is: who was asked, has answered, has begun to; and how far its sending is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import broadcasts
from services.broadcasts import Progress
from storage.tables import Survey, SurveyRoll


@dataclass(frozen=True, slots=True)
class SurveyProgress:
    asked: int
    answered: int
    begun: int
    """They have answered something, and not handed it in."""
    sending: Progress | None
    """None before it begins."""


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
    return SurveyProgress(asked, answered, begun, sending)
