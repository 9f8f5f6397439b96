"""Who eats: registering diners, what entitles them, pausing and ending.

A diner is known by name, birth and community: a parent whom two children enter is one diner, so
that there are no two meals, two subsidies or two people to look in on. Of those who tell only the
month of their birth its first day is kept; it is the same birth as any other day of the month.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, rows, written
from services.errors import NotFound, NotYours
from services.groups.authority import Member
from services.meals import ahead, news
from services.meals.errors import (
    AlreadyVerified,
    DinerEnded,
    ImpossibleBirthday,
    TelephoneNeeded,
)
from services.meals.leave import check_may, check_may_correct, check_serves
from services.meals.statuses import (
    add_status,
    age_on,
    is_possible_birthday,
    statuses_of,
    statuses_on,
)
from services.news import draw, tell
from storage import folding
from storage.tables import (
    Area,
    Diner,
    Level,
    MealProxy,
    ProxyState,
)

__all__ = [
    "CARD_LIMIT",
    "DIET_LIMIT",
    "DOOR_LIMIT",
    "NAME_LIMIT",
    "PHONE_LIMIT",
    "NewDiner",
    "add_status",
    "age_on",
    "bookable_by",
    "check_serves",
    "correct",
    "correctable",
    "get",
    "held",
    "is_possible_birthday",
    "needs_phone",
    "of_person",
    "register",
    "seen_by",
    "served_by",
    "statuses_of",
    "statuses_on",
    "update_diet",
    "verify",
]

NAME_LIMIT = 40
DOOR_LIMIT = 80
PHONE_LIMIT = CARD_LIMIT = 40
DIET_LIMIT = 200
"""The columns' lengths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDiner:
    """What was told of a diner. `area_id` is where they live, a community or something in it."""

    name: str = field(repr=False)
    born_on: date = field(repr=False)
    area_id: int
    door: str = field(repr=False)
    phone: str | None = field(default=None, repr=False)
    card_number: str | None = field(default=None, repr=False)
    diet: str | None = field(default=None, repr=False)
    person_id: int | None = None
    """Whose messenger it is, for those who register themselves."""


async def get(session: AsyncSession, diner_id: int) -> Diner:
    """As they are at this moment. Raises NotFound."""
    return await rows.current(session, Diner, diner_id)


async def seen_by(session: AsyncSession, diner_id: int, person_id: int) -> Diner:
    """One for whom this person books. Raises NotFound, NotConfirmed and NotYours."""
    diner = await get(session, diner_id)
    await check_may(session, diner, person_id)
    return diner


async def served_by(session: AsyncSession, diner_id: int, member: Member) -> Diner:
    """One whom the member's canteen serves. Raises NotFound, NotYourGroup and NotAMember."""
    diner = await get(session, diner_id)
    await check_serves(session, diner, member)
    return diner


async def held(session: AsyncSession, diner_id: int) -> Diner:
    """As `get`, and until the transaction ends nobody else books for them or changes them.

    Whatever is counted for a diner (one booking a meal, a month's subsidies) is counted under this
    lock. It is taken before a session's row, never after: so two transactions cannot wait for each
    other. SQLite has one writer at a time and needs none.
    """
    return await rows.held(session, Diner, diner_id)


async def of_person(session: AsyncSession, person_id: int) -> Diner | None:
    """Whom this person is as a diner, ended or not."""
    found: Diner | None = await session.scalar(
        select(Diner).where(Diner.person_id == person_id),
        execution_options={"populate_existing": True},
    )
    return found


async def bookable_by(session: AsyncSession, person_id: int) -> list[Diner]:
    """Whom this person books for: themselves first, then those who confirmed; none that ended."""
    found: Sequence[Diner] | None = ahead.bookable_by(session, person_id)
    if found is None:
        found = await _bookable_by(session, person_id)
    living = [diner for diner in found if diner.ended_at is None]
    return sorted(living, key=lambda diner: (diner.person_id != person_id, diner.id))


async def _bookable_by(session: AsyncSession, person_id: int) -> Sequence[Diner]:
    own = select(Diner.id).where(Diner.person_id == person_id)
    confirmed = select(MealProxy.diner_id).where(
        MealProxy.person_id == person_id, MealProxy.state == ProxyState.CONFIRMED
    )
    found = await session.scalars(
        select(Diner).where(Diner.id.in_(union(own, confirmed))),
        execution_options={"populate_existing": True},
    )
    return found.all()


async def register(
    session: AsyncSession, new: NewDiner, *, created_by: int | None, now: datetime, zone: ZoneInfo
) -> Diner:
    """Register a diner, or find them: the same name and birthday in the same community.

    Names are the same however they are spelt (see `folding.person`): 歐陽·明 is 欧阳明.

    Who registers themselves and was entered by a child before takes that entry over; staff then
    check it again, since anybody may claim to be somebody. What was entered first stays. Who has
    an entry of their own keeps it.

    Raises ImpossibleBirthday, WordsNeeded, TooLong, NotFound for a place outside every community,
    DinerEnded, NotYours when the entry belongs to another person, and TelephoneNeeded where
    somebody enters another who cannot be asked otherwise.
    """
    name, told = _checked(new, now.astimezone(zone).date())
    community = await _community(session, new.area_id)
    # Two children may enter the same parent in the same second.
    await session.get(
        Area, community.id, populate_existing=True, with_for_update={"key_share": True}
    )
    if new.person_id is not None and (own := await of_person(session, new.person_id)):
        return own
    known = await _known(session, name, new.born_on, community)
    if created_by is not None and _lacks_phone(new, known):
        raise TelephoneNeeded
    if known is not None:
        return await _taken_over(session, known, new.person_id)
    diner = Diner(
        name=name,
        **told,
        born_on=new.born_on,
        area_id=new.area_id,
        person_id=new.person_id,
        created_by=created_by,
        created_at=now,
    )
    session.add(diner)
    await session.flush()
    tell(session, news.DinerToVerify(diner.id))
    return diner


