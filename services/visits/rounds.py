"""Lists of visits and inspections: drawn by an office, given more time, ended."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from services import calendar, rows, written
from services.errors import NotAMember
from services.groups import members
from services.groups.authority import Member, check_staff_of
from services.news import draw as draw_card
from services.news import tell
from services.rhythms import Rhythm, following
from services.visits import deadlines, lists
from services.visits.errors import (
    DoesNotRepeat,
    NobodyGoes,
    NoDoors,
    RoundEnded,
    TooManyDoors,
    TooManyQuestions,
)
from services.visits.news import RoundCard, RoundDrawn
from services.written.errors import TimesPast
from storage.tables import (
    Visit,
    VisitGoer,
    VisitKind,
    VisitRound,
    VisitState,
)

TITLE_LIMIT = 60
DOOR_LIMIT = 80
NAME_LIMIT = 60
QUESTION_LIMIT = 100
"""In characters."""
MOST_DOORS = 500
"""A grid has some 450 households: 69 communities like Junmen, of 3,500 each, in 534 grids."""
MOST_QUESTIONS = 5
"""More would not be asked at the door."""


@dataclass(frozen=True, slots=True)
class Door:
    """Where to go: an area of the tree, the door or point there, and who lives behind it."""

    area_id: int
    door: str
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRound:
    """What staff wrote down; `goers` are ids of people."""

    area_id: int
    kind: VisitKind
    title: str
    doors: Sequence[Door] = field(repr=False)
    goers: Sequence[int]
    due_at: datetime
    questions: Sequence[str] = ()
    rhythm: Rhythm | None = None


async def draw(
    session: AsyncSession,
    new: NewRound,
    member: Member,
    *,
    now: datetime,
    zone: ZoneInfo = calendar.ZONE,
) -> VisitRound:
    """Keep the list, give it to those who go, and put its card up.

    Raises WordsNeeded, TooLong, NoDoors, TooManyDoors, TooManyQuestions, TimesPast, NobodyGoes,
    and as `check_staff_of`.
    """
    await check_staff_of(session, new.area_id, member)
    return await put_up(session, new, member.person_id, member.name, now=now, zone=zone)


async def put_up(
    session: AsyncSession,
    new: NewRound,
    by: int | None,
    by_name: str | None,
    *,
    now: datetime,
    zone: ZoneInfo = calendar.ZONE,
) -> VisitRound:
    """The same without a member: a list that repeats goes up by itself."""
    title = written.line(new.title, limit=TITLE_LIMIT)
    questions = [written.line(each, limit=QUESTION_LIMIT) for each in new.questions]
    doors = [
        (each.area_id, _short(each.door, DOOR_LIMIT), _short(each.name or "", NAME_LIMIT) or None)
        for each in new.doors
    ]
    _check_size(doors, questions)
    if new.due_at <= now:
        raise TimesPast
    names = await members.of_office(session, new.area_id)
    if not (goers := [each for each in dict.fromkeys(new.goers) if each in names]):
        raise NobodyGoes
    drawn = VisitRound(
        area_id=new.area_id,
        kind=new.kind,
        title=title,
        questions=questions,
        created_by=by,
        created_by_name=by_name,
        created_at=now,
        due_at=new.due_at,
        call_at=deadlines.next_call(new.due_at, now),
        rhythm=new.rhythm,
        **await _repeats(session, new.rhythm, now.astimezone(zone).date(), new.area_id, zone),
    )
    session.add(drawn)
    await session.flush()
    session.add_all(
        VisitGoer(round_id=drawn.id, person_id=each, name=names[each]) for each in goers
    )
    session.add_all(_visit(drawn.id, at, *door) for at, door in enumerate(doors))
    await session.flush()
    tell(session, RoundDrawn(drawn.id))
    draw_card(session, RoundCard(drawn.id))
    return drawn


def _visit(round_id: int, position: int, area_id: int, door: str, name: str | None) -> Visit:
    return Visit(
        round_id=round_id,
        position=position,
        area_id=area_id,
        door=door,
        name=name,
        state=VisitState.WAITING,
        tries=0,
        answers=[],
    )


def _short(text: str, limit: int) -> str:
    return written.line_if_any(text, limit=limit) or ""


def _check_size(doors: Sequence[object], questions: Sequence[str]) -> None:
    if not doors:
        raise NoDoors
    if len(doors) > MOST_DOORS:
        raise TooManyDoors(MOST_DOORS)
    if len(questions) > MOST_QUESTIONS:
        raise TooManyQuestions(MOST_QUESTIONS)


async def _repeats(
    session: AsyncSession, rhythm: Rhythm | None, day: date, area_id: int, zone: ZoneInfo
) -> dict[str, date | datetime | None]:
    """When the list after that of `day` is drawn."""
    if rhythm is None:
        return {"repeat_on": None, "repeat_at": None}
    on = following(rhythm, day, day)
    return {"repeat_on": on, "repeat_at": await calendar.first_opening(session, on, area_id, zone)}


async def for_staff(session: AsyncSession, round_id: int, member: Member) -> VisitRound:
    """If the member's office drew it, or one above. Raises NotFound, NotYourGroup, NotAMember."""
    found = await lists.get(session, round_id)
    await check_staff_of(session, found.area_id, member)
    return found


