"""A list worked off door by door: who is on the way to which, and what was found there.

A door is held by who was shown it, so that of several people on one list no two go to the same.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import calendar, rows, written
from services.errors import NotAMember, NotFound, TooMany
from services.news import draw, tell
from services.visits import rounds
from services.visits.errors import NotGoing, NotHeld, RoundEnded
from services.visits.news import NobodyThere, RoundCard
from storage import media
from storage.media import Attachment
from storage.tables import Media, Visit, VisitGoer, VisitMedia, VisitRound, VisitState

HELD_FOR = timedelta(hours=1)
"""Who has not said anything at a door for so long has gone on to something else."""
MOST_TRIES = 3
"""Nobody at home so often: another way has to be found than to come again."""
AGAIN_AFTER = 2
"""Working days until it is tried again: who was away overnight is back by then."""
PARTS_OF_THE_DAY = (time(9), time(14, 30), time(18, 30))
"""It is tried in another part of the day each time: who works is at home in the evening only."""
NOTE_LIMIT = 500
"""In characters, and of each answer."""
FILES = 10
"""An album."""
LATELY = 10
"""Doors that can be corrected from the list of the latest."""
_YES_OR_NO = ("吗", "嗎", "是否", "是不是", "能不能", "会不会")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was seen and said at a door."""

    answers: Sequence[str] = field(default=(), repr=False)
    note: str = field(default="", repr=False)
    attachments: Sequence[Attachment] = ()


def is_yes_or_no(question: str) -> bool:
    """Whether a question of staff is answered by 是 or 不是; words are taken all the same."""
    return any(words in question for words in _YES_OR_NO)


async def check_goes(session: AsyncSession, round_id: int, person_id: int) -> VisitRound:
    """The list, if the person goes and it is not ended.

    Raises NotFound, NotGoing, RoundEnded, and NotAMember for those who left the office's group.
    """
    found = await rounds.get(session, round_id)
    if await session.get(VisitGoer, (round_id, person_id)) is None:
        raise NotGoing
    if person_id not in await rounds.members(session, found.area_id):
        raise NotAMember
    if found.ended_at is not None:
        raise RoundEnded
    return found


async def lists_of(session: AsyncSession, person_id: int) -> list[VisitRound]:
    """What a person goes to and nobody ended, the soonest due first."""
    found = await session.scalars(
        select(VisitRound)
        .join(VisitGoer, VisitGoer.round_id == VisitRound.id)
        .where(VisitGoer.person_id == person_id, VisitRound.ended_at.is_(None))
        .order_by(VisitRound.due_at, VisitRound.id)
    )
    return list(found)


async def next_door(
    session: AsyncSession,
    round_id: int,
    person_id: int,
    *,
    passed: Collection[int] = (),
    now: datetime,
) -> Visit | None:
    """The next door in the order of the list, which nobody else is shown from now on.

    The one that they hold comes first; those `passed` over are left out. None where no door is
    left for them. Raises as `check_goes`.
    """
    await check_goes(session, round_id, person_id)
    while (visit := await _first(session, round_id, person_id, passed, now)) is not None:
        held = await rows.change(
            session,
            Visit,
            Visit.id == visit.id,
            Visit.state == VisitState.WAITING,
            _is_free(person_id, now),
            holder_id=person_id,
            held_at=now,
        )
        if held is not None:
            return held
    return None


async def _first(
    session: AsyncSession,
    round_id: int,
    person_id: int,
    passed: Collection[int],
    now: datetime,
) -> Visit | None:
    found: Visit | None = await session.scalar(
        select(Visit)
        .where(
            Visit.round_id == round_id,
            Visit.state == VisitState.WAITING,
            Visit.id.not_in(passed),
            _is_free(person_id, now),
        )
        .order_by(Visit.holder_id.is_not_distinct_from(person_id).desc(), Visit.position)
        .limit(1)
        .execution_options(populate_existing=True)
    )
    return found


def _is_free(person_id: int, now: datetime) -> ColumnElement[bool]:
    """For this person: nobody is on the way there, they are, or who was has stopped."""
    return or_(
        Visit.holder_id.is_(None), Visit.holder_id == person_id, Visit.held_at < now - HELD_FOR
    )


async def let_go(session: AsyncSession, round_id: int, person_id: int) -> None:
    """跳过, or they stop for now: others may go to what they hold."""
    await rows.change_all(
        session,
        Visit,
        Visit.round_id == round_id,
        Visit.holder_id == person_id,
        holder_id=None,
        held_at=None,
    )


async def done_by(session: AsyncSession, round_id: int, person_id: int) -> list[Visit]:
    """The latest doors of the list that the person went to, the last one first."""
    found = await session.scalars(
        select(Visit)
        .where(Visit.round_id == round_id, Visit.done_by == person_id)
        .order_by(Visit.done_at.desc(), Visit.position.desc())
        .limit(LATELY)
    )
    return list(found)


