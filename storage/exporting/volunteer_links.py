"""A link and a QR code for every compound and every team, by which people join the volunteers."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import sheets
from storage.deep_links import to_bot
from storage.exporting.building_links import MODULE_PX
from storage.tables import Area, Level, VolunteerTeam

HEADINGS = ("编码", "社区", "名称", "链接", "二维码")


@dataclass(frozen=True, slots=True)
class VolunteerLink:
    """`t.me` opens the bot, which is told `v_<code>` by /start."""

    code: str
    community: str
    name: str
    """Of the compound, or of the team."""
    url: str


async def export_volunteer_links(session: AsyncSession, folder: Path, *, bot_username: str) -> int:
    """Write 志愿者.csv and volunteers/<code>.svg into `folder`; returns how many.

    The folder is made where it is missing; files of the same names are replaced.
    """
    links = await volunteer_links(session, bot_username)
    await asyncio.to_thread(_write, folder, links)
    return len(links)


async def volunteer_links(session: AsyncSession, bot_username: str) -> list[VolunteerLink]:
    areas = {area.id: area for area in await session.scalars(select(Area))}
    compounds = [area for area in areas.values() if area.level is Level.COMPOUND]
    named = [
        (area.code, area, area.name) for area in sorted(compounds, key=lambda area: area.lineage)
    ]
    named += [
        (team.code, areas[team.area_id], team.name)
        for team in await session.scalars(select(VolunteerTeam).order_by(VolunteerTeam.id))
    ]
    return [
        VolunteerLink(
            code=code,
            community=next(
                (areas[id_].name for id_ in at.lineage if areas[id_].level is Level.COMMUNITY), ""
            ),
            name=name,
            url=to_bot(bot_username, f"v_{code}"),
        )
        for code, at, name in named
    ]


def _write(folder: Path, links: Sequence[VolunteerLink]) -> None:
    import segno

    codes = folder / "volunteers"
    codes.mkdir(parents=True, exist_ok=True)
    rows = []
    for link in links:
        picture = codes / f"{link.code}.svg"
        segno.make_qr(link.url, error="q").save(str(picture), scale=MODULE_PX, title=link.name)
        rows.append(
            (link.code, link.community, link.name, link.url, str(picture.relative_to(folder)))
        )
    (folder / "志愿者.csv").write_bytes(sheets.write(HEADINGS, rows))
