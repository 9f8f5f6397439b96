"""Who acts for a group, and whether the group answers for what they act on."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.errors import NotAMember, NotYourGroup
from services.groups import known
from storage.tables import Address, Group, GroupMember, Handle, Purpose


@dataclass(frozen=True, slots=True)
class Member:
    """A member of staff, acting for their group."""

    person_id: int
    name: str
    group_id: int


async def is_member(session: AsyncSession, group: Group, person_id: int) -> bool:
    """Whether they were seen in the group and have not left it."""
    found = await session.scalar(
        select(
            exists().where(
                GroupMember.group_id == group.id,
                GroupMember.person_id == person_id,
                GroupMember.left_at.is_(None),
            )
        )
    )
    return bool(found)


async def acting_for(
    session: AsyncSession, group_id: int, person_id: int, purposes: Sequence[Purpose]
) -> Group | None:
    """The group, while it lives, is for one of `purposes` and has the person for a member."""
    group = await session.get(Group, group_id)
    if group is None or group.lost_at is not None or group.purpose not in purposes:
        return None
    return group if await is_member(session, group, person_id) else None


async def last_seen_in(
    session: AsyncSession, person_id: int, purposes: Sequence[Purpose]
) -> Group | None:
    """The group for one of `purposes` in which the person acted last and still is."""
    found: Group | None = await session.scalar(
        select(Group)
        .join(GroupMember, GroupMember.group_id == Group.id)
        .where(
            GroupMember.person_id == person_id,
            GroupMember.left_at.is_(None),
            Group.purpose.in_(purposes),
            Group.lost_at.is_(None),
        )
        .order_by(GroupMember.seen_at.desc(), Group.id)
        .limit(1)
    )
    return found


async def name_among_colleagues(session: AsyncSession, person_id: int) -> str | None:
    """What the person was called where they acted last; None for who is a member of no group."""
    found: str | None = await session.scalar(
        select(GroupMember.name)
        .where(GroupMember.person_id == person_id, GroupMember.left_at.is_(None))
        .order_by(GroupMember.seen_at.desc(), GroupMember.group_id)
        .limit(1)
    )
    return found


async def works_in(session: AsyncSession, somebody: Handle, purpose: Purpose) -> bool:
    """Whether they are a member of a group for `purpose`."""
    found = await session.scalar(
        select(
            exists().where(
                Address.channel == somebody.channel,
                Address.external_id == somebody.external_id,
                GroupMember.person_id == Address.person_id,
                GroupMember.left_at.is_(None),
                Group.id == GroupMember.group_id,
                Group.purpose == purpose,
                Group.lost_at.is_(None),
            )
        )
    )
    return bool(found)


async def check_still_member(session: AsyncSession, member: Member) -> None:
    """Raises NotAMember for those who left the group they act for."""
    seen = await session.get(
        GroupMember, (member.group_id, member.person_id), populate_existing=True
    )
    if seen is not None and seen.left_at is not None:
        raise NotAMember


async def check_staff_of(session: AsyncSession, area_id: int, member: Member) -> None:
    """Whether `member` acts for the office of the area, or for one above it.

    Groups of other purposes are none: in the volunteers' own, everybody is a volunteer. Raises
    NotYourGroup or NotAMember.
    """
    area = await areas.one(session, area_id)
    group = await known.get(session, member.group_id)
    serves = group is not None and group.purpose is Purpose.STAFF and group.lost_at is None
    if group is None or not serves or group.area_id not in area.lineage:
        raise NotYourGroup
    await check_still_member(session, member)
