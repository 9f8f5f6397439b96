"""Announcements, from being written to being recalled.

What is urgent leaves at once, at night too, so one person alone cannot send it: one of those who
may (`urgent`) writes it, another agrees to it (双人复核), and its card says who they are.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from services import broadcasts, calendar, rows, written
from services.announcements import urgent
from services.announcements.errors import (
    AlreadyBegun,
    NoAddress,
    NotProposed,
    OwnProposal,
)
from services.announcements.news import AnnouncementCard
from services.announcements.policies import Conditions, check
from services.audiences import Audience
from services.broadcasts import NewBroadcast
from services.calendar import Days
from services.groups.authority import Member, check_staff_of
from services.news import draw
from services.rhythms import Rhythm, following
from services.written.errors import TimesPast, TimesTooFar
from services.written.spans import FAR
from storage.tables import Announcement, AnnouncementState, Topic

TEXT_LIMIT = 600
GUIDE_LIMIT = 300
URL_LIMIT = 500
"""In characters: two screens of a phone."""
AGREED_WITHIN = timedelta(hours=2)
"""What is urgent and waits for longer is not urgent any more: it is dropped."""
JUST_PASSED = timedelta(minutes=1)
"""A time that passes while staff are writing means now."""

SENT, SENT_AT_ONCE, CORRECTED, RECALLED = "announcement", "urgent", "correction", "recall"
"""Kinds of broadcasts (`services.keeps.BroadcastKind`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAnnouncement:
    area_id: int
    topic: Topic
    text: str
    audience: Audience
    urgent: bool = False
    url: str | None = None
    media_id: str | None = None
    conditions: Conditions | None = None
    guide: str = ""
    starts_at: datetime | None = None
    """None for at once."""
    rhythm: Rhythm | None = None


def address_in(said: str) -> str:
    """The link that was written, if everybody can open it. Raises NoAddress and TooLong."""
    url = written.line(said, limit=URL_LIMIT)
    parts = urlsplit(url if "://" in url else f"https://{url}")
    if parts.scheme not in ("http", "https") or "." not in parts.netloc or " " in url:
        raise NoAddress
    return parts.geturl()


async def publish(
    session: AsyncSession,
    new: NewAnnouncement,
    member: Member,
    *,
    now: datetime,
    zone: ZoneInfo = calendar.ZONE,
) -> Announcement:
    """Have it sent; an urgent one once a second person agrees.

    Raises WordsNeeded, TooLong, NoCondition, AgesReversed, TimesPast, TimesTooFar, NotNamed,
    NotYourGroup or NotAMember.
    """
    await check_staff_of(session, new.area_id, member)
    if new.urgent:
        await urgent.check(session, member)
    text = written.lines(new.text, limit=TEXT_LIMIT)
    starts_at = _checked(new.starts_at, now)
    announcement = Announcement(
        area_id=new.area_id,
        topic=new.topic,
        urgent=new.urgent,
        text=text,
        url=new.url,
        media_id=new.media_id,
        conditions=check(new.conditions).dump() if new.conditions else None,
        guide=written.lines_if_any(new.guide, limit=GUIDE_LIMIT),
        audience=new.audience.dump(),
        state=AnnouncementState.PROPOSED if new.urgent else AnnouncementState.STANDING,
        starts_at=starts_at,
        rhythm=new.rhythm,
        act_at=now + AGREED_WITHIN if new.urgent else None,
        created_by=member.person_id,
        created_by_name=member.name,
        created_at=now,
    )
    session.add(announcement)
    await session.flush()
    if not new.urgent:
        await send(session, announcement, now=now, zone=zone)
    draw(session, AnnouncementCard(announcement.id, to_the_end=True))
    return announcement


def _checked(starts_at: datetime | None, now: datetime) -> datetime:
    if starts_at is None:
        return now
    if starts_at < now - JUST_PASSED:
        raise TimesPast
    if starts_at > now + FAR:
        raise TimesTooFar
    return max(starts_at, now)


async def send(
    session: AsyncSession, announcement: Announcement, *, now: datetime, zone: ZoneInfo
) -> None:
    """Start its broadcast, and say when the next one follows."""
    sent = await broadcasts.start(
        session,
        NewBroadcast(
            kind=SENT_AT_ONCE if announcement.urgent else SENT,
            subject_id=announcement.id,
            area_id=announcement.area_id,
            audience=Audience.load(announcement.audience),
            starts_at=announcement.starts_at,
            urgent=announcement.urgent,
        ),
        now=now,
    )
    announcement.broadcast_id = sent.id
    if announcement.rhythm is not None:
        rhythm = Rhythm(announcement.rhythm)
        days = await calendar.days(session)
        announcement.repeat_at = next_time(rhythm, announcement.starts_at, now, zone, days)
    await session.flush()


def next_time(
    rhythm: Rhythm, first: datetime, now: datetime, zone: ZoneInfo, days: Days
) -> datetime:
    """The same time of day on the next day by the rhythm, in UTC.

    What an outage took is left out. Daily is each day on which people work; other rhythms keep
    their day on holidays too: the taps are closed then as well.
    """
    began = first.astimezone(zone)
    since: date = max(began.date(), now.astimezone(zone).date())
    day = following(rhythm, began.date(), since)
    while rhythm is Rhythm.DAILY and not days.works(day):
        day += calendar.ONE_DAY
    return datetime.combine(day, began.timetz()).astimezone(UTC)


async def for_staff(session: AsyncSession, announcement_id: int, member: Member) -> Announcement:
    """If the member's office answers for it. Raises NotFound, NotYourGroup or NotAMember."""
    found = await rows.current(session, Announcement, announcement_id)
    await check_staff_of(session, found.area_id, member)
    return found


async def agree(
    session: AsyncSession,
    announcement_id: int,
    member: Member,
    *,
    now: datetime,
    zone: ZoneInfo = calendar.ZONE,
) -> Announcement:
    """The second person: it leaves now.

    Raises OwnProposal, NotNamed, NotProposed, and as `for_staff`.
    """
    found = await for_staff(session, announcement_id, member)
    if found.state is not AnnouncementState.PROPOSED:
        raise NotProposed(found.agreed_by_name)
    await urgent.check(session, member)
    if found.created_by == member.person_id:
        raise OwnProposal
    agreed = await rows.change(
        session,
        Announcement,
        Announcement.id == announcement_id,
        Announcement.state == AnnouncementState.PROPOSED,
        state=AnnouncementState.STANDING,
        agreed_by=member.person_id,
        agreed_by_name=member.name,
        starts_at=now,
        act_at=None,
    )
    if agreed is None:
        present = await rows.current(session, Announcement, announcement_id)
        raise NotProposed(present.agreed_by_name)
    await send(session, agreed, now=now, zone=zone)
    draw(session, AnnouncementCard(announcement_id))
    return agreed


async def drop(
    session: AsyncSession, announcement_id: int, member: Member, *, now: datetime
) -> None:
    """Nobody gets it. Raises AlreadyBegun once somebody may have, and as `for_staff`."""
    found = await for_staff(session, announcement_id, member)
    standing = found.state is AnnouncementState.STANDING
    if found.state is not AnnouncementState.PROPOSED and not standing:
        raise AlreadyBegun
    if standing and found.starts_at <= now:
        raise AlreadyBegun
    dropped = await rows.change(
        session,
        Announcement,
        Announcement.id == announcement_id,
        Announcement.state == found.state,
        state=AnnouncementState.DROPPED,
        act_at=None,
        repeat_at=None,
        ended_at=now,
    )
    if dropped is None:
        raise AlreadyBegun
    if dropped.broadcast_id is not None:
        await broadcasts.stop(session, dropped.broadcast_id, now=now)
    draw(session, AnnouncementCard(announcement_id))
