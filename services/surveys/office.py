"""The surveys of an office: which there are, and who may do something about one."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.groups.authority import Member, check_staff_of
from storage.tables import Survey, SurveyState

UNDER_WAY = (SurveyState.SCHEDULED, SurveyState.RUNNING, SurveyState.PAUSED)
SHOWN = 20
"""The latest of each kind; of surveys, staff send out a few a year."""


async def for_staff(session: AsyncSession, survey_id: int, member: Member) -> Survey:
    """If the member's office drew it up, or one above.

    Raises NotFound, NotYourGroup, NotAMember.
    """
    survey = await rows.current(session, Survey, survey_id)
    await check_staff_of(session, survey.area_id, member)
    return survey


async def of_area(
    session: AsyncSession, area_id: int, *states: SurveyState, limit: int = SHOWN
) -> Sequence[Survey]:
    """Those in one of these states, the latest first."""
    found = await session.scalars(
        select(Survey)
        .where(Survey.area_id == area_id, Survey.state.in_(states))
        .order_by(Survey.created_at.desc(), Survey.id.desc())
        .limit(limit)
    )
    return found.all()
