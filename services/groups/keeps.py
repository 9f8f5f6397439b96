"""What the groups hand in: who is in them, and who bound them."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.keeps import Keeps
from storage.tables import Duty, Group, GroupMember, RotaMember


async def erase(session: AsyncSession, person_id: int, *, now: datetime) -> None:  # noqa: ARG001
    await session.execute(update(Group).where(Group.bound_by == person_id).values(bound_by=None))
    for table in (GroupMember, RotaMember, Duty):
        await session.execute(delete(table).where(table.person_id == person_id))


async def about(session: AsyncSession, person_id: int) -> dict[str, Any]:
    found = await session.execute(
        select(Group.title, GroupMember.name, GroupMember.seen_at)
        .join(Group, Group.id == GroupMember.group_id)
        .where(GroupMember.person_id == person_id)
        .order_by(Group.id)
    )
    on_duty = await session.execute(
        select(Duty, Group.title)
        .join(Group, Group.id == Duty.group_id)
        .where(Duty.person_id == person_id)
        .order_by(Duty.id)
    )
    return {
        "groups": [
            {"title": title, "name": name, "seen_at": at.isoformat()} for title, name, at in found
        ],
        "duties": [_duty(duty, title) for duty, title in on_duty],
    }


def _duty(duty: Duty, title: str) -> dict[str, Any]:
    return {
        "group": title,
        "weekday": duty.weekday,
        "day": duty.day.isoformat() if duty.day else None,
        "begins": duty.begins.isoformat(),
        "ends": duty.ends.isoformat(),
    }


KEEPS = Keeps(erase=erase, about=about)
