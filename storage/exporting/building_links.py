"""A link for every building, to be hung up at its door."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.exporting.links import Link, PrintedList
from storage.tables import Area, Level


async def building_links(session: AsyncSession) -> PrintedList:
    areas = {area.id: area for area in await session.scalars(select(Area))}
    links = []
    for area in sorted(areas.values(), key=lambda area: area.lineage):
        if area.level is not Level.BUILDING:
            continue
        names = {areas[node].level: areas[node].name for node in area.lineage}
        above = names.get(Level.COMMUNITY, ""), names.get(Level.COMPOUND, "")
        links.append(Link(area.code, f"b_{area.code}", (*above, area.name)))
    return PrintedList("楼栋.csv", "qr", ("编码", "社区", "小区", "楼栋"), links)
