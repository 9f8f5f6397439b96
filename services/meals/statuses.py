"""What entitles a diner on a day: their age and what staff verified."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import NotFound
from services.groups.authority import Member
from services.meals import ahead, news
from services.meals.errors import DaysOutOfOrder
from services.meals.leave import check_serves
from services.news import draw
from storage.tables import Diner, DinerStatus, Status

OLDEST = 130
"""Years; a day of birth before that is a slip of the finger."""


class Lasting(StrEnum):
    """How long staff say that something entitles a diner."""

    FOR_GOOD = "for good"
    A_YEAR = "a year"
    THIS_YEAR = "this year"

    def last_day(self, first: date) -> date | None:
        """The last day of it, begun on `first`; None for good."""
        match self:
            case Lasting.A_YEAR:
                return first + timedelta(days=365)
            case Lasting.THIS_YEAR:
                return date(first.year, 12, 31)
            case Lasting.FOR_GOOD:
                return None


def age_on(born_on: date, day: date) -> int:
    """In full years (周岁). Who was born on 29 February is a year older on 28 February.

    Civil Code, article 202: where a month lacks the corresponding day, its last day stands for it.
    """
    years = day.year - born_on.year
    try:
        birthday = born_on.replace(year=day.year)
    except ValueError:
        birthday = date(day.year, 2, 28)
    return years if birthday <= day else years - 1


def is_possible_birthday(born_on: date, today: date) -> bool:
    """Nobody was born tomorrow, or is older than people get; both are dates of one zone."""
    return 0 <= age_on(born_on, today) <= OLDEST


async def statuses_on(session: AsyncSession, diner_id: int, day: date) -> frozenset[Status]:
    """What entitles the diner on `day` beside their age."""
    known = ahead.statuses_of(session, diner_id)
    if known is None:
        known = await statuses_of(session, diner_id)
    return frozenset(
        each.status
        for each in known
        if each.from_day <= day and (each.until_day is None or day <= each.until_day)
    )


async def statuses_of(session: AsyncSession, diner_id: int) -> list[DinerStatus]:
    """Everything that was ever verified of the diner, in the order in which it was."""
    found = await session.scalars(
        select(DinerStatus).where(DinerStatus.diner_id == diner_id).order_by(DinerStatus.id)
    )
    return list(found)


async def add_status(
    session: AsyncSession,
    diner_id: int,
    status: Status,
    from_day: date,
    until_day: date | None,
    member: Member,
    *,
    now: datetime,
) -> DinerStatus:
    """What staff verified that entitles the diner, from one day to another, both included.

    Raises NotFound, DaysOutOfOrder, NotYourGroup or NotAMember.
    """
    if until_day is not None and until_day < from_day:
        raise DaysOutOfOrder
    diner = await session.get(Diner, diner_id)
    if diner is None:
        raise NotFound
    await check_serves(session, diner, member)
    added = DinerStatus(
        diner_id=diner.id,
        status=status,
        from_day=from_day,
        until_day=until_day,
        verified_by=member.person_id,
        verified_at=now,
    )
    session.add(added)
    await session.flush()
    draw(session, news.DinerCard(diner.id))
    return added
