"""By which way people came to know what was sent to them: each message once, on the day of it.

What was sent stands in the outbox, which is soon forgotten; what staff told stands in their list.
A message that a template announced counts on that day, not again when the whole of it is read.
One that was left to staff counts once they have told it, or once it is of no use any more.
"""

from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from storage.outbox import KNOWS, POSTS
from storage.tables import (
    Address,
    Area,
    Channel,
    MessageWay,
    OutboxMessage,
    OutboxState,
    Person,
    Untold,
    Way,
)

Counts = Counter[tuple[int, MessageWay]]
"""By the community, or what else the person lives in; of those who have not said where, the
topmost area."""


async def counted(session: AsyncSession, start: datetime, end: datetime) -> Counts:
    """From `start` to `end` (excluded); nothing where there are no areas."""
    topmost = await topmost_area(session)
    found: Counter[tuple[int | None, MessageWay]] = Counter()
    if topmost is None:
        return Counter()
    for home, channel, told, state, passive, count in await session.execute(_finished(start, end)):
        found[home, _way_of(channel, told, state, passive=bool(passive))] += count
    for home, told, count in await session.execute(_announced(start, end)):
        found[home, MessageWay(told)] += count
    for area, by_staff, count in await session.execute(_left_to_staff(start, end)):
        found[area, MessageWay.STAFF if by_staff else MessageWay.NOBODY] += count
    return await _by_community(session, found, topmost)


async def topmost_area(session: AsyncSession) -> int | None:
    first: int | None = await session.scalar(
        select(Area.id).where(Area.parent_id.is_(None)).order_by(Area.id).limit(1)
    )
    return first


def _way_of(channel: Channel, way: Way | None, state: OutboxState, *, passive: bool) -> MessageWay:
    if state is OutboxState.GIVEN_UP:
        return MessageWay.NOBODY
    if way is Way.ELSEWHERE:
        return MessageWay.ELSEWHERE
    if channel.messenger == Channel.WECHAT:
        return MessageWay.REPLY if passive else MessageWay.SERVICE
    return MessageWay(channel.messenger)


def _finished(start: datetime, end: datetime) -> Select[Any]:
    """What was sent or given up: not what was announced before, nor what staff have to tell."""
    for_nobody = and_(
        OutboxMessage.state == OutboxState.GIVEN_UP,
        OutboxMessage.left_to_staff.is_(None),
        ~exists().where(Untold.message_id == OutboxMessage.id),
    )
    what = (OutboxMessage.channel, OutboxMessage.way, OutboxMessage.state, OutboxMessage.passive)
    return (
        _of_people(*what)
        .where(
            OutboxMessage.finished_at >= start,
            OutboxMessage.finished_at < end,
            or_(OutboxMessage.way.is_(None), OutboxMessage.way.not_in(KNOWS)),
            or_(OutboxMessage.state == OutboxState.SENT, for_nobody),
        )
        .group_by(Person.home_id, *what)
    )


def _announced(start: datetime, end: datetime) -> Select[Any]:
    return (
        _of_people(OutboxMessage.way)
        .where(
            OutboxMessage.told_at.is_not(None),
            OutboxMessage.told_at >= start,
            OutboxMessage.told_at < end,
            OutboxMessage.way.in_(KNOWS),
        )
        .group_by(Person.home_id, OutboxMessage.way)
    )


def _left_to_staff(start: datetime, end: datetime) -> Select[int, bool, int]:
    """What staff have told, and what nobody told before it was of no use any more."""
    by_staff = Untold.told_by_name.is_not(None)
    return (
        select(Untold.area_id, by_staff, func.count())
        .where(
            Untold.ended_at >= start,
            Untold.ended_at < end,
            or_(by_staff, Untold.until <= Untold.ended_at),
        )
        .group_by(Untold.area_id, by_staff)
    )


def _of_people(*what: Any) -> Select[Any]:
    """Messages in private chats, by where their people live."""
    theirs = and_(
        Address.channel == OutboxMessage.channel, Address.chat_id == OutboxMessage.chat_id
    )
    return (
        select(Person.home_id, *what, func.count())
        .select_from(OutboxMessage)
        .outerjoin(Address, theirs)
        .outerjoin(Person, Person.id == Address.person_id)
        .where(OutboxMessage.chat_id > 0, _is_post())
    )


def _is_post() -> ColumnElement[bool]:
    """Not an answer to a tap, nor an edit that only tidies up."""
    return or_(*(OutboxMessage.method.startswith(name) for name in POSTS))


async def _by_community(
    session: AsyncSession, found: Counter[tuple[int | None, MessageWay]], topmost: int
) -> Counts:
    homes = {home_id for home_id, _way in found if home_id is not None}
    await areas.with_ids(session, homes)  # In one statement.
    communities: dict[int | None, int] = {None: topmost}
    for home_id in homes:
        community = await areas.community_of(session, home_id)
        communities[home_id] = community.id if community else home_id
    counts: Counts = Counter()
    for (home, way), count in found.items():
        counts[communities[home], way] += count
    return counts
