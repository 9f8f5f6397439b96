"""What staff do with an announcement that goes out: pause, correct, recall it, repeat it no more.

Words that a second person agreed to stand as they are: nobody changes alone what rings at night.
Words that are still proposed belong to the one who corrected them last; somebody else has to agree.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services import broadcasts, rows, written
from services.announcements import urgent
from services.announcements.errors import (
    AgreedWords,
    NothingToRecall,
    NotRepeated,
    NotSending,
    Unchanged,
)
from services.announcements.life import CORRECTED, RECALLED, TEXT_LIMIT, for_staff
from services.announcements.news import AnnouncementCard
from services.broadcasts import NewBroadcast
from services.groups.authority import Member
from services.news import draw
from storage.tables import Announcement, AnnouncementState


async def pause(session: AsyncSession, announcement_id: int, member: Member) -> None:
    """Nothing more leaves until `go_on`. Raises NotSending, and as `for_staff`."""
    found = await for_staff(session, announcement_id, member)
    if found.broadcast_id is None or not await broadcasts.pause(session, found.broadcast_id):
        raise NotSending
    draw(session, AnnouncementCard(announcement_id))


async def go_on(
    session: AsyncSession, announcement_id: int, member: Member, *, now: datetime
) -> None:
    """Those who have not got it get it. Raises NotSending, and as `for_staff`."""
    found = await for_staff(session, announcement_id, member)
    paused = found.broadcast_id
    if paused is None or not await broadcasts.go_on(session, paused, now=now):
        raise NotSending
    draw(session, AnnouncementCard(announcement_id))


async def to_correct(session: AsyncSession, announcement_id: int, member: Member) -> Announcement:
    """While it may have other words.

    Raises NothingToRecall, AgreedWords, NotNamed, and as `for_staff`.
    """
    found = await for_staff(session, announcement_id, member)
    if found.state not in (AnnouncementState.PROPOSED, AnnouncementState.STANDING):
        raise NothingToRecall
    if found.urgent and found.state is AnnouncementState.STANDING:
        raise AgreedWords
    if found.urgent:
        await urgent.check(session, member)
    return found


@rows.judged_again
async def correct(
    session: AsyncSession, announcement_id: int, member: Member, text: str, *, now: datetime
) -> Announcement:
    """Other words: who has it sees them in their place, who waits for it gets only these.

    Raises WordsNeeded, TooLong, Unchanged, and as `to_correct`.
    """
    said = written.lines(text, limit=TEXT_LIMIT)
    found = await to_correct(session, announcement_id, member)
    if found.text == said:
        raise Unchanged
    proposed = found.state is AnnouncementState.PROPOSED
    begun = not proposed and found.starts_at <= now
    author = {"created_by": member.person_id, "created_by_name": member.name}
    corrected = await rows.change(
        session,
        Announcement,
        Announcement.id == announcement_id,
        Announcement.state == found.state,
        Announcement.text == found.text,
        text=said,
        corrected_at=now if begun else None,
        **(author if proposed else {}),
    )
    if corrected is None:
        raise rows.Outrun
    if corrected.broadcast_id is not None:
        await broadcasts.changed(session, corrected.broadcast_id, now=now)
    if begun:
        await _tell_those_who_have_it(session, corrected, CORRECTED, now)
    draw(session, AnnouncementCard(announcement_id))
    return corrected


async def recall(
    session: AsyncSession, announcement_id: int, member: Member, *, now: datetime
) -> Announcement:
    """Nobody gets it any more, and those who have it lose it.

    Raises NothingToRecall, and as `for_staff`.
    """
    found = await for_staff(session, announcement_id, member)
    if found.state is not AnnouncementState.STANDING or found.starts_at > now:
        raise NothingToRecall
    recalled = await rows.change(
        session,
        Announcement,
        Announcement.id == announcement_id,
        Announcement.state == AnnouncementState.STANDING,
        state=AnnouncementState.RECALLED,
        repeat_at=None,
        ended_at=now,
    )
    if recalled is None:
        raise NothingToRecall
    assert recalled.broadcast_id is not None, "it has begun"
    await broadcasts.stop(session, recalled.broadcast_id, now=now)
    await _tell_those_who_have_it(session, recalled, RECALLED, now)
    draw(session, AnnouncementCard(announcement_id))
    return recalled


async def _tell_those_who_have_it(
    session: AsyncSession, announcement: Announcement, kind: str, now: datetime
) -> None:
    await broadcasts.start(
        session,
        NewBroadcast(
            kind=kind,
            subject_id=announcement.id,
            area_id=announcement.area_id,
            urgent=announcement.urgent,
        ),
        now=now,
    )


async def stop_repeating(session: AsyncSession, announcement_id: int, member: Member) -> None:
    """What was sent stays; no other follows. Raises NotRepeated, and as `for_staff`."""
    await for_staff(session, announcement_id, member)
    stopped = await rows.change(
        session,
        Announcement,
        Announcement.id == announcement_id,
        Announcement.repeat_at.is_not(None),
        repeat_at=None,
        rhythm=None,
    )
    if stopped is None:
        raise NotRepeated
    draw(session, AnnouncementCard(announcement_id))
