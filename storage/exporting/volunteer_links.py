"""A link for every compound and every team, by which people join the volunteers."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.exporting.links import Link, PrintedList
from storage.tables import Area, Level, VolunteerTeam


async def volunteer_links(session: AsyncSession) -> PrintedList:
    areas = {area.id: area for area in await session.scalars(select(Area))}
    compounds = [area for area in areas.values() if area.level is Level.COMPOUND]
    named = [
        (area.code, area, area.name) for area in sorted(compounds, key=lambda area: area.lineage)
    ]
    named += [
        (team.code, areas[team.area_id], team.name)
        for team in await session.scalars(select(VolunteerTeam).order_by(VolunteerTeam.id))
    ]
    links = [Link(code, f"v_{code}", (_community(areas, at), name)) for code, at, name in named]
    return PrintedList("志愿者.csv", "volunteers", ("编码", "社区", "名称"), links)


def _community(areas: dict[int, Area], at: Area) -> str:
    above = (areas[id_] for id_ in at.lineage)
    return next((area.name for area in above if area.level is Level.COMMUNITY), "")
