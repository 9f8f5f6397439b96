"""Rotas (值班表) as CSV, in the form in which they are imported."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import sheets
from storage.importing.rota import HEADINGS
from storage.importing.written import WEEKDAYS
from storage.tables import Duty, Group, GroupMember


async def export_rota(session: AsyncSession) -> bytes:
    """Of the groups that are bound and the people who are in them, a group after another."""
    found = await session.execute(
        select(Duty, Group.title, GroupMember.name)
        .join(Group, Group.id == Duty.group_id)
        .join(
            GroupMember,
            (GroupMember.group_id == Duty.group_id) & (GroupMember.person_id == Duty.person_id),
        )
        .where(Group.lost_at.is_(None), GroupMember.left_at.is_(None))
        .order_by(Duty.group_id, Duty.day, Duty.weekday, Duty.begins, Duty.id)
    )
    rows = [
        (
            title,
            f"周{WEEKDAYS[duty.weekday - 1]}" if duty.weekday else "",
            duty.day.isoformat() if duty.day else "",
            f"{duty.begins:%H:%M}",
            f"{duty.ends:%H:%M}",
            name,
        )
        for duty, title, name in found
    ]
    return sheets.write(HEADINGS, rows)