async def needs_phone(session: AsyncSession, new: NewDiner) -> bool:
    """Whether staff could not ask the diner whom another enters: nothing is known but a name.

    Raises NotFound for a place outside every community.
    """
    community = await _community(session, new.area_id)
    return _lacks_phone(new, await _known(session, new.name, new.born_on, community))


def _lacks_phone(new: NewDiner, known: Diner | None) -> bool:
    if new.person_id is not None or new.phone:
        return False
    return known is None or (known.person_id is None and not known.phone)


async def correct(
    session: AsyncSession, diner_id: int, new: NewDiner, *, by: int, now: datetime, zone: ZoneInfo
) -> Diner:
    """Put right what was told of a diner; by them, who registered or who may book for them.

    Name and birthday stay once staff have checked them. Who moves house is checked again, since
    entitlements go by where one lives. Raises as `register` does, NotConfirmed and AlreadyVerified.
    """
    name, told = _checked(new, now.astimezone(zone).date())
    diner = await held(session, diner_id)
    await _check_correctable(session, diner, by)
    if diner.verified_at:
        if (folding.person(name), new.born_on) != (diner.name_form, diner.born_on):
            raise AlreadyVerified
        name = diner.name
    known = await _known(session, name, new.born_on, await _community(session, new.area_id))
    if known is not None and known.id != diner.id:
        raise NotYours
    diner.name = name
    for column, value in told.items():
        setattr(diner, column, value)
    if new.area_id != diner.area_id:
        diner.verified_at = diner.verified_by = None
    diner.born_on, diner.area_id = new.born_on, new.area_id
    await session.flush()
    if diner.verified_at is None:
        tell(session, news.DinerToVerify(diner.id))
    return diner


async def correctable(session: AsyncSession, diner_id: int, by: int) -> Diner:
    """The diner, for somebody who may put right what was told of them.

    Raises NotFound, NotYours, NotConfirmed or DinerEnded.
    """
    diner = await get(session, diner_id)
    await _check_correctable(session, diner, by)
    return diner


async def _check_correctable(session: AsyncSession, diner: Diner, by: int) -> None:
    await check_may_correct(session, diner, by)
    if diner.ended_at is not None:
        raise DinerEnded


async def verify(session: AsyncSession, diner_id: int, member: Member, *, now: datetime) -> Diner:
    """核实: staff of a canteen that serves the diner saw their card; entitlements hold from now on.

    What is booked keeps the price it was booked at. Raises NotFound, DinerEnded, AlreadyVerified,
    NotYourGroup or NotAMember.
    """
    diner = await held(session, diner_id)
    await check_serves(session, diner, member)
    if diner.ended_at is not None:
        raise DinerEnded
    if diner.verified_at is not None:
        raise AlreadyVerified
    diner.verified_at, diner.verified_by = now, member.person_id
    await session.flush()
    tell(session, news.DinerVerified(diner.id))
    draw(session, news.DinerCard(diner.id))
    return diner


async def update_diet(session: AsyncSession, diner_id: int, diet: str | None, *, by: int) -> Diner:
    """忌口, for the kitchen; empty for none. Raises NotFound, NotYours, NotConfirmed, TooLong."""
    diner = await held(session, diner_id)
    await check_may(session, diner, by)
    diner.diet = written.line_if_any(diet, limit=DIET_LIMIT)
    await session.flush()
    return diner


def _checked(new: NewDiner, today: date) -> tuple[str, dict[str, str | None]]:
    """The name and what else was told, as they are kept."""
    if not is_possible_birthday(new.born_on, today):
        raise ImpossibleBirthday
    return written.line(new.name, limit=NAME_LIMIT), {
        "door": written.line_if_any(new.door, limit=DOOR_LIMIT) or "",
        "phone": written.telephone(new.phone, limit=PHONE_LIMIT) if new.phone else None,
        "card_number": written.line_if_any(new.card_number, limit=CARD_LIMIT),
        "diet": written.line_if_any(new.diet, limit=DIET_LIMIT),
    }


async def _community(session: AsyncSession, area_id: int) -> Area:
    area = await areas.get(session, area_id)
    community = area and await areas.of_level(session, area, Level.COMMUNITY)
    if community is None:
        raise NotFound
    return community


async def _known(session: AsyncSession, name: str, born_on: date, community: Area) -> Diner | None:
    found: Diner | None = await session.scalar(
        select(Diner)
        .join(Area, Area.id == Diner.area_id)
        .where(
            Diner.name_form == folding.person(name),
            _same_birth(born_on),
            Area.path.startswith(community.path, autoescape=True),
        )
        .order_by(Diner.ended_at.is_not(None), Diner.born_on != born_on, Diner.id)
        .limit(1),
        execution_options={"populate_existing": True},
    )
    return found


def _same_birth(born_on: date) -> ColumnElement[bool]:
    month = born_on.replace(day=1)
    if born_on != month:
        return Diner.born_on.in_([born_on, month])
    days = monthrange(month.year, month.month)[1]
    return Diner.born_on.between(month, month.replace(day=days))


async def _taken_over(session: AsyncSession, known: Diner, person_id: int | None) -> Diner:
    if known.ended_at is not None:
        raise DinerEnded
    if person_id is None or known.person_id == person_id:
        return known
    if known.person_id is not None:
        raise NotYours
    known.person_id, known.verified_at, known.verified_by = person_id, None, None
    await session.flush()
    tell(session, news.DinerToVerify(known.id))
    draw(session, news.DinerCard(known.id))
    return known
