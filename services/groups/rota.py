"""值班表 and turns: to whom of a group a new request is given.

A group wants it by the rota, in turn, or not at all (the first to tap has it). Nobody else is
forbidden to take what was given to one. Whose turn it is stands in rows that are held while the
next is chosen, so two requests at once go to two people.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.errors import NotFound, Refusal
from services.groups.authority import Member, check_still_member
from services.written.shifts import Shift
from storage.remembered import remembered
from storage.tables import Assigning, Duty, GroupMember, Rota, RotaMember

ONE_DAY = timedelta(days=1)
MOST = 60
"""Rows of one group's rota: eight people a day for a week."""


class TooManyDuties(Refusal):
    """MOST stand on the rota already."""


class OnRota(NamedTuple):
    """A row of the rota, and how its person is called in the group."""

    duty: Duty
    name: str


@remembered(Rota)
async def wanted(session: AsyncSession) -> Mapping[int, Assigning]:
    """By group, those that want their requests given out."""
    found = await session.execute(select(Rota.group_id, Rota.assigning))
    return {row.group_id: row.assigning for row in found}


async def choose(session: AsyncSession, member: Member, assigning: Assigning | None) -> None:
    """Have the member's group give its requests out so; None: not at all. Raises NotAMember."""
    await check_still_member(session, member)
    stored = await session.get(Rota, member.group_id)
    if stored is None and assigning is not None:
        session.add(Rota(group_id=member.group_id, assigning=assigning))
    elif stored is not None and assigning is None:
        await session.delete(stored)
    elif stored is not None and assigning is not None:
        stored.assigning = assigning
    await session.flush()


async def called(session: AsyncSession, group_id: int) -> Mapping[int, str]:
    """The names of those who are in the group, by person, the longest first."""
    found = await session.execute(
        select(GroupMember.person_id, GroupMember.name).where(
            GroupMember.group_id == group_id, GroupMember.left_at.is_(None)
        )
    )
    names = {row.person_id: row.name for row in found}
    return dict(sorted(names.items(), key=lambda each: (-len(each[1]), each)))


async def duties(session: AsyncSession, group_id: int, *, today: date) -> list[OnRota]:
    """The rota from today on, weekdays first; of those who left the group nothing."""
    names = await called(session, group_id)
    found = await _duties(session, [group_id])
    ahead = [each for each in found if each.day is None or each.day >= today]
    ahead.sort(key=lambda each: (each.day or date.min, each.weekday or 0, each.begins, each.id))
    return [OnRota(each, names[each.person_id]) for each in ahead if each.person_id in names]


async def put_on(
    session: AsyncSession, member: Member, person_id: int, shift: Shift, *, today: date
) -> None:
    """Have `person_id` on duty then. What stands so already is not written twice.

    Days that are over leave the rota. Raises NotAMember (of the member), NotFound (of the person),
    TooManyDuties.
    """
    await check_still_member(session, member)
    group_id = member.group_id
    if person_id not in await called(session, group_id):
        raise NotFound
    found = await _duties(session, [group_id])
    there = {(each.person_id, each.weekday, each.day, each.begins, each.ends) for each in found}
    days: list[tuple[int | None, date | None]] = [(int(each), None) for each in shift.weekdays]
    days = days or [(None, shift.day)]
    wanted = {(person_id, *each, shift.begins, shift.ends) for each in days} - there
    if len(there) + len(wanted) > MOST:
        raise TooManyDuties
    await session.execute(delete(Duty).where(Duty.group_id == group_id, Duty.day < today))
    for person, weekday, day, begins, ends in sorted(wanted, key=str):
        session.add(
            Duty(
                group_id=group_id,
                person_id=person,
                weekday=weekday,
                day=day,
                begins=begins,
                ends=ends,
            )
        )
    await _member(session, group_id, person_id)


async def take_off(session: AsyncSession, member: Member, duty_id: int) -> None:
    """Take one row off the rota of the member's group. Raises NotAMember, NotFound."""
    await check_still_member(session, member)
    of_group = (Duty.id == duty_id, Duty.group_id == member.group_id)
    gone = await session.scalars(delete(Duty).where(*of_group).returning(Duty.id))
    if gone.one_or_none() is None:
        raise NotFound


