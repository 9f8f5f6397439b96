"""What the organiser notes of who did not check in: they came all the same, or they did not."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.news import draw, tell
from services.rows import judged_again
from services.volunteering import checking, records
from services.volunteering.hours_errors import PlaceNotHeld, TooEarly
from services.volunteering.hours_news import Missed, Recorded, RollCall
from services.volunteering.judging import check_judge, current, held_fast
from storage.tables import CheckHow, ClaimState, RecordState, ServiceRecord, TaskClaim


async def there(
    session: AsyncSession, claim_id: int, by_id: int, *, now: datetime
) -> ServiceRecord | None:
    """来了: before the end the organiser checks them in (None), after it their record is made.

    Raises as `checking.check_in` and `came` do.
    """
    task, _claim = await current(session, claim_id)
    if now >= task.ends_at:
        return await came(session, claim_id, by_id, now=now)
    await checking.check_in(session, claim_id, CheckHow.ORGANISER, by=by_id, now=now)
    return None


@judged_again
async def came(session: AsyncSession, claim_id: int, by_id: int, *, now: datetime) -> ServiceRecord:
    """来了: the organiser notes after the end that somebody was there who did not check in.

    The record has the planned minutes and waits to be confirmed like any other. Raises NotFound,
    OwnMinutes, NotOrganiser, PlaceNotHeld, TooEarly.
    """
    task, claim = await held_fast(session, claim_id)
    await check_judge(session, task, claim, by_id)
    if claim.state is not ClaimState.HELD or claim.in_at is not None:
        raise PlaceNotHeld
    if now < task.ends_at:
        raise TooEarly(task.ends_at)
    await records.change_claim(
        session,
        claim,
        state=ClaimState.DONE,
        in_at=task.starts_at,
        in_how=CheckHow.ORGANISER,
        out_at=task.ends_at,
        out_how=CheckHow.ORGANISER,
    )
    record = await records.make(
        session, task, claim, records.minutes_between(task, task.starts_at, task.ends_at)
    )
    tell(session, Recorded(record.id))
    await records.finish_if_over(session, task, now=now)
    return record


@judged_again
async def absent(session: AsyncSession, claim_id: int, by_id: int, *, now: datetime) -> TaskClaim:
    """没来: nobody saw them; a record that waits to be confirmed is refused.

    Raises NotFound, OwnMinutes, NotOrganiser, PlaceNotHeld, TooEarly before the start,
    UnderComplaint, AlreadyJudged.
    """
    task, claim = await held_fast(session, claim_id)
    await check_judge(session, task, claim, by_id)
    if now < task.starts_at:
        raise TooEarly(task.starts_at)
    record = await records.of_claim(session, claim.id)
    if record is not None:
        records.check_pending(record)
        await records.change(session, record, state=RecordState.REFUSED)
    elif claim.state is not ClaimState.HELD or claim.in_at is not None:
        raise PlaceNotHeld
    await records.change_claim(session, claim, state=ClaimState.MISSED)
    tell(session, Missed(claim.id))
    draw(session, RollCall(task.id))
    await records.finish_if_over(session, task, now=now)
    return claim
