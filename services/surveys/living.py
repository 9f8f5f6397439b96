"""The life of a survey that was published: it begins, reminds, ends, each when its time comes."""

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services import broadcasts, calendar, rows
from services.audiences import Audience
from services.broadcasts import NewBroadcast
from services.news import draw
from services.surveys import answering, mixing, publishing, reminding
from services.surveys.news import SurveyCard
from storage.tables import (
    Broadcast,
    BroadcastRecipient,
    RecipientState,
    Survey,
    SurveyRoll,
    SurveyState,
)

INVITATION, REMINDER = "survey", "survey reminder"
"""Kinds of broadcasts."""
SLICE = 100
"""Drafts that are handed in at the end in one transaction."""


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of surveys whose next moment has come."""
    found = await session.scalars(
        select(Survey.id).where(Survey.act_at <= now).order_by(Survey.act_at, Survey.id)
    )
    return list(found)


async def act(
    session: AsyncSession, survey_id: int, *, now: datetime, zone: ZoneInfo = calendar.ZONE
) -> None:
    """Do what is due: begin, remind, end."""
    survey = await rows.held(session, Survey, survey_id)
    if survey.act_at is None or survey.act_at > now:
        return
    match survey.state:
        case SurveyState.SCHEDULED:
            await _begin(session, survey, now, zone)
        case SurveyState.RUNNING | SurveyState.PAUSED:
            await _go_on(session, survey, now, zone)
        case SurveyState.ENDED:
            await _hand_in(session, survey, now, zone)
        case _:
            survey.act_at = None


async def next_act(
    session: AsyncSession, survey: Survey, *, zone: ZoneInfo = calendar.ZONE
) -> datetime | None:
    """When a survey that goes on, or waits, is looked at next."""
    if survey.state is SurveyState.SCHEDULED:
        return survey.starts_at
    if survey.state is SurveyState.PAUSED:
        return survey.ends_at
    remind_at = await reminding.next_at(session, survey, zone=zone)
    return remind_at or survey.ends_at


async def end_now(session: AsyncSession, survey_id: int, *, now: datetime) -> None:
    """Nothing more is asked or counted; what was begun is handed in within a minute or two."""
    survey = await rows.held(session, Survey, survey_id)
    if survey.state not in answering.OPEN:
        return
    survey.state, survey.ended_at, survey.act_at = SurveyState.ENDED, now, now
    await _stop_asking(session, survey_id, now)
    draw(session, SurveyCard(survey_id))


async def _stop_asking(session: AsyncSession, survey_id: int, now: datetime) -> None:
    for broadcast_id in await broadcast_ids(session, survey_id):
        await broadcasts.stop(session, broadcast_id, now=now)


async def broadcast_ids(session: AsyncSession, survey_id: int) -> Sequence[int]:
    """Of its invitation and its reminders."""
    found = await session.scalars(
        select(Broadcast.id).where(*_of(survey_id)).order_by(Broadcast.id)
    )
    return found.all()


def _of(survey_id: int) -> tuple[ColumnElement[bool], ...]:
    return Broadcast.kind.in_((INVITATION, REMINDER)), Broadcast.subject_id == survey_id


async def _begin(session: AsyncSession, survey: Survey, now: datetime, zone: ZoneInfo) -> None:
    """Ask people; where an outage lasted until its end, it ends unasked."""
    survey.state = SurveyState.RUNNING
    assert survey.ends_at is not None
    if survey.ends_at <= now:
        await end_now(session, survey.id, now=now)
        return
    if survey.anonymous:
        survey.mix_at = mixing.next_night(now, zone)
    new = NewBroadcast(
        kind=INVITATION,
        subject_id=survey.id,
        area_id=survey.area_id,
        audience=Audience.load(survey.audience),
    )
    survey.broadcast_id = (await broadcasts.start(session, new, now=now)).id
    survey.act_at = await next_act(session, survey, zone=zone)
    draw(session, SurveyCard(survey.id))


async def _go_on(session: AsyncSession, survey: Survey, now: datetime, zone: ZoneInfo) -> None:
    assert survey.ends_at is not None
    if survey.ends_at <= now:
        await end_now(session, survey.id, now=now)
        return
    remind_at = await reminding.next_at(session, survey, zone=zone)
    is_running = survey.state is SurveyState.RUNNING
    if is_running and remind_at is not None and remind_at <= now:
        survey.reminded += 1
        if not await told_today(session, survey.id, now=now, zone=zone):
            await remind(session, survey, now=now)
    survey.act_at = await next_act(session, survey, zone=zone)


async def remind(session: AsyncSession, survey: Survey, *, now: datetime) -> None:
    """Those who have not answered, from now on; whom the night keeps back, in the morning."""
    new = NewBroadcast(kind=REMINDER, subject_id=survey.id, area_id=survey.area_id)
    await broadcasts.start(session, new, now=now)


async def told_today(
    session: AsyncSession, survey_id: int, *, now: datetime, zone: ZoneInfo = calendar.ZONE
) -> bool:
    """Whether people were invited or reminded since midnight: once a day is enough."""
    midnight = datetime.combine(now.astimezone(zone).date(), time(), zone)
    found = await session.scalar(
        select(Broadcast.id).where(*_of(survey_id), Broadcast.starts_at >= midnight).limit(1)
    )
    return found is not None


async def _forget_unasked(session: AsyncSession, survey: Survey) -> None:
    """Nobody counts as asked whom the invitation never reached."""
    if survey.broadcast_id is None:
        return
    reached = select(BroadcastRecipient.person_id).where(
        BroadcastRecipient.broadcast_id == survey.broadcast_id,
        BroadcastRecipient.state.in_((RecipientState.DELIVERED, RecipientState.PROMISED)),
    )
    await session.execute(
        delete(SurveyRoll).where(
            SurveyRoll.survey_id == survey.id,
            SurveyRoll.answered_on.is_(None),
            SurveyRoll.person_id.not_in(reached),
        )
    )


async def _hand_in(session: AsyncSession, survey: Survey, now: datetime, zone: ZoneInfo) -> None:
    """What was begun counts as it is; then nothing says any more who had begun, and when."""
    last_day = (survey.ended_at or now).astimezone(zone).date()
    drafts = await session.scalars(
        select(SurveyRoll)
        .where(SurveyRoll.survey_id == survey.id, SurveyRoll.draft.is_not(None))
        .order_by(SurveyRoll.person_id)
        .limit(SLICE)
        .with_for_update(),
        execution_options={"populate_existing": True},
    )
    begun = drafts.all()
    for roll in begun:
        await answering.hand_in_as_it_is(session, survey, roll, today=last_day)
    await session.flush()
    if len(begun) == SLICE:
        return
    survey.act_at = None
    await _forget_unasked(session, survey)
    if survey.anonymous:
        await session.execute(
            update(SurveyRoll)
            .where(SurveyRoll.survey_id == survey.id, SurveyRoll.answered_on.is_not(None))
            .values(answered_on=last_day)
        )
        await mixing.mix(session, survey.id)
        survey.mix_at = None
    await publishing.published(session, survey.id, now=now)
    draw(session, SurveyCard(survey.id))
