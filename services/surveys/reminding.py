"""Reminding those who have not answered: twice at most, at another hour of the day, never at night.

A survey says after how many days of its own. Staff may have them reminded besides, once a day
(`services.surveys.steering.remind`).
"""

from collections.abc import Collection, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, calendar, quiet_hours, rows
from services.quiet_hours import Hours
from storage.tables import Person, Survey, SurveyRoll, SurveyState

AT_MOST = 2
NOON = time(14)
"""Who was asked before is reminded in the evening, who was asked after it in the morning."""
MORNING, EVENING = time(10), time(19)


async def next_at(
    session: AsyncSession, survey: Survey, *, zone: ZoneInfo = calendar.ZONE
) -> datetime | None:
    """When the next reminder is due; None where none is left before the survey's end."""
    if survey.reminded >= min(AT_MOST, len(survey.remind_after)):
        return None
    hours = await quiet_hours.of_area(session, await areas.one(session, survey.area_id))
    at = _at(survey, survey.remind_after[survey.reminded], hours, zone)
    return at if survey.ends_at is None or at < survey.ends_at else None


def _at(survey: Survey, days: int, hours: Hours, zone: ZoneInfo) -> datetime:
    assert survey.starts_at is not None
    began = survey.starts_at.astimezone(zone)
    hour = EVENING if began.time() < NOON else MORNING
    day = began.date() + timedelta(days=days)
    return hours.evening(datetime.combine(day, hour, zone), zone)


async def silent(
    session: AsyncSession, survey_id: int, *, after: int, limit: int, now: datetime
) -> Sequence[int]:
    """The next `limit` people to be reminded, in the order of their ids; see `Recipients`."""
    del now
    found = await session.scalars(
        select(SurveyRoll.person_id)
        .where(*_is_silent(survey_id), SurveyRoll.person_id > after)
        .order_by(SurveyRoll.person_id)
        .limit(limit)
    )
    return found.all()


async def wanted(
    session: AsyncSession, survey_id: int, person_ids: Sequence[int], now: datetime
) -> Collection[int]:
    """Those of them who still have not answered, nor said 不再问我."""
    del now
    survey = await rows.current(session, Survey, survey_id)
    if survey.state is not SurveyState.RUNNING:
        return ()
    likes = select(Person.id).where(Person.id.in_(person_ids), Person.surveyed)
    reminded = await rows.change_all(
        session,
        SurveyRoll,
        *_is_silent(survey_id),
        SurveyRoll.person_id.in_(likes),
        reminded=survey.reminded,
    )
    return {each.person_id for each in reminded}


async def not_again(session: AsyncSession, survey_id: int, person_id: int) -> None:
    """不再问我: nothing more about this survey. Raises NotFound."""
    roll = await rows.held(session, SurveyRoll, (survey_id, person_id))
    roll.not_again = True


def _is_silent(survey_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        SurveyRoll.survey_id == survey_id,
        SurveyRoll.answered_on.is_(None),
        SurveyRoll.not_again.is_(False),
    )
