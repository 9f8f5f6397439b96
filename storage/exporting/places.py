"""Nearby services with their themes and kinds, in the form in which they are imported."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import sheets
from storage.importing import place_kinds as kind_sheet
from storage.importing import places as place_sheet
from storage.sheets import Datum
from storage.tables import Area, Place, PlaceKind, PlaceSpot, PlaceTheme

_YES_NO = {value: word for word, value in sheets.YES_NO.items()}


async def export_place_themes(session: AsyncSession) -> bytes:
    """In the order in which people are offered them."""
    found = await session.scalars(select(PlaceTheme).order_by(PlaceTheme.position, PlaceTheme.key))
    rows = [
        (theme.key, theme.position, *(theme.names.get(name) for name in kind_sheet.NAMES))
        for theme in found
    ]
    return sheets.write(kind_sheet.THEME_HEADINGS, rows)


async def export_place_kinds(session: AsyncSession) -> bytes:
    """In the order in which people are offered them."""
    found = await session.scalars(select(PlaceKind).order_by(PlaceKind.position, PlaceKind.key))
    rows = [
        (
            kind.key,
            kind.theme,
            kind.position,
            *(kind.names.get(name) for name in kind_sheet.NAMES),
            "、".join(kind.words),
        )
        for kind in found
    ]
    return sheets.write(kind_sheet.KIND_HEADINGS, rows)


async def export_places(session: AsyncSession) -> bytes:
    """A row for each spot, those of places closed for good too; positions in WGS-84."""
    found = await session.execute(
        select(Place, PlaceSpot, PlaceKind.key, Area.code)
        .join(PlaceSpot, PlaceSpot.place_id == Place.id)
        .join(PlaceKind, PlaceKind.id == Place.kind_id)
        .join(Area, Area.id == Place.area_id)
        .order_by(Place.id, PlaceSpot.id)
    )
    rows = [
        (
            place.code,
            kind,
            community,
            place.name,
            place.address,
            place.phone,
            place.offers,
            place.bring,
            spot.name,
            spot.latitude,
            spot.longitude,
            Datum.WGS84.value,
            spot.hours,
            _day(place.confirmed_at),
            _day(place.closed_at),
            _YES_NO[place.demo],
        )
        for place, spot, kind, community in found
    ]
    return sheets.write(place_sheet.HEADINGS, rows)


def _day(moment: datetime | None) -> str:
    return moment.astimezone(place_sheet.ZONE).date().isoformat() if moment else ""