async def agree(session: AsyncSession, member: Member, *, takes_turns: bool) -> None:
    """The member takes turns from now on, or does so no more. Raises NotAMember."""
    await check_still_member(session, member)
    (await _member(session, member.group_id, member.person_id)).agreed = takes_turns
    await session.flush()


async def taking_turns(session: AsyncSession, group_id: int) -> Sequence[int]:
    """Ids of those who agreed and are in the group, whose turn is next first."""
    found = await session.scalars(
        select(RotaMember.person_id)
        .join(
            GroupMember,
            (GroupMember.group_id == RotaMember.group_id)
            & (GroupMember.person_id == RotaMember.person_id),
        )
        .where(
            RotaMember.group_id == group_id,
            RotaMember.agreed.is_(True),
            GroupMember.left_at.is_(None),
        )
        .order_by(RotaMember.last_turn, RotaMember.id)
    )
    return found.all()


async def on_duty(
    session: AsyncSession, group_ids: Collection[int], *, now: datetime, zone: ZoneInfo
) -> Mapping[int, set[int]]:
    """Ids of those whom the rotas name at this moment and who are in the group, by group."""
    local = now.astimezone(zone).replace(tzinfo=None)
    by_group: dict[int, list[Duty]] = defaultdict(list)
    for each in await _duties(session, group_ids):
        by_group[each.group_id].append(each)
    found = {}
    for group_id, stated in by_group.items():
        there = await called(session, group_id)
        named = {each.person_id for each in stated if _covers(each, stated, local)}
        found[group_id] = named & there.keys()
    return found


async def could_have(
    session: AsyncSession, *, now: datetime, zone: ZoneInfo
) -> Mapping[int, set[int]]:
    """Whom a request can be given to now, by group; groups in which that is nobody are left out."""
    by_group = await wanted(session)
    by_rota = [each for each, assigning in by_group.items() if assigning is Assigning.DUTY]
    found = dict(await on_duty(session, by_rota, now=now, zone=zone)) if by_rota else {}
    for group_id, assigning in by_group.items():
        if assigning is Assigning.TURN:
            found[group_id] = set(await taking_turns(session, group_id))
    return {group_id: people for group_id, people in found.items() if people}


async def next_of(
    session: AsyncSession, group_id: int, people: Collection[int], *, but: int | None
) -> int:
    """Whose turn it is of `people`, not that of `but` where there is anybody else; it is taken.

    Their rows are held until the commit: after the ticket, and by nothing else.
    """
    others = [each for each in people if each != but] or people
    for person_id in sorted(others):
        await _member(session, group_id, person_id)
    ids = await session.scalars(
        select(RotaMember.id).where(
            RotaMember.group_id == group_id, RotaMember.person_id.in_(others)
        )
    )
    held = await rows.held_all(session, RotaMember, ids.all())
    chosen = min(held, key=lambda each: (each.last_turn, each.id))
    chosen.last_turn = 1 + max(each.last_turn for each in held)
    await session.flush()
    return chosen.person_id


async def _duties(session: AsyncSession, group_ids: Collection[int]) -> list[Duty]:
    found = await session.scalars(select(Duty).where(Duty.group_id.in_(group_ids)))
    return list(found)


async def _member(session: AsyncSession, group_id: int, person_id: int) -> RotaMember:
    known = await session.scalar(
        select(RotaMember).where(RotaMember.group_id == group_id, RotaMember.person_id == person_id)
    )
    if known is None:
        known = RotaMember(group_id=group_id, person_id=person_id)
        session.add(known)
        await session.flush()
    return known


def _covers(duty: Duty, stated: Sequence[Duty], at: datetime) -> bool:
    """Whether it covers the local moment `at`, begun on that day or, over midnight, the one before.

    What stands for a date takes the place of what stands for its weekday.
    """
    for day, since in ((at.date(), at.time()), (at.date() - ONE_DAY, None)):
        dated = any(each.day == day for each in stated)
        is_its_day = duty.day == day if dated else duty.weekday == day.isoweekday()
        over_midnight = duty.ends <= duty.begins
        if not is_its_day:
            continue
        if since is not None:
            within = duty.begins <= since and (over_midnight or since < duty.ends)
        else:
            within = over_midnight and at.time() < duty.ends
        if within:
            return True
    return False
