"""Finding a place by its name."""

from sqlalchemy import case, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.areas import distance_m
from services.places.kinds import pairs
from storage.folding import simplified
from storage.tables import Place, PlaceSpot

CONSIDERED = 20
"""How many characters of what was typed are looked at."""
CANDIDATES = 100


async def by_name(
    session: AsyncSession,
    words: str,
    near: tuple[float, float] | None = None,
    limit: int = 5,
) -> list[Place]:
    """Open places whose name resembles `words`, best first: 军门食堂 → 军门社区长者食堂.

    A name is better the more pairs of neighbouring characters it shares with the words, and has
    to share more than half of them. Of two alike the nearer to `near` (WGS-84 degrees) comes
    first, then the shorter name. Words may be in simplified or traditional characters, two at
    least.
    """
    asked = sorted(pairs(simplified(words)[:CONSIDERED]))
    if not asked:
        return []
    shared = sum(
        (case((Place.name.contains(pair, autoescape=True), 1), else_=0) for pair in asked[1:]),
        start=case((Place.name.contains(asked[0], autoescape=True), 1), else_=0),
    )
    rows = await session.execute(
        select(Place, shared.label("shared"))
        .where(Place.closed_at.is_(None), shared * 2 > len(asked))
        .order_by(shared.desc(), Place.id)
        .limit(CANDIDATES)
    )
    found = [(place, count) for place, count in rows]
    metres = await _distances(session, [place.id for place, _ in found], near)
    found.sort(
        key=lambda pair: (-pair[1], metres.get(pair[0].id, 0), len(pair[0].name), pair[0].id)
    )
    return [place for place, _ in found[:limit]]


async def _distances(
    session: AsyncSession, place_ids: list[int], near: tuple[float, float] | None
) -> dict[int, float]:
    """From `near` to the nearest spot of each."""
    if near is None:
        return {}
    rows = await session.execute(
        select(PlaceSpot.place_id, PlaceSpot.latitude, PlaceSpot.longitude).where(
            PlaceSpot.place_id.in_(place_ids)
        )
    )
    nearest: dict[int, float] = {}
    for place_id, latitude, longitude in rows:
        metres = distance_m(*near, latitude, longitude)
        nearest[place_id] = min(metres, nearest.get(place_id, metres))
    return nearest
