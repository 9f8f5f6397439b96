"""When something is wrong enough to be told: each condition with its threshold and the reason."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import quiet_hours
from services.calendar import ZONE
from services.keeps import AtNight, Job
from services.quiet_hours import SPREAD, Hours
from services.watch.news import MessagesStuck, NothingArrives, UpdatesFail, WorkBehind
from storage.outbox import Urgency
from storage.retention import times
from storage.tables import FailedUpdate, SeenUpdate
from storage.waiting import waiting

_AT_ONCE = timedelta(minutes=5)
STUCK_AFTER = {
    Urgency.ANSWER: _AT_ONCE,
    Urgency.URGENT: _AT_ONCE,
    Urgency.CARD: _AT_ONCE,
    Urgency.NOTICE: SPREAD + _AT_ONCE,
}
"""A morning's notices are many. Redraws and broadcasts leave when there is room, late or not."""
BEHIND_AFTER = timedelta(minutes=10)
"""Most jobs look every minute, and what failed is tried again after one."""
SPREAD_FOR = timedelta(hours=2)
"""The same where an outage's rows are spread so that they do not come all together."""
SILENT_AFTER = timedelta(hours=1)
"""At the least: in a lunch break nobody need be called."""
USUALLY_COME = 20
"""Silence is unusual where at last week's pace so many updates would have come meanwhile."""
_WEEK = timedelta(days=7)
"""For which `seen_updates` are usually kept."""
FAILED_WITHIN = timedelta(hours=1)


async def messages_stuck(session: AsyncSession, now: datetime) -> MessagesStuck | None:
    late = [
        (each.due, each.since)
        for each in await waiting(session, now)
        if each.since and now - each.since > STUCK_AFTER.get(each.urgency, timedelta.max)
    ]
    if not late:
        return None
    return MessagesStuck(sum(due for due, _since in late), min(since for _due, since in late))


async def work_behind(
    session: AsyncSession, now: datetime, jobs: Sequence[Job]
) -> WorkBehind | None:
    """What was due long ago and still is. What is put off at night is judged by day alone."""
    late = 0
    for job in jobs:
        before = now - (BEHIND_AFTER if job.at_once is None else SPREAD_FOR)
        if job.at_night is AtNight.PUT_OFF and (
            await quiet_hours.night_anywhere(session, before)
            or await quiet_hours.night_anywhere(session, now)
        ):
            continue
        if then := await job.due(session, before):
            late += len(set(then).intersection(await job.due(session, now)))
    return WorkBehind(late) if late else None


async def nothing_arrives(session: AsyncSession, now: datetime) -> NothingArrives | None:
    """Only by day; the night's silence is no sign of anything."""
    morning = _morning_of(now)
    last = await session.scalar(select(func.max(SeenUpdate.seen_at)))
    if morning is None or last is None:
        return None
    silent = now - max(last, morning)
    if silent < SILENT_AFTER:
        return None
    looked_at = min(_WEEK, (await times(session))["seen-updates"])
    came = await session.scalar(
        select(func.count()).select_from(SeenUpdate).where(SeenUpdate.seen_at > now - looked_at)
    )
    by_day = timedelta(hours=13) * looked_at.days
    return NothingArrives(last) if (came or 0) * (silent / by_day) >= USUALLY_COME else None


def _morning_of(at: datetime) -> datetime | None:
    """When the day began that `at` falls in; None at night."""
    if Hours().night(at, ZONE) is not None:
        return None
    local = at.astimezone(ZONE)
    return datetime.combine(local.date(), Hours().ends, ZONE)


async def updates_fail(session: AsyncSession, now: datetime) -> UpdatesFail | None:
    failed = list(
        await session.scalars(
            select(FailedUpdate.code)
            .where(FailedUpdate.failed_at > now - FAILED_WITHIN)
            .order_by(FailedUpdate.failed_at.desc())
        )
    )
    return UpdatesFail(len(failed), failed[0]) if failed else None
