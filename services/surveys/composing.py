"""Drafts of surveys: begun by an office, changed by its members, also two at once, sent out.

A draft is a row of `surveys` with one of `survey_plans` beside it, which holds what staff have not
decided yet. Publishing writes the decisions into the survey; `services.surveys.living` begins it.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, audiences, calendar, rows, written
from services.audiences import Audience
from services.groups.authority import Member, check_staff_of
from services.news import draw
from services.rhythms import Rhythm, following, rule
from services.surveys import checking, editing
from services.surveys.composing_errors import (
    ChangedMeanwhile,
    Flawed,
    NobodyToAsk,
    NotADraft,
    NotOurArea,
    RunsIntoItself,
    ShowsWhoAnswered,
    Undecided,
)
from services.surveys.editing import Change, Overlap, Plan
from services.surveys.groups import GroupedBy
from services.surveys.news import SurveyCard
from services.surveys.office import for_staff
from services.surveys.questions import SHOWS_WHO, TITLE_LIMIT, Definition
from services.written.errors import TimesPast
from storage.tables import Survey, SurveyPlan, SurveyState

CLOSES = time(20)
"""A survey ends in the evening of its last day, before people go to sleep."""
LONGEST = 60
"""Days."""


async def begin(
    session: AsyncSession,
    member: Member,
    area_id: int,
    definition: Definition,
    *,
    now: datetime,
    template: str | None = None,
    before: Survey | None = None,
) -> Survey:
    """A new draft of the office of `area_id`; of one that ran `before` it is the next run.

    Raises WordsNeeded, TooLong, and as `check_staff_of`.
    """
    await check_staff_of(session, area_id, member)
    written.line(definition.title, limit=TITLE_LIMIT)
    series = (before.series_id or before.id) if before is not None else None
    survey = Survey(
        area_id=area_id,
        series_id=series,
        template=template or (before.template if before else None),
        definition=definition.dump(),
        anonymous=True,
        audience={},
        remind_after=[],
        created_by=member.person_id,
        created_by_name=member.name[:140],
        created_at=now,
    )
    session.add(survey)
    await session.flush()
    plan = _as_before(before) if before is not None else {}
    session.add(SurveyPlan(survey_id=survey.id, plan=plan, **_edited(member, now)))
    await session.flush()
    return survey


def _as_before(before: Survey) -> dict[str, object]:
    """Whom it was sent to and how, without when."""
    decided = {"anonymous": before.anonymous, "remind_after": before.remind_after}
    return decided | {"audience": before.audience, "grouped_by": before.grouped_by}


def _edited(member: Member, now: datetime) -> dict[str, object]:
    return {"edited_by": member.person_id, "edited_by_name": member.name[:140], "edited_at": now}


async def plan_of(session: AsyncSession, survey_id: int, member: Member) -> Plan:
    """The draft as it is now. Raises NotADraft, and as `for_staff`."""
    survey = await for_staff(session, survey_id, member)
    kept = await session.get(SurveyPlan, survey_id, populate_existing=True)
    if survey.state is not SurveyState.DRAFT or kept is None:
        raise NotADraft(survey.state)
    return Plan.load(Definition.load(survey.definition), kept.plan)


class Edited(NamedTuple):
    plan: Plan
    """The draft as it is now."""
    others: Sequence[Change]
    """What others changed since it was seen."""
    by_name: str | None
    """Who of them was the last."""


async def edit(
    session: AsyncSession,
    survey_id: int,
    member: Member,
    seen: Plan,
    wanted: Plan,
    *,
    now: datetime,
) -> Edited:
    """Keep what `wanted` changes of `seen`, beside what others changed.

    Raises ChangedMeanwhile where somebody else changed the same, NotADraft, and as `for_staff`.
    """
    await rows.held(session, Survey, survey_id)
    there = await plan_of(session, survey_id, member)
    by = await _editor(session, survey_id)
    others = editing.changes(seen, there)
    try:
        plan = editing.merged(seen, wanted, there)
    except Overlap as overlap:
        raise ChangedMeanwhile(by, overlap.changes, there) from None
    await _check_area(session, survey_id, plan)
    await _keep(session, survey_id, plan, member, now)
    return Edited(plan, others, by)


async def _editor(session: AsyncSession, survey_id: int) -> str | None:
    """Who changed the draft last; None of somebody who was erased."""
    kept = await session.get(SurveyPlan, survey_id)
    return kept.edited_by_name if kept else None


async def _keep(
    session: AsyncSession, survey_id: int, plan: Plan, member: Member, now: datetime
) -> None:
    survey = await rows.held(session, Survey, survey_id)
    survey.definition = plan.definition.dump()
    survey.revision += 1
    kept = await session.get(SurveyPlan, survey_id)
    assert kept is not None
    kept.plan = plan.dump()
    for name, value in _edited(member, now).items():
        setattr(kept, name, value)


async def _check_area(session: AsyncSession, survey_id: int, plan: Plan) -> None:
    """People of another office are asked by that office. Raises NotOurArea."""
    if not plan.audience:
        return
    survey = await rows.current(session, Survey, survey_id)
    own = await areas.one(session, survey.area_id)
    audience = Audience.load(plan.audience)
    there = await areas.with_ids(session, audience.area_ids)
    for area_id in audience.area_ids:
        if own.id not in there[area_id].lineage:
            raise NotOurArea(there[area_id].name)


async def drop(session: AsyncSession, survey_id: int, member: Member) -> None:
    """作废 a draft: it is gone. Raises NotADraft, and as `for_staff`."""
    await plan_of(session, survey_id, member)
    await session.execute(delete(SurveyPlan).where(SurveyPlan.survey_id == survey_id))
    await session.execute(delete(Survey).where(Survey.id == survey_id))


async def publish(
    session: AsyncSession,
    survey_id: int,
    member: Member,
    seen: Plan,
    *,
    now: datetime,
    zone: ZoneInfo = calendar.ZONE,
) -> Survey:
    """Send it out as it was `seen`, at once or when its time comes.

    Raises Flawed, Undecided, ShowsWhoAnswered, NobodyToAsk, TimesPast, RunsIntoItself,
    ChangedMeanwhile where it is no longer what was seen, NotADraft, and as `for_staff`.
    """
    survey = await rows.held(session, Survey, survey_id)
    there = await plan_of(session, survey_id, member)
    if others := editing.changes(seen, there):
        raise ChangedMeanwhile(await _editor(session, survey_id), others, there)
    starts_at, ends_at = times(there, now=now, zone=zone)
    check(there)
    await _check_area(session, survey_id, there)
    await check_somebody(session, there, now=now)
    assert there.anonymous is not None
    assert there.audience is not None
    survey.anonymous = there.anonymous
    survey.audience = dict(there.audience)
    survey.rested_days = Audience.load(there.audience).rested_days
    survey.remind_after = list(there.remind_after or ())
    survey.grouped_by = GroupedBy(there.grouped_by or GroupedBy.GRID)
    survey.starts_at = survey.act_at = starts_at
    survey.ends_at = ends_at
    survey.state = SurveyState.SCHEDULED
    survey.version = await _version(session, survey, there.definition)
    first_day = starts_at.astimezone(zone).date()
    if there.rhythm:
        rhythm = Rhythm(there.rhythm)
        survey.rrule = rule(rhythm, first_day)
        survey.repeat_on = following(rhythm, first_day, first_day)
        survey.repeat_at = await calendar.first_opening(
            session, survey.repeat_on, survey.area_id, zone
        )
    await session.execute(delete(SurveyPlan).where(SurveyPlan.survey_id == survey_id))
    await session.flush()
    draw(session, SurveyCard(survey_id))
    return survey


async def _version(session: AsyncSession, survey: Survey, definition: Definition) -> int:
    """One more than the run before, if more than words were changed since."""
    before = await session.scalar(
        select(Survey)
        .where(
            or_(Survey.id == survey.series_id, Survey.series_id == survey.series_id),
            Survey.id != survey.id,
            Survey.state != SurveyState.DRAFT,
        )
        .order_by(Survey.created_at.desc(), Survey.id.desc())
        .limit(1)
    )
    if before is None:
        return 1
    same = editing.same_but_for_labels(Definition.load(before.definition), definition)
    return before.version if same else before.version + 1


def check(plan: Plan) -> None:
    """Whether it can be asked so. Raises Flawed, Undecided and ShowsWhoAnswered."""
    if found := checking.problems(plan.definition):
        raise Flawed(found)
    if None in (plan.anonymous, plan.audience, plan.lasts_days):
        raise Undecided
    if plan.anonymous:
        check_anonymous(plan.definition)


def check_anonymous(definition: Definition) -> None:
    """A picture or a place says who sent it. Raises ShowsWhoAnswered."""
    telling = [at for at, each in enumerate(definition.questions, 1) if each.kind in SHOWS_WHO]
    if telling:
        raise ShowsWhoAnswered(telling[0])


async def check_somebody(session: AsyncSession, plan: Plan, *, now: datetime) -> None:
    """Raises NobodyToAsk, with why."""
    preview = await audiences.preview(session, Audience.load(plan.audience or {}), now=now)
    if not preview.people:
        raise NobodyToAsk(preview.left_out)


def times(
    plan: Plan, *, now: datetime, zone: ZoneInfo = calendar.ZONE
) -> tuple[datetime, datetime]:
    """When it begins and ends, in UTC. Raises TimesPast, RunsIntoItself and Undecided."""
    starts_at = plan.starts_at or now
    if starts_at < now:
        raise TimesPast
    if plan.lasts_days is None:
        raise Undecided
    first_day = starts_at.astimezone(zone).date()
    last_day = first_day + timedelta(days=plan.lasts_days)
    if plan.rhythm and following(Rhythm(plan.rhythm), first_day, first_day) <= last_day:
        raise RunsIntoItself
    return starts_at, closing(last_day, zone)


def closing(last_day: date, zone: ZoneInfo = calendar.ZONE) -> datetime:
    """When a survey ends on that day, in UTC."""
    return datetime.combine(last_day, CLOSES, zone).astimezone(UTC)
