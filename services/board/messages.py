"""Messages to the secretary: who may write how often, who answers, what everybody may read.

The model is 智慧西关留言板: whatever is answered is shown, if the writer agreed to it, but never a
name. Staff may keep a message from being shown, such as where it tells of somebody else.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import calendar, rows, written
from services.errors import Refusal
from services.groups.authority import Member, check_staff_of
from services.news import CardSubject, News, draw, tell
from storage.tables import Area, BoardMessage

TEXT_LIMIT = 500
ANSWER_LIMIT = 500
"""In characters."""
A_DAY = 3
DAY = timedelta(days=1)
ANSWER_WITHIN = 21
"""Working hours before the office is reminded: three days of seven."""
A_PAGE = 5


class TooManyToday(Refusal):
    """As many as one person may write within a day; more is possible at `until` (UTC)."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


class AlreadyAnswered(Refusal):
    """A colleague answered before; `by_name` is None where they are not known any more."""

    def __init__(self, by_name: str | None) -> None:
        super().__init__("answered")
        self.by_name = by_name


class NotToBeShown(Refusal):
    """Its writer has not agreed to that, or it is gone."""


@dataclass(frozen=True, slots=True)
class MessageAnswered(News):
    """The writer hears what was answered; the office, if they cannot be reached."""

    message_id: int


@dataclass(frozen=True, slots=True)
class MessageUnanswered(News):
    """Three working days are over: the office is reminded."""

    message_id: int


@dataclass(frozen=True, slots=True)
class MessageCard(CardSubject):
    """The message as the community's office sees it."""

    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    person_id: int
    signed_as: str | None
    community_id: int
    text: str
    may_show: bool


async def write(session: AsyncSession, new: NewMessage, *, now: datetime) -> BoardMessage:
    """Put a message before the office. Raises WordsNeeded, TooLong or TooManyToday."""
    text = written.lines(new.text, limit=TEXT_LIMIT)
    await check_may_write(session, new.person_id, now=now)
    message = BoardMessage(
        person_id=new.person_id,
        signed_as=new.signed_as,
        area_id=new.community_id,
        text=text,
        may_show=new.may_show,
        written_at=now,
        remind_at=await calendar.due(
            session, start=now, hours=ANSWER_WITHIN, urgent=False, area_id=new.community_id
        ),
    )
    session.add(message)
    await session.flush()
    draw(session, MessageCard(message.id))
    return message


async def check_may_write(session: AsyncSession, person_id: int, *, now: datetime) -> None:
    """A_DAY within any 24 hours, so that one person does not fill the board. TooManyToday."""
    theirs = BoardMessage.person_id == person_id
    latest = await session.scalars(
        select(BoardMessage.written_at)
        .where(theirs, BoardMessage.written_at > now - DAY)
        .order_by(BoardMessage.written_at.desc())
        .limit(A_DAY)
    )
    if len(times := list(latest)) == A_DAY:
        raise TooManyToday(times[-1] + DAY)


async def for_staff(session: AsyncSession, message_id: int, member: Member) -> BoardMessage:
    """If the member's office answers for it. Raises NotFound, NotYourGroup or NotAMember."""
    message = await rows.current(session, BoardMessage, message_id)
    await check_staff_of(session, message.area_id, member)
    return message


async def to_answer(session: AsyncSession, message_id: int, member: Member) -> BoardMessage:
    """As `for_staff`, while nobody has answered. Raises AlreadyAnswered too."""
    message = await for_staff(session, message_id, member)
    if message.answered_at is not None or not message.text:
        raise AlreadyAnswered(message.answered_by_name)
    return message


async def answer(
    session: AsyncSession, message_id: int, member: Member, text: str, *, now: datetime
) -> BoardMessage:
    """The first counts; the writer hears it. Raises WordsNeeded, TooLong, and as `to_answer`."""
    said = written.lines(text, limit=ANSWER_LIMIT)
    await to_answer(session, message_id, member)
    answered = await rows.change(
        session,
        BoardMessage,
        BoardMessage.id == message_id,
        BoardMessage.answered_at.is_(None),
        BoardMessage.text != "",
        answer=said,
        answered_by=member.person_id,
        answered_by_name=member.name,
        answered_at=now,
        remind_at=None,
    )
    if answered is None:
        present = await rows.current(session, BoardMessage, message_id)
        raise AlreadyAnswered(present.answered_by_name)
    tell(session, MessageAnswered(message_id))
    draw(session, MessageCard(message_id))
    return answered


async def keep_from_all(
    session: AsyncSession, message_id: int, member: Member, *, hidden: bool, now: datetime
) -> None:
    """Staff decide whether everybody may read it. Raises NotToBeShown, and as `for_staff`."""
    await for_staff(session, message_id, member)
    changed = await rows.change(
        session,
        BoardMessage,
        BoardMessage.id == message_id,
        BoardMessage.may_show,
        hidden_at=now if hidden else None,
        hidden_by=member.person_id if hidden else None,
    )
    if changed is None:
        raise NotToBeShown
    draw(session, MessageCard(message_id))


async def take_back(session: AsyncSession, person_id: int) -> int:
    """The writer has none of theirs shown any more; returns how many were or would have been."""
    theirs = BoardMessage.person_id == person_id
    taken = await rows.change_all(
        session, BoardMessage, theirs, BoardMessage.may_show, may_show=False
    )
    for message in taken:
        draw(session, MessageCard(message.id))
    return len(taken)


async def shows_any(session: AsyncSession, person_id: int) -> bool:
    """Whether there is something to take back."""
    theirs = BoardMessage.person_id == person_id
    found = select(func.count()).where(theirs, BoardMessage.may_show)
    return bool(await session.scalar(found))


async def shown(
    session: AsyncSession, community: Area, *, page: int = 0
) -> tuple[list[BoardMessage], bool]:
    """What everybody may read, the newest answers first, and whether there are older ones."""
    found = await session.scalars(
        select(BoardMessage)
        .where(
            BoardMessage.area_id == community.id,
            BoardMessage.may_show,
            BoardMessage.hidden_at.is_(None),
            BoardMessage.answered_at.is_not(None),
        )
        .order_by(BoardMessage.answered_at.desc(), BoardMessage.id.desc())
        .offset(page * A_PAGE)
        .limit(A_PAGE + 1)
    )
    messages = list(found)
    return messages[:A_PAGE], len(messages) > A_PAGE


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Messages that should have been answered by now."""
    found = await session.scalars(
        select(BoardMessage.id)
        .where(BoardMessage.remind_at <= now)
        .order_by(BoardMessage.remind_at, BoardMessage.id)
    )
    return list(found)


async def act(session: AsyncSession, message_id: int, *, now: datetime) -> None:
    """Remind the office, once."""
    reminded = await rows.change(
        session,
        BoardMessage,
        BoardMessage.id == message_id,
        BoardMessage.remind_at <= now,
        remind_at=None,
    )
    if reminded is not None:
        tell(session, MessageUnanswered(message_id))
