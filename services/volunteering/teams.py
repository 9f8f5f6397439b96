"""Teams (志愿队) of a community, and of workplaces whose people report to it (双报到)."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import VolunteerTeam


async def get(session: AsyncSession, team_id: int | None) -> VolunteerTeam | None:
    return await session.get(VolunteerTeam, team_id) if team_id is not None else None


async def by_code(session: AsyncSession, code: str) -> VolunteerTeam | None:
    """The team whose QR code carries `code`."""
    found: VolunteerTeam | None = await session.scalar(
        select(VolunteerTeam).where(VolunteerTeam.code == code)
    )
    return found


async def of_community(session: AsyncSession, area_id: int) -> list[VolunteerTeam]:
    found = await session.scalars(
        select(VolunteerTeam).where(VolunteerTeam.area_id == area_id).order_by(VolunteerTeam.id)
    )
    return list(found)
