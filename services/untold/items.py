"""News that reached nobody, one item a message; an item ends when its person knows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, rows
from services.errors import NotFound, Refusal
from services.groups import routing
from services.groups.authority import Member, check_staff_of
from services.news import CardSubject, draw
from services.people import addresses, reach
from storage.outbox_rows import OutboxRow
from storage.tables import Area, Group, Level, Matter, Ticket, Untold
from storage.tables.untold import LONGEST_NEWS
from storage.written import plain

SHOWN_AGAIN = timedelta(hours=12)
"""A list that has had news for so long goes to the end of the chat; else it changes in place."""
_OF_TICKETS = ("question", "mine")


class EndedAlready(Refusal):
    """A colleague told them (`by_name`), or they have read it themselves (None)."""

    def __init__(self, by_name: str | None) -> None:
        super().__init__("ended")
        self.by_name = by_name


@dataclass(frozen=True, slots=True)
class UntoldCard(CardSubject):
    """What a community's staff have to tell."""

    area_id: int


def is_for_staff(matter: Matter | None) -> bool:
    """Whether somebody has to be told it in any case: what is theirs. Who was asked whether
    something helped is asked again, or left alone; what is sent to many is nobody's own."""
    return matter not in (None, Matter.FOLLOW_UP)


async def raised(session: AsyncSession, row: OutboxRow, *, now: datetime) -> None:
    """No channel took the message to a person; staff tell them, of one matter the latest."""
    person_id = await reach.person_in(session, row.chat)
    if person_id is None or row.matter is None or (row.useful_until or now) < now:
        return
    area_id = await _area_of(session, row, person_id)
    latest = await session.scalar(
        select(func.max(Untold.since)).where(Untold.area_id == area_id, Untold.ended_at.is_(None))
    )
    if row.about is not None:
        of_one = Untold.person_id == person_id, Untold.about == row.about
        await session.execute(delete(Untold).where(*of_one, Untold.ended_at.is_(None)))
    words = "" if row.secret else " ".join(plain(row.params).split())
    item = Untold(
        person_id=person_id,
        area_id=area_id,
        message_id=row.id,
        matter=row.matter,
        about=row.about,
        text=words if len(words) <= LONGEST_NEWS else f"{words[: LONGEST_NEWS - 1]}…",
        since=row.created_at,
        until=row.useful_until,
    )
    session.add(item)
    is_news = latest is None or row.created_at - latest >= SHOWN_AGAIN
    draw(session, UntoldCard(area_id, to_the_end=is_news))


async def _area_of(session: AsyncSession, row: OutboxRow, person_id: int) -> int:
    """Where the person lives, else where the request is that it is about, else the topmost."""
    known = await addresses.known(session, person_id)
    home_id = known.person.home_id if known and known.person else None
    if home_id is None:
        kind, _colon, number = (row.about or "").partition(":")
        ticket = await session.get(Ticket, int(number)) if kind in _OF_TICKETS else None
        home_id = ticket.community_id if ticket else None
    if home_id is None:
        topmost = select(Area.id).where(Area.parent_id.is_(None)).order_by(Area.id).limit(1)
        return (await session.scalars(topmost)).one()
    area = await areas.one(session, home_id)
    community = await areas.of_level(session, area, Level.COMMUNITY)
    return (community or area).id


async def reached(session: AsyncSession, message_ids: Collection[int], *, now: datetime) -> None:
    """They have the messages themselves."""
    ended = await rows.change_all(
        session,
        Untold,
        Untold.message_id.in_(message_ids),
        Untold.ended_at.is_(None),
        ended_at=now,
    )
    for area_id in {item.area_id for item in ended}:
        draw(session, UntoldCard(area_id))


async def for_staff(session: AsyncSession, item_id: int, member: Member) -> Untold:
    """The item, if the member's office answers for it.

    Raises NotFound, NotYourGroup or NotAMember.
    """
    item = await session.get(Untold, item_id)
    if item is None:
        raise NotFound
    await check_staff_of(session, item.area_id, member)
    return item


async def told(session: AsyncSession, item_id: int, member: Member, *, now: datetime) -> Untold:
    """已告知. Raises as `for_staff` does, and EndedAlready."""
    item = await for_staff(session, item_id, member)
    ended = await rows.change(
        session,
        Untold,
        Untold.id == item_id,
        Untold.ended_at.is_(None),
        ended_at=now,
        told_by=member.person_id,
        told_by_name=member.name,
    )
    draw(session, UntoldCard(item.area_id))
    if ended is None:
        raise EndedAlready((await rows.current(session, Untold, item_id)).told_by_name)
    return ended


async def open_in(session: AsyncSession, area_id: int, now: datetime) -> Sequence[Untold]:
    """Those that are still of use, the oldest first."""
    found = await session.scalars(
        select(Untold)
        .where(
            Untold.area_id == area_id,
            Untold.ended_at.is_(None),
            or_(Untold.until.is_(None), Untold.until > now),
        )
        .order_by(Untold.since, Untold.id)
    )
    return found.all()


async def told_since(session: AsyncSession, area_id: int, since: datetime) -> Sequence[Untold]:
    """What staff have told from then on, the first of it first."""
    found = await session.scalars(
        select(Untold)
        .where(
            Untold.area_id == area_id, Untold.ended_at >= since, Untold.told_by_name.is_not(None)
        )
        .order_by(Untold.ended_at, Untold.id)
    )
    return found.all()


async def show(session: AsyncSession, group: Group) -> bool:
    """Put the lists that this office has at the end of its chat; False where all are empty."""
    waiting = select(Untold.area_id).where(Untold.ended_at.is_(None)).distinct()
    found = False
    for area_id in (await session.scalars(waiting)).all():
        office = await routing.office(session, await areas.one(session, area_id))
        if office is not None and office.id == group.id:
            draw(session, UntoldCard(area_id, to_the_end=True))
            found = True
    return found


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """What is of no use any more."""
    over = Untold.ended_at.is_(None) & Untold.until.is_not(None) & (Untold.until <= now)
    return list(await session.scalars(select(Untold.id).where(over)))


async def act(session: AsyncSession, item_id: int, *, now: datetime) -> None:
    """Take it off the list."""
    ended = await rows.change(
        session,
        Untold,
        Untold.id == item_id,
        Untold.ended_at.is_(None),
        Untold.until <= now,
        ended_at=now,
    )
    if ended is not None:
        draw(session, UntoldCard(ended.area_id))
