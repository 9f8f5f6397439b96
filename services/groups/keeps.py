"""What the groups hand in: who is in them, and who bound them."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.keeps import Keeps
from storage.tables import Group, GroupMember


async def erase(session: AsyncSession, person_id: int, *, now: datetime) -> None:  # noqa: ARG001
    await session.execute(update(Group).where(Group.bound_by == person_id).values(bound_by=None))
    await session.execute(delete(GroupMember).where(GroupMember.person_id == person_id))


async def about(session: AsyncSession, person_id: int) -> dict[str, Any]:
    found = await session.execute(
        select(Group.title, GroupMember.name, GroupMember.seen_at)
        .join(Group, Group.id == GroupMember.group_id)
        .where(GroupMember.person_id == person_id)
        .order_by(Group.id)
    )
    return {
        "groups": [
            {"title": title, "name": name, "seen_at": at.isoformat()} for title, name, at in found
        ]
    }


KEEPS = Keeps(erase=erase, about=about)
