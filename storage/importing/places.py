"""Importing nearby services: a row for each spot, so what moves has several rows of one code."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.folding import folded
from storage.hours import is_readable
from storage.importing.changes import Changes
from storage.importing.files import refuse_if, refuse_repeated, rows_of
from storage.importing.positions import position
from storage.importing.rows import Row
from storage.reading import Book
from storage.sheets import YES_NO
from storage.tables import Area, Level, Place, PlaceKind, PlaceSpot

CODE, KIND, COMMUNITY, NAME, ADDRESS = "编码", "类别编码", "社区编码", "名称", "地址"
PHONE, OFFERS, BRING = "电话", "提供", "携带"
STOP, LATITUDE, LONGITUDE, DATUM, HOURS = "站点", "纬度", "经度", "坐标系", "开放时间"
CONFIRMED, CLOSED, DEMO = "核实日期", "关闭日期", "演示"
OF_PLACE = (KIND, COMMUNITY, NAME, ADDRESS, PHONE, OFFERS, BRING, CONFIRMED, CLOSED, DEMO)
HEADINGS = (
    *(CODE, KIND, COMMUNITY, NAME, ADDRESS, PHONE, OFFERS, BRING),
    *(STOP, LATITUDE, LONGITUDE, DATUM, HOURS, CONFIRMED, CLOSED, DEMO),
)

ZONE = ZoneInfo("Asia/Shanghai")
"""In which the dates of the file are meant; the whole country's."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row says, read: of the place and of one of its spots."""

    code: str
    place: Mapping[str, Any]
    confirmed_on: date | None
    closed_on: date | None
    spot: Mapping[str, Any]


async def import_places(session: AsyncSession, book: Book) -> Changes:
    """Add and change places by their codes; those not in the file stay as they are.

    The spots of a place that is in the file are those that the file names. Positions may be given
    in GCJ-02 where the row says so. Raises ImportRefused, nothing written.
    """
    rows, problems = rows_of(book, HEADINGS)
    kinds = {kind.key: kind for kind in await session.scalars(select(PlaceKind))}
    found = await session.scalars(select(Area).where(Area.level == Level.COMMUNITY))
    communities = {area.code: area for area in found}
    known = {place.code: place for place in await session.scalars(select(Place))}
    entries = [_read(row, kinds, communities) for row in rows]
    refuse_repeated(rows, STOP, [(row.cells[CODE], row.cells[STOP]) for row in rows])
    _refuse_contradictions(rows)
    _refuse_twins(rows, entries, known.values())
    refuse_if(problems)
    return await _write(session, entries, known)


def _read(row: Row, kinds: Mapping[str, PlaceKind], communities: Mapping[str, Area]) -> Entry:
    kind, community = kinds.get(row.cells[KIND]), communities.get(row.cells[COMMUNITY])
    if kind is None:
        row.refuse(KIND, f"没有编码是“{row.cells[KIND]}”的服务类别")
    if community is None:
        row.refuse(COMMUNITY, f"没有编码是“{row.cells[COMMUNITY]}”的社区")
    latitude, longitude = position(row, LATITUDE, LONGITUDE, DATUM, community)
    return Entry(
        code=row.code(CODE),
        place={
            "kind_id": kind.id if kind else None,
            "area_id": community.id if community else None,
            "name": row.text(NAME, 80),
            "address": row.text(ADDRESS, 200),
            "phone": row.text(PHONE, 40, needed=False) or None,
            "offers": row.text(OFFERS, 400, needed=False) or None,
            "bring": row.text(BRING, 200, needed=False) or None,
            "demo": row.one_of(DEMO, YES_NO),
        },
        confirmed_on=row.day(CONFIRMED) if row.cells[CONFIRMED] else None,
        closed_on=row.day(CLOSED) if row.cells[CLOSED] else None,
        spot={
            "name": row.text(STOP, 80, needed=False),
            "latitude": latitude,
            "longitude": longitude,
            "hours": _hours(row),
        },
    )


