"""Residents' reports that an entry is wrong, each a small task for staff, settled once."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows, written
from services.errors import AlreadySettled
from services.groups.authority import Member
from services.news import draw, tell
from services.places import written_entry
from services.places.keeping import (
    change_hours,
    close_for_good,
    confirm,
    correct,
    kept,
    place,
    readable,
)
from services.places.news import ReportCard, ReportSettled
from storage.tables import PlaceReport, ReportKind, Verdict

WORDS_LIMIT = 500


async def report(
    session: AsyncSession,
    place_id: int,
    person_id: int,
    what: ReportKind,
    words: str | None = None,
    *,
    now: datetime,
) -> PlaceReport:
    """Note that something is wrong; the same trouble told before and not settled is that report.

    `words` go with OTHER, and only with it. Raises NotFound, WordsNeeded or TooLong.
    """
    told = written.lines(words, limit=WORDS_LIMIT) if what is ReportKind.OTHER else None
    await place(session, place_id)
    noted = {
        "place_id": place_id,
        "what": what,
        "person_id": person_id,
        "words": told,
        "reported_at": now,
    }
    while True:
        reported = await rows.add_missing(session, PlaceReport, [noted])
        # Neither is there when it was settled in between: then it is reported again.
        if found := next(iter(reported), None) or await _same(session, place_id, what):
            draw(session, ReportCard(found.id))
            return found


async def settle(
    session: AsyncSession, report_id: int, member: Member, verdict: Verdict, *, now: datetime
) -> PlaceReport:
    """Staff decide; the first verdict holds.

    CLOSED shuts the place for good; the other two count as a confirmation of the entry. Raises
    NotFound, NotYourGroup, NotAMember, or AlreadySettled with the colleague's name.
    """
    found = await unsettled(session, report_id, member)
    settled = await rows.change(
        session,
        PlaceReport,
        PlaceReport.id == report_id,
        PlaceReport.settled_at.is_(None),
        verdict=verdict,
        settled_at=now,
        settled_by=member.person_id,
        settled_by_name=member.name,
    )
    if settled is None:
        await session.refresh(found)
        raise _already_settled(found, member)
    act = close_for_good if verdict is Verdict.CLOSED else confirm
    await act(session, found.place_id, member, now=now)
    draw(session, ReportCard(report_id))
    tell(session, ReportSettled(report_id))
    return settled


async def correct_hours(
    session: AsyncSession, report_id: int, member: Member, hours: str, *, now: datetime
) -> None:
    """Settle the report as CHANGED with new hours, in OSM's format or in Chinese.

    Raises HoursUnreadable, WordsNeeded or TooLong, and as `settle` does.
    """
    words = readable(hours)
    settled = await settle(session, report_id, member, Verdict.CHANGED, now=now)
    await change_hours(session, settled.place_id, member, words, now=now)


async def correct_entry(
    session: AsyncSession, report_id: int, member: Member, words: str, *, now: datetime
) -> None:
    """Settle the report as CHANGED with what `words` say is so now.

    Raises as `written_entry.read` and `settle` do.
    """
    parts = written_entry.read(words)
    settled = await settle(session, report_id, member, Verdict.CHANGED, now=now)
    await correct(session, settled.place_id, member, parts, now=now)


async def unsettled(session: AsyncSession, report_id: int, member: Member) -> PlaceReport:
    """The report, if it is still for the member to settle. Raises as `settle` does."""
    found = await get_report(session, report_id)
    await kept(session, found.place_id, member)
    if found.settled_at is not None:
        raise _already_settled(found, member)
    return found


def _already_settled(report: PlaceReport, member: Member) -> AlreadySettled:
    yours = report.settled_by == member.person_id
    return AlreadySettled(report.settled_by_name or "", yours=yours)


async def get_report(session: AsyncSession, report_id: int) -> PlaceReport:
    """As it is at this moment. Raises NotFound."""
    return await rows.current(session, PlaceReport, report_id)


async def _same(session: AsyncSession, place_id: int, what: ReportKind) -> PlaceReport | None:
    found: PlaceReport | None = await session.scalar(
        select(PlaceReport).where(
            PlaceReport.place_id == place_id,
            PlaceReport.what == what,
            PlaceReport.settled_at.is_(None),
        )
    )
    return found
