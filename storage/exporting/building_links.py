"""A link and a QR code for every building, to be printed and hung up at its door."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import sheets
from storage.deep_links import to_bot
from storage.tables import Area, Level

HEADINGS = ("编码", "社区", "小区", "楼栋", "链接", "二维码")
MODULE_PX = 8
"""The size at which it opens; SVG grows to any."""


@dataclass(frozen=True, slots=True)
class BuildingLink:
    """`t.me` opens the bot, which is told `b_<code>` by /start."""

    code: str
    community: str
    compound: str
    building: str
    url: str


async def export_building_links(session: AsyncSession, folder: Path, *, bot_username: str) -> int:
    """Write 楼栋.csv and qr/<code>.svg for every building into `folder`; returns how many.

    The folder is made where it is missing; files of the same names are replaced.
    """
    links = await building_links(session, bot_username)
    await asyncio.to_thread(_write, folder, links)
    return len(links)


async def building_links(session: AsyncSession, bot_username: str) -> list[BuildingLink]:
    areas = {area.id: area for area in await session.scalars(select(Area))}
    links = []
    for area in sorted(areas.values(), key=lambda area: area.lineage):
        if area.level is not Level.BUILDING:
            continue
        names = {areas[node].level: areas[node].name for node in area.lineage}
        links.append(
            BuildingLink(
                code=area.code,
                community=names.get(Level.COMMUNITY, ""),
                compound=names.get(Level.COMPOUND, ""),
                building=area.name,
                url=to_bot(bot_username, f"b_{area.code}"),
            )
        )
    return links


def _write(folder: Path, links: Sequence[BuildingLink]) -> None:
    import segno

    codes = folder / "qr"
    codes.mkdir(parents=True, exist_ok=True)
    rows = []
    for link in links:
        picture = codes / f"{link.code}.svg"
        segno.make_qr(link.url, error="q").save(str(picture), scale=MODULE_PX, title=link.building)
        row = (link.code, link.community, link.compound, link.building, link.url)
        rows.append((*row, str(picture.relative_to(folder))))
    (folder / "楼栋.csv").write_bytes(sheets.write(HEADINGS, rows))
