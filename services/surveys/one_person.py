"""Two people who are one, as far as surveys are concerned."""

from sqlalchemy import delete, exists
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.tables import SurveyRoll


async def join(session: AsyncSession, *, from_id: int, into_id: int) -> None:
    """Of two rolls of one survey the answered one stays: they are not asked again.

    Where both were answered, both answers stay.
    """
    other = aliased(SurveyRoll)
    answered_by_other = exists().where(
        other.survey_id == SurveyRoll.survey_id,
        other.person_id == from_id,
        other.answered_on.is_not(None),
    )
    await session.execute(
        delete(SurveyRoll)
        .where(
            SurveyRoll.person_id == into_id,
            SurveyRoll.answered_on.is_(None),
            answered_by_other,
        )
        .execution_options(synchronize_session=False)
    )