async def at_door(session: AsyncSession, visit_id: int, person_id: int) -> Visit:
    """The door, if the person holds it or went there.

    Raises NotFound, NotHeld, and as `check_goes`.
    """
    visit = await rows.current(session, Visit, visit_id)
    await check_goes(session, visit.round_id, person_id)
    if not _is_theirs(visit, person_id):
        raise await _not_held(session, visit)
    return visit


def _is_theirs(visit: Visit, person_id: int) -> bool:
    if visit.state is VisitState.WAITING:
        return visit.holder_id == person_id
    return visit.done_by == person_id


async def _not_held(session: AsyncSession, visit: Visit) -> NotHeld:
    if visit.state is not VisitState.WAITING:
        return NotHeld(visit.done_by_name)
    if visit.holder_id is None:
        return NotHeld(None)
    goer = await session.get(VisitGoer, (visit.round_id, visit.holder_id))
    return NotHeld(goer.name if goer else None)


async def seen(
    session: AsyncSession, visit_id: int, person_id: int, name: str, found: Found, *, now: datetime
) -> Visit:
    """见到了, with what was found; said again it takes the place of what was said before.

    Raises TooLong, TooMany, and as `at_door`.
    """
    note = written.lines_if_any(found.note, limit=NOTE_LIMIT)
    answers = [written.line_if_any(each, limit=NOTE_LIMIT) or "" for each in found.answers]
    if len(found.attachments) > FILES:
        raise TooMany(FILES)
    visit = await _stood_there(
        session,
        visit_id,
        person_id,
        name,
        now,
        state=VisitState.SEEN,
        again_at=None,
        answers=answers,
        note=note,
    )
    await _add_photos(session, visit_id, person_id, found.attachments, now)
    return visit


async def nobody(
    session: AsyncSession,
    visit_id: int,
    person_id: int,
    name: str,
    *,
    now: datetime,
    zone: ZoneInfo = calendar.ZONE,
) -> Visit:
    """没人在家: it comes again by itself, and after MOST_TRIES the office hears of it.

    Raises as `at_door`.
    """
    before = await at_door(session, visit_id, person_id)
    # Said twice at one door it is still one try.
    is_new = before.state is not VisitState.NOBODY
    tries = before.tries + is_new
    visit = await _stood_there(
        session,
        visit_id,
        person_id,
        name,
        now,
        state=VisitState.NOBODY,
        tries=tries,
        again_at=await again(session, now, zone) if tries < MOST_TRIES else None,
        answers=[],
        note=None,
    )
    if is_new and tries == MOST_TRIES:
        tell(session, NobodyThere(visit_id))
    return visit


async def _stood_there(
    session: AsyncSession,
    visit_id: int,
    person_id: int,
    name: str,
    now: datetime,
    **values: object,
) -> Visit:
    before = await at_door(session, visit_id, person_id)
    changed = await rows.change(
        session,
        Visit,
        Visit.id == visit_id,
        Visit.state == before.state,
        or_(Visit.holder_id == person_id, Visit.done_by == person_id),
        holder_id=None,
        held_at=None,
        done_by=person_id,
        done_by_name=name[:140],
        done_at=now,
        **values,
    )
    if changed is None:
        raise await _not_held(session, await rows.current(session, Visit, visit_id))
    draw(session, RoundCard(changed.round_id))
    return changed


async def again(session: AsyncSession, tried_at: datetime, zone: ZoneInfo) -> datetime:
    """When a door is tried again at which nobody was at home at `tried_at`. In UTC."""
    local = tried_at.astimezone(zone)
    tried_in = max((part for part in PARTS_OF_THE_DAY if part <= local.time()), default=None)
    following = (PARTS_OF_THE_DAY.index(tried_in) + 1) if tried_in else 1
    part = PARTS_OF_THE_DAY[following % len(PARTS_OF_THE_DAY)]
    day, left = local.date(), AGAIN_AFTER
    while left:
        day += calendar.ONE_DAY
        left -= await calendar.is_working_day(session, day)
    return datetime.combine(day, part, zone).astimezone(tried_at.tzinfo)


async def photos(session: AsyncSession, visit_id: int) -> list[Attachment]:
    """What was sent from there, in order."""
    found = await session.execute(
        select(Media.kind, Media.id)
        .join(VisitMedia, VisitMedia.media_id == Media.id)
        .where(VisitMedia.visit_id == visit_id)
        .order_by(VisitMedia.id)
    )
    return [Attachment(kind, media_id) for kind, media_id in found]


async def _add_photos(
    session: AsyncSession,
    visit_id: int,
    person_id: int,
    attachments: Sequence[Attachment],
    now: datetime,
) -> None:
    if not attachments:
        return
    await media.write_before(session, attachments)
    session.add_all(
        VisitMedia(visit_id=visit_id, media_id=each.media_id, sender_id=person_id, sent_at=now)
        for each in attachments
    )
    await session.flush()


async def of_visit(session: AsyncSession, visit_id: int) -> tuple[Visit, VisitRound]:
    """A door and its list, as they are at this moment. Raises NotFound."""
    visit = await rows.current(session, Visit, visit_id)
    found = await session.get(VisitRound, visit.round_id)
    if found is None:
        raise NotFound
    return visit, found
