"""Surveys that repeat: the next run asks the same, in the same way, as many days later."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import calendar, rows
from services.audiences import Audience
from services.rhythms import by_rule
from services.surveys import living
from storage.tables import Survey, SurveyState


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of surveys after which the next run is to begin."""
    found = await session.scalars(
        select(Survey.id).where(Survey.repeat_at <= now).order_by(Survey.repeat_at, Survey.id)
    )
    return list(found)


async def act(
    session: AsyncSession, survey_id: int, *, now: datetime, zone: ZoneInfo = calendar.ZONE
) -> None:
    """Schedule the next run, which repeats in its turn, and end the one before.

    On a day off it waits for the next working day; days that an outage took are left out.
    """
    survey = await rows.held(session, Survey, survey_id)
    if survey.repeat_at is None or survey.repeat_at > now or survey.repeat_on is None:
        return
    assert survey.rrule is not None
    today = now.astimezone(zone).date()
    following = by_rule(survey.rrule, survey.repeat_on, max(survey.repeat_on, today))
    again = await _next_run(session, survey, now, zone)
    if following is not None:
        again.rrule, again.repeat_on = survey.rrule, following
        again.repeat_at = await calendar.first_opening(session, following, survey.area_id, zone)
    survey.rrule = survey.repeat_on = survey.repeat_at = None
    session.add(again)
    await session.flush()
    await living.end_now(session, survey_id, now=now)


async def _next_run(session: AsyncSession, survey: Survey, now: datetime, zone: ZoneInfo) -> Survey:
    assert survey.starts_at is not None
    assert survey.ends_at is not None
    began, ended = survey.starts_at.astimezone(zone), survey.ends_at.astimezone(zone)
    opens = await calendar.first_opening(session, now.astimezone(zone).date(), survey.area_id, zone)
    day = opens.astimezone(zone).date()
    later = day - began.date()
    starts_at = max(now, datetime.combine(day, began.timetz()))
    return Survey(
        area_id=survey.area_id,
        series_id=survey.series_id or survey.id,
        template=survey.template,
        definition=survey.definition,
        anonymous=survey.anonymous,
        audience=_next_audience(survey, later),
        rested_days=survey.rested_days,
        grouped_by=survey.grouped_by,
        remind_after=survey.remind_after,
        state=SurveyState.SCHEDULED,
        starts_at=starts_at,
        ends_at=datetime.combine(ended.date() + later, ended.timetz()),
        act_at=starts_at,
        created_by=survey.created_by,
        created_by_name=survey.created_by_name,
        created_at=now,
    )


def _next_audience(survey: Survey, later: timedelta) -> dict[str, object]:
    """Drawn by another lot; who used something, in as long a time before."""
    audience = Audience.load(survey.audience)
    used = audience.used
    if used is not None:
        used = replace(used, since=used.since + later, until=used.until + later)
    return replace(audience, used=used, seed=secrets.randbits(32)).dump()
