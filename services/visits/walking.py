"""What happened at a door: somebody was met, or nobody was at home and it comes again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import calendar, rows, written
from services.errors import NotFound, TooMany
from services.news import draw, tell
from services.visits import holding
from services.visits.news import NobodyThere, RoundCard
from storage import media
from storage.media import Attachment
from storage.tables import Media, Visit, VisitMedia, VisitRound, VisitState

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


async def seen(
    session: AsyncSession, visit_id: int, person_id: int, name: str, found: Found, *, now: datetime
) -> Visit:
    """见到了, with what was found; said again it takes the place of what was said before.

    When they were met stays as it was then. Raises TooLong, TooMany, and as `at_door`.
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
    before = await holding.at_door(session, visit_id, person_id)
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
    *,
    state: VisitState,
    **values: object,
) -> Visit:
    before = await holding.at_door(session, visit_id, person_id)
    # at_door: of a door that is not waiting, they are the one who went there.
    corrects = before.state is VisitState.SEEN and state is VisitState.SEEN
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
        done_at=before.done_at if corrects else now,
        state=state,
        **values,
    )
    if changed is None:
        raise await holding.not_held(session, await rows.current(session, Visit, visit_id))
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
