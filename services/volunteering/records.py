"""Records of service (服务记录): made when somebody is done, confirmed by its organiser.

A record begins as PENDING. Approved, its minutes are hours for good and its points are posted
once; a complaint stops it, and staff refuse it or let it go on from where it was.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.errors import NotFound
from services.news import draw, tell
from services.rows import judged_again
from services.volunteering import ledger, looking, tasks
from services.volunteering.errors import TaskOver
from services.volunteering.hours_errors import (
    AlreadyJudged,
    MinutesOutOfRange,
    UnderComplaint,
)
from services.volunteering.hours_news import AskHelped, Confirmed, RollCall
from services.volunteering.judging import check_judge, current
from storage.tables import (
    ClaimState,
    RecordState,
    ServiceRecord,
    Task,
    TaskClaim,
    Volunteer,
)

OVERRUN = timedelta(hours=2)
"""How much longer than planned a service may be confirmed: 1200 for 120 is a slip of a finger."""
MINUTE = timedelta(minutes=1)


async def get(session: AsyncSession, record_id: int) -> ServiceRecord:
    """As it is at this moment. Raises NotFound."""
    return await rows.current(session, ServiceRecord, record_id)


async def of_claim(session: AsyncSession, claim_id: int) -> ServiceRecord | None:
    found: ServiceRecord | None = await session.scalar(
        select(ServiceRecord)
        .where(ServiceRecord.claim_id == claim_id)
        .execution_options(populate_existing=True)
    )
    return found


async def of_claims(session: AsyncSession, claim_ids: Collection[int]) -> dict[int, ServiceRecord]:
    """By claim, where there is one."""
    found = await session.scalars(
        select(ServiceRecord)
        .where(ServiceRecord.claim_id.in_(claim_ids))
        .execution_options(populate_existing=True)
    )
    return {record.claim_id: record for record in found}


async def hours_of(session: AsyncSession, person_id: int) -> tuple[int, int]:
    """Minutes of their approved records, and how many those are."""
    row = await session.execute(
        select(func.coalesce(func.sum(ServiceRecord.minutes), 0), func.count()).where(
            ServiceRecord.person_id == person_id, ServiceRecord.state == RecordState.APPROVED
        )
    )
    minutes, count = row.one()
    return minutes, count


def most_minutes(task: Task) -> int:
    """The most that can be confirmed for one claim of the task."""
    return (task.ends_at - task.starts_at + OVERRUN) // MINUTE


def minutes_between(task: Task, begun: datetime, ended: datetime) -> int:
    """Whole minutes of service: who comes early does not serve before the task starts."""
    return max(0, (ended - max(begun, task.starts_at)) // MINUTE)


async def make(
    session: AsyncSession, task: Task, claim: TaskClaim, minutes: int, *, review: bool = False
) -> ServiceRecord:
    """The record of a claim that has just become DONE; the person helped is asked how it was."""
    volunteer = await session.get(Volunteer, claim.person_id) if claim.person_id else None
    record = ServiceRecord(
        claim_id=claim.id,
        person_id=claim.person_id,
        team_id=volunteer.team_id if volunteer else None,
        area_id=task.area_id,
        post=task.post,
        started_at=max(claim.in_at or task.starts_at, task.starts_at),
        minutes=min(minutes, most_minutes(task)),
        review=review,
        state=RecordState.PENDING,
    )
    session.add(record)
    await session.flush()
    if task.helped_id is not None and claim.person_id not in (None, task.helped_id):
        tell(session, AskHelped(claim.id))
    draw(session, RollCall(task.id))
    return record


@judged_again
async def approve(
    session: AsyncSession,
    record_id: int,
    by_id: int,
    by_name: str,
    minutes: int,
    *,
    now: datetime,
) -> ServiceRecord:
    """确认: the minutes, as recorded or as `by_id` puts them right, count from now on.

    Raises NotFound, OwnMinutes, NotOrganiser, UnderComplaint, AlreadyJudged, MinutesOutOfRange.
    """
    record = await get(session, record_id)
    task, claim = await current(session, record.claim_id)
    await check_judge(session, task, claim, by_id)
    check_pending(record)
    most = most_minutes(task)
    if not 1 <= minutes <= most:
        raise MinutesOutOfRange(most)
    await change(
        session,
        record,
        state=RecordState.APPROVED,
        minutes=minutes,
        approved_by=by_id,
        approved_by_name=by_name,
        approved_at=now,
    )
    points = await ledger.earn(session, record, now=now)
    tell(session, Confirmed(record.id, points))
    draw(session, RollCall(task.id))
    return record


async def confirm(
    session: AsyncSession,
    claim_id: int,
    by_id: int,
    by_name: str,
    minutes: int | None = None,
    *,
    now: datetime,
) -> ServiceRecord:
    """Approve the record of a claim, by default with the minutes that stand in it.

    Raises as `approve` does, NotFound also where there is no record yet.
    """
    record = await of_claim(session, claim_id)
    if record is None:
        raise NotFound
    told = record.minutes if minutes is None else minutes
    return await approve(session, record.id, by_id, by_name, told, now=now)


async def finish_if_over(session: AsyncSession, task: Task, *, now: datetime) -> None:
    """End the task once its time is over and nobody holds a place that was not judged."""
    held = await looking.claims_of(session, task.id, ClaimState.HELD)
    if held or now < task.ends_at:
        return
    try:
        await tasks.finish(session, task.id, now=now)
    except TaskOver:
        return


async def change(session: AsyncSession, record: ServiceRecord, **values: object) -> None:
    """Write, unless its state changed since it was read; raises Outrun then."""
    await rows.change_seen(session, record, ServiceRecord.state, **values)


async def change_claim(session: AsyncSession, claim: TaskClaim, **values: object) -> None:
    """Write, unless the claim's state or checks changed since it was read; raises Outrun then."""
    seen = (TaskClaim.state, TaskClaim.person_id, TaskClaim.in_at, TaskClaim.out_at)
    await rows.change_seen(session, claim, *seen, **values)


def check_pending(record: ServiceRecord) -> None:
    """Raises UnderComplaint or AlreadyJudged."""
    if record.state is RecordState.STOPPED:
        raise UnderComplaint
    if record.state is not RecordState.PENDING:
        raise AlreadyJudged