async def still_open(session: AsyncSession, round_id: int, member: Member) -> VisitRound:
    """As `for_staff`, while it has not been ended. Raises RoundEnded too."""
    found = await for_staff(session, round_id, member)
    if found.ended_at is not None:
        raise RoundEnded
    return found


async def join(session: AsyncSession, round_id: int, member: Member) -> VisitRound:
    """我去走: a member of the office goes as well. Raises as `still_open`."""
    found = await still_open(session, round_id, member)
    if member.person_id not in await members.of_office(session, found.area_id):
        raise NotAMember
    if await session.get(VisitGoer, (round_id, member.person_id)) is None:
        session.add(
            VisitGoer(round_id=round_id, person_id=member.person_id, name=member.name[:140])
        )
        await session.flush()
        draw_card(session, RoundCard(round_id))
    return found


async def extend(
    session: AsyncSession, round_id: int, member: Member, words: str, *, now: datetime
) -> VisitRound:
    """延期 until the day that `words` name.

    Raises TimesUnreadable, TimesPast, TimesTooFar, and as `still_open`.
    """
    due = deadlines.deadline(words, now=now)
    await still_open(session, round_id, member)
    extended = await rows.change(
        session,
        VisitRound,
        VisitRound.id == round_id,
        VisitRound.ended_at.is_(None),
        due_at=due,
        call_at=deadlines.next_call(due, now),
    )
    if extended is None:
        raise RoundEnded
    draw_card(session, RoundCard(round_id))
    return extended


async def end(session: AsyncSession, round_id: int, member: Member, *, now: datetime) -> None:
    """结束: nobody goes any more. The next one of a list that repeats comes all the same.

    Raises as `still_open`.
    """
    await still_open(session, round_id, member)
    if not await end_now(session, round_id, now=now):
        raise RoundEnded


async def end_now(session: AsyncSession, round_id: int, *, now: datetime) -> bool:
    """False where somebody else has ended it before."""
    ended = await rows.change(
        session,
        VisitRound,
        VisitRound.id == round_id,
        VisitRound.ended_at.is_(None),
        ended_at=now,
        call_at=None,
    )
    if ended is None:
        return False
    await session.execute(
        update(Visit)
        .where(Visit.round_id == round_id)
        .values(again_at=None, holder_id=None, held_at=None)
    )
    draw_card(session, RoundCard(round_id))
    return True


async def stop_repeating(session: AsyncSession, round_id: int, member: Member) -> None:
    """不再重复: this list goes on, none follows. Raises DoesNotRepeat, and as `for_staff`."""
    await for_staff(session, round_id, member)
    stopped = await rows.change(
        session,
        VisitRound,
        VisitRound.id == round_id,
        VisitRound.rhythm.is_not(None),
        rhythm=None,
        repeat_on=None,
        repeat_at=None,
    )
    if stopped is None:
        raise DoesNotRepeat
    draw_card(session, RoundCard(round_id))
