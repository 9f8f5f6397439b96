"""A survey that was sent out, in the hands of its office: paused, given more days, ended.

Who may do so is judged here; what follows from it for those who are asked says
`services.surveys.living`.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, broadcasts, calendar, quiet_hours, rows
from services.groups.authority import Member
from services.news import draw
from services.surveys import checking, composing, editing, living
from services.surveys.composing_errors import (
    Flawed,
    NewVersionNeeded,
    NightNow,
    NotRunning,
    ToldToday,
)
from services.surveys.news import SurveyCard
from services.surveys.office import UNDER_WAY, for_staff
from services.surveys.questions import Definition
from services.written import days
from services.written.errors import TimesPast, TimesTooFar
from services.written.spans import FAR
from storage.tables import Survey, SurveyState


async def under_way(
    session: AsyncSession, survey_id: int, member: Member, *states: SurveyState
) -> Survey:
    """In one of these states, by default any before its end. Raises NotRunning, and as
    `for_staff`."""
    survey = await for_staff(session, survey_id, member)
    if survey.state not in (states or UNDER_WAY):
        raise NotRunning(survey.state)
    return survey


async def pause(session: AsyncSession, survey_id: int, member: Member) -> None:
    """Nobody else is asked or reminded, within a second; who has it can answer. As `under_way`."""
    await under_way(session, survey_id, member, SurveyState.RUNNING)
    await _move(session, survey_id, SurveyState.RUNNING, SurveyState.PAUSED)
    for broadcast_id in await living.broadcast_ids(session, survey_id):
        await broadcasts.pause(session, broadcast_id)


async def go_on(session: AsyncSession, survey_id: int, member: Member, *, now: datetime) -> None:
    """Raises as `under_way`."""
    await under_way(session, survey_id, member, SurveyState.PAUSED)
    await _move(session, survey_id, SurveyState.PAUSED, SurveyState.RUNNING)
    for broadcast_id in await living.broadcast_ids(session, survey_id):
        await broadcasts.go_on(session, broadcast_id, now=now)


async def remind(
    session: AsyncSession,
    survey_id: int,
    member: Member,
    *,
    now: datetime,
    zone: ZoneInfo = calendar.ZONE,
) -> None:
    """Remind those who have not answered, beside the reminders that come by themselves.

    Raises NightNow, ToldToday, and as `under_way`.
    """
    await under_way(session, survey_id, member, SurveyState.RUNNING)
    survey = await rows.held(session, Survey, survey_id)
    hours = await quiet_hours.of_area(session, await areas.one(session, survey.area_id))
    if night := hours.night(now, zone):
        raise NightNow(night[1])
    if await living.told_today(session, survey_id, now=now, zone=zone):
        raise ToldToday
    await living.remind(session, survey, now=now)


async def end(session: AsyncSession, survey_id: int, member: Member, *, now: datetime) -> None:
    """It ends now, and its results are what was answered; before it began, it is dropped.

    Raises as `under_way`.
    """
    survey = await under_way(session, survey_id, member)
    if survey.state is SurveyState.SCHEDULED:
        await _move(session, survey_id, SurveyState.SCHEDULED, SurveyState.DROPPED)
        (await rows.held(session, Survey, survey_id)).ended_at = now
    await living.end_now(session, survey_id, now=now)


async def extend(
    session: AsyncSession,
    survey_id: int,
    member: Member,
    words: str,
    *,
    now: datetime,
    zone: ZoneInfo = calendar.ZONE,
) -> datetime:
    """Until the evening of the day that `words` name; returns that in UTC.

    Raises TimesUnreadable, TimesPast (also before it begins), TimesTooFar, and as `under_way`.
    """
    ends_at = composing.closing(days.day(words, now.astimezone(zone).date()), zone)
    survey = await under_way(session, survey_id, member)
    if ends_at <= now or (survey.starts_at is not None and ends_at <= survey.starts_at):
        raise TimesPast
    if ends_at > now + FAR:
        raise TimesTooFar
    held = await rows.held(session, Survey, survey_id)
    held.ends_at = ends_at
    await _look_again(session, held)
    return ends_at


async def _move(session: AsyncSession, survey_id: int, seen: SurveyState, to: SurveyState) -> None:
    """Raises NotRunning where somebody was faster."""
    survey = await rows.held(session, Survey, survey_id)
    if survey.state is not seen:
        raise NotRunning(survey.state)
    survey.state = to
    await _look_again(session, survey)


async def _look_again(session: AsyncSession, survey: Survey) -> None:
    """Say when it is looked at next, and show it."""
    dropped = survey.state is SurveyState.DROPPED
    survey.act_at = None if dropped else await living.next_act(session, survey)
    await session.flush()
    draw(session, SurveyCard(survey.id))


async def stop_repeating(session: AsyncSession, survey_id: int, member: Member) -> None:
    """不再重复: this run goes on, none follows. Raises NotRunning, and as `for_staff`."""
    await for_staff(session, survey_id, member)
    stopped = await rows.change(
        session,
        Survey,
        Survey.id == survey_id,
        Survey.repeat_at.is_not(None),
        rrule=None,
        repeat_on=None,
        repeat_at=None,
    )
    if stopped is None:
        raise NotRunning((await rows.current(session, Survey, survey_id)).state)
    draw(session, SurveyCard(survey_id))


async def correct(
    session: AsyncSession,
    survey_id: int,
    member: Member,
    definition: Definition,
    *,
    now: datetime,
) -> None:
    """Correct words while it runs: all who open it then see them so.

    Raises NewVersionNeeded where more than words would change, Flawed, and as `under_way`.
    """
    survey = await under_way(session, survey_id, member)
    if not editing.same_but_for_labels(Definition.load(survey.definition), definition):
        raise NewVersionNeeded
    if found := checking.problems(definition):
        raise Flawed(found)
    held = await rows.held(session, Survey, survey_id)
    held.definition = definition.dump()
    held.revision += 1
    await session.flush()
    for broadcast_id in await living.broadcast_ids(session, survey_id):
        await broadcasts.changed(session, broadcast_id, now=now)
    draw(session, SurveyCard(survey_id))
