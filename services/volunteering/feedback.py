"""What the person helped says: thanks and stars, or a complaint, which stops the points."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows, written
from services.errors import AlreadySaid, NotFound, NotYours
from services.groups.authority import check_staff_of
from services.news import draw, tell
from services.rows import Outrun, judged_again
from services.tickets import Member
from services.volunteering import ledger, records
from services.volunteering.hours_errors import AlreadyJudged, OwnMinutes
from services.volunteering.hours_news import (
    ComplaintCard,
    ComplaintSettled,
    RollCall,
    Stopped,
    Thanked,
)
from services.volunteering.judging import current
from storage.tables import Feedback, RecordState, ServiceRecord, Task, TaskClaim

WORDS_LIMIT = 500
"""The column's length."""


async def get(session: AsyncSession, feedback_id: int) -> Feedback:
    """As it is at this moment. Raises NotFound."""
    return await rows.current(session, Feedback, feedback_id)


async def helped(session: AsyncSession, claim_id: int, from_id: int) -> tuple[Task, TaskClaim]:
    """What the person helped may speak about. Raises NotFound, NotYours."""
    task, claim = await current(session, claim_id)
    if task.helped_id is None or task.helped_id != from_id or claim.person_id == from_id:
        raise NotYours
    if await records.of_claim(session, claim.id) is None:
        raise NotFound
    return task, claim


@judged_again
async def thank(
    session: AsyncSession, claim_id: int, from_id: int, stars: int, *, now: datetime
) -> Feedback:
    """One to five stars, once. Raises NotFound, NotYours, AlreadySaid."""
    await helped(session, claim_id, from_id)
    if await _said(session, claim_id) is not None:
        raise AlreadySaid
    said = await _add(session, claim_id, from_id, now, stars=stars)
    tell(session, Thanked(said.id))
    return said


@judged_again
async def add_words(
    session: AsyncSession, claim_id: int, from_id: int, words: str, *, now: datetime
) -> Feedback:
    """A few words to the stars, once; the volunteer gets to read them.

    Raises NotFound, NotYours, AlreadySaid, WordsNeeded, TooLong.
    """
    told = written.lines(words, limit=WORDS_LIMIT)
    await helped(session, claim_id, from_id)
    said = await _said(session, claim_id)
    if said is None:
        raise NotFound
    if said.complaint or said.words is not None:
        raise AlreadySaid
    await _change(session, said, words=told, at=now)
    tell(session, Thanked(said.id))
    return said


@judged_again
async def complain(
    session: AsyncSession, claim_id: int, from_id: int, words: str, *, now: datetime
) -> Feedback:
    """Something was wrong: the record is stopped, and staff decide. Also after thanks.

    Points that were posted are taken back. Raises NotFound, NotYours, AlreadySaid, WordsNeeded,
    TooLong.
    """
    told = written.lines(words, limit=WORDS_LIMIT)
    task, _claim = await helped(session, claim_id, from_id)
    said = await _said(session, claim_id)
    if said is None:
        said = await _add(session, claim_id, from_id, now, complaint=True, words=told)
    elif said.complaint:
        raise AlreadySaid
    else:
        await _change(session, said, complaint=True, words=told, at=now)
    await _stop(session, claim_id, now=now)
    draw(session, ComplaintCard(said.id))
    draw(session, RollCall(task.id))
    return said


@judged_again
async def settle(
    session: AsyncSession, feedback_id: int, member: Member, *, upheld: bool, now: datetime
) -> Feedback:
    """Staff decide about a complaint: 属实 refuses the record, 不属实 lets it go on.

    Raises NotFound, NotYourGroup, NotAMember, OwnMinutes for the volunteer and for who complained,
    AlreadyJudged.
    """
    said = await get(session, feedback_id)
    if not said.complaint:
        raise NotFound
    task, claim = await current(session, said.claim_id)
    await check_staff_of(session, task.area_id, member)
    if member.person_id in (claim.person_id, said.from_id):
        raise OwnMinutes
    if said.settled_at is not None:
        raise AlreadyJudged
    await _change(session, said, settled_at=now, settled_by=member.person_id, upheld=upheld)
    await _decide(session, claim.id, upheld=upheld, now=now)
    tell(session, ComplaintSettled(said.id))
    draw(session, ComplaintCard(said.id))
    draw(session, RollCall(task.id))
    return said


async def _stop(session: AsyncSession, claim_id: int, *, now: datetime) -> None:
    while True:
        record = await records.of_claim(session, claim_id)
        if record is None or record.state in (RecordState.STOPPED, RecordState.REFUSED):
            return
        try:
            await records.change(session, record, state=RecordState.STOPPED)
        except Outrun:
            continue
        await ledger.reverse(session, record, now=now)
        tell(session, Stopped(record.id))
        return


async def _decide(session: AsyncSession, claim_id: int, *, upheld: bool, now: datetime) -> None:
    """Nothing but this leads out of STOPPED, and the complaint is settled once."""
    record = await records.of_claim(session, claim_id)
    if record is None or record.state is not RecordState.STOPPED:
        return
    await records.change(session, record, state=_goes_on(record, upheld=upheld))
    await ledger.earn(session, record, now=now)


def _goes_on(record: ServiceRecord, *, upheld: bool) -> RecordState:
    if upheld:
        return RecordState.REFUSED
    return RecordState.PENDING if record.approved_at is None else RecordState.APPROVED


async def _said(session: AsyncSession, claim_id: int) -> Feedback | None:
    found: Feedback | None = await session.scalar(
        select(Feedback)
        .where(Feedback.claim_id == claim_id)
        .execution_options(populate_existing=True)
    )
    return found


async def _add(
    session: AsyncSession, claim_id: int, from_id: int, now: datetime, **said: object
) -> Feedback:
    """Raises Outrun where two taps said it at once."""
    values = {"claim_id": claim_id, "from_id": from_id, "at": now, "complaint": False} | said
    for added in await rows.add_missing(session, Feedback, [values]):
        return added
    raise Outrun


async def _change(session: AsyncSession, said: Feedback, **values: object) -> None:
    """Write, unless it was changed since it was read; raises Outrun then."""
    seen = (Feedback.complaint, Feedback.words, Feedback.settled_at)
    await rows.change_seen(session, said, *seen, **values)
