"""Pairs of a need and a resource that may fit, each with the reasons why.

A plain greedy choice: the best pair first, and each need once, until a resource is used up. An
assignment that is best as a whole could not say to anybody why their pair was chosen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.needs import lists, resources
from services.needs.likeness import LIKE_ENOUGH, likeness_of
from storage.tables import Area, Need, NeedState, Resource, ResourceState

MOST_NEEDS = 100
"""Of a list, those that most people want: more are not looked through at once."""
MOST_COMPARED = 10_000
"""Needs times offers: a quarter of a second. Of a district's offers fewer needs are compared."""
CATEGORY, WORDS, NEAR, ROOM = 3.0, 2.0, 0.5, 0.5
"""What each reason weighs: a category says most, and of equals the nearer and freer one wins."""
CLOSE_M = 1000
"""Metres: a walk of a quarter of an hour (15分钟近邻服务圈)."""


class Near(IntEnum):
    """How far a resource is from where it is needed."""

    WIDER = 1
    """For all of a street or a district."""
    COMMUNITY = 2
    """For the community, or elsewhere in it."""
    CLOSE = 3
    """For that very place, or within CLOSE_M of it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A need and what may serve it; the reasons stand beside the score that they make."""

    need: Need
    resource: Resource
    same_category: bool
    words_alike: float
    """How much of what the need says the resource says as well, from 0 to 1."""
    near: Near
    left: int
    """How often it can still be promised in the month that is looked at."""

    @property
    def score(self) -> float:
        room = self.left / self.resource.a_month
        near = (self.near - Near.WIDER) / (Near.CLOSE - Near.WIDER)
        return CATEGORY * self.same_category + WORDS * self.words_alike + NEAR * near + ROOM * room


async def pairs(session: AsyncSession, area: Area, *, today: date) -> list[Pair]:
    """Of a community, or of all in a street or district: the best pair first.

    Each need once, each resource as often as it is free this month.
    """
    needs = await lists.ranked(session, area, states=(NeedState.LISTED,), limit=MOST_NEEDS)
    return chosen(await _fitting(session, needs, area, today))


async def for_need(session: AsyncSession, need: Need, *, today: date) -> list[Pair]:
    """What may serve this need, the best first."""
    community = await areas.one(session, need.area_id)
    return await _fitting(session, [need], community, today)


def chosen(fitting: Sequence[Pair]) -> list[Pair]:
    """Greedily: of what fits, in the order of the scores, what is still to be had."""
    served: set[int] = set()
    used: dict[int, int] = {}
    taken = []
    for pair in fitting:
        resource_id = pair.resource.id
        if pair.need.id in served or used.get(resource_id, 0) >= pair.left:
            continue
        served.add(pair.need.id)
        used[resource_id] = used.get(resource_id, 0) + 1
        taken.append(pair)
    return taken


async def _fitting(
    session: AsyncSession, needs: Sequence[Need], area: Area, today: date
) -> list[Pair]:
    offered = await resources.of_area(session, area, state=ResourceState.CONFIRMED, today=today)
    month = today.replace(day=1)
    promised = await resources.promised(session, [each.id for each in offered], month)
    left = {each.id: each.a_month - promised.get(each.id, 0) for each in offered}
    free = [each for each in offered if left[each.id] > 0]
    if not needs or not free:
        return []
    needs = needs[: max(1, MOST_COMPARED // len(free))]
    places = {each.area_id for each in needs} | {each.area_id for each in free}
    places |= {each.place_id for each in needs}
    where = await areas.with_ids(session, places)
    offers = [each.what for each in free]
    alike = [await likeness_of(f"{each.title or ''} {each.text}", offers) for each in needs]
    found = [
        Pair(
            need=need,
            resource=resource,
            same_category=need.category == resource.category,
            words_alike=how,
            near=_near(need, resource, where),
            left=left[resource.id],
        )
        for need, row in zip(needs, alike, strict=True)
        for resource, how in zip(free, row, strict=True)
        if (need.category == resource.category or how >= LIKE_ENOUGH)
        and resources.serves(where[resource.area_id], where[need.area_id])
    ]
    return sorted(
        found,
        key=lambda pair: (-pair.score, -pair.need.people, pair.need.id, pair.resource.id),
    )


def _near(need: Need, resource: Resource, where: Mapping[int, Area]) -> Near:
    place, served = where[need.place_id], where[resource.area_id]
    if served.id == place.id and served.id != need.area_id:
        return Near.CLOSE
    if served.id in place.lineage and need.area_id not in served.lineage:
        return Near.WIDER
    known = None not in (place.latitude, served.latitude)
    if known and served.id != need.area_id and _distance(place, served) <= CLOSE_M:
        return Near.CLOSE
    return Near.COMMUNITY


def _distance(one: Area, other: Area) -> float:
    assert one.latitude is not None
    assert one.longitude is not None
    assert other.latitude is not None
    assert other.longitude is not None
    return areas.distance_m(one.latitude, one.longitude, other.latitude, other.longitude)