def _hours(row: Row) -> str:
    hours = row.text(HOURS, 200)
    if hours and not is_readable(hours):
        row.refuse(
            HOURS,
            "看不懂，要写像“Mo-Fr 08:30-12:00,14:30-18:00; PH off”这样的开放时间"
            f"（OSM opening_hours 格式），现在是“{hours}”",
        )
    return hours


def _refuse_contradictions(rows: Sequence[Row]) -> None:
    """Rows of one code have to agree in what they say of the place."""
    first: dict[str, Row] = {}
    for row in rows:
        above = first.setdefault(folded(row.cells[CODE]), row)
        for column in (CODE, *OF_PLACE):
            if row.cells[column] != above.cells[column]:
                row.refuse(column, f"跟第 {above.number} 行编码相同，这一格却不一样")


def _refuse_twins(rows: Sequence[Row], entries: Sequence[Entry], known: Iterable[Place]) -> None:
    """One place under two codes would be shown twice."""
    in_file = {entry.code for entry in entries}
    owner = {
        (place.kind_id, place.area_id, place.name): place.code
        for place in known
        if place.closed_at is None and place.code not in in_file
    }
    for row, entry in zip(rows, entries, strict=True):
        place = entry.place
        if entry.closed_on is not None:
            continue
        code = owner.setdefault((place["kind_id"], place["area_id"], place["name"]), entry.code)
        if code != entry.code:
            row.refuse(NAME, f"这个社区已经有同类同名的一处，编码是“{code}”")


async def _write(
    session: AsyncSession, entries: Sequence[Entry], known: dict[str, Place]
) -> Changes:
    changes = Changes()
    first = {entry.code: entry for entry in reversed(entries)}
    touched = {code for code, entry in first.items() if _put(session, entry, known)}
    # The spots need the ids of these.
    await session.flush()
    stored = await session.scalars(select(PlaceSpot))
    spots = {(spot.place_id, spot.name): spot for spot in stored}
    wanted = set()
    for entry in entries:
        place = known[entry.code]
        values = {**entry.spot, "listed_kind_id": None if place.closed_at else place.kind_id}
        wanted.add((place.id, entry.spot["name"]))
        spot = spots.get((place.id, entry.spot["name"]))
        if spot is None:
            session.add(PlaceSpot(place_id=place.id, **values))
            changes.added += 1
            continue
        of_spot = Changes()
        of_spot.note(spot, **values)
        changed = bool(of_spot.changed) or entry.code in touched
        changes.changed += changed
        changes.unchanged += not changed
    await _drop(session, spots, wanted, {known[entry.code].id for entry in entries})
    return changes


def _put(session: AsyncSession, entry: Entry, known: dict[str, Place]) -> bool:
    """Add or change the place; whether there was something to change."""
    place = known.get(entry.code)
    values = {
        **entry.place,
        "confirmed_at": _moment(entry.confirmed_on, place.confirmed_at if place else None),
        "closed_at": _moment(entry.closed_on, place.closed_at if place else None),
    }
    if place is None:
        known[entry.code] = Place(code=entry.code, **values)
        session.add(known[entry.code])
        return True
    changes = Changes()
    changes.note(place, **values)
    return bool(changes.changed)


async def _drop(
    session: AsyncSession,
    spots: Mapping[tuple[int, str], PlaceSpot],
    wanted: set[tuple[int, str]],
    place_ids: set[int],
) -> None:
    for key, spot in spots.items():
        if key[0] in place_ids and key not in wanted:
            await session.delete(spot)
    await session.flush()


def _moment(day: date | None, stored: datetime | None) -> datetime | None:
    """The file knows days; what is stored is more exact and stays if it was on that day."""
    if day is None or (stored is not None and stored.astimezone(ZONE).date() == day):
        return stored if day else None
    return datetime.combine(day, time(12), ZONE)
