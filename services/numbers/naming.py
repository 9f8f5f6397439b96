"""How the lines of a report are called, and where its requests lie in the tree."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.groups import known
from services.numbers.books import ALL_LISTED, AREAS, Books, By
from services.numbers.stories import Story
from services.tickets import categories
from storage.tables import Area, GroupMember, Level

CHINESE = "zh"
"""Names of kinds: reports are for staff, and groups are spoken to in Chinese."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names by what a line is about and its key."""

    by: Mapping[By, Mapping[int, str]]

    def of(self, by: By, key: int | None) -> str | None:
        return self.by.get(by, {}).get(key) if key is not None else None


async def tree(session: AsyncSession, area: Area, views: Sequence[By]) -> dict[int, Area]:
    """The areas below `area` that have a line in any case, by id."""
    levels = [AREAS[by] for by in views if by in ALL_LISTED]
    found = await session.scalars(
        select(Area).where(Area.level.in_(levels), Area.path.startswith(area.path, autoescape=True))
    )
    return {each.id: each for each in found}


async def with_places(
    session: AsyncSession, tree: Mapping[int, Area], stories: Sequence[Story]
) -> dict[int, Area]:
    """`tree` with the places of `stories` and what these lie in."""
    places = {story.area_id for story in stories} | {story.community_id for story in stories}
    there = await areas.with_ids(session, places - tree.keys())
    found = dict(tree) | {area_id: there[area_id] for area_id in places - tree.keys()}
    above = {each for place in places for each in found[place].lineage} - found.keys()
    there = await areas.with_ids(session, above)
    return found | {area_id: there[area_id] for area_id in above}


async def names(session: AsyncSession, books: Books) -> Names:
    """Of everything that has a line in `books`."""
    people = {key for key in books.now.view(By.HANDLER) if key is not None}
    kinds = await categories.every(session)
    groups = await known.every(session)
    by_area = {area.id: _name(area, books.tree) for area in books.tree.values()}
    return Names(
        dict.fromkeys(AREAS, by_area)
        | {
            By.CATEGORY: {key: kind.name(CHINESE) for key, kind in kinds.items()},
            By.GROUP: {key: group.title for key, group in groups.items()},
            By.HANDLER: await _staff(session, people),
        }
    )


def _name(area: Area, tree: Mapping[int, Area]) -> str:
    """Of a building with its estate: each has a first one."""
    above = tree.get(area.parent_id or 0)
    if area.level is Level.BUILDING and above is not None and above.level is Level.COMPOUND:
        return f"{above.name} {area.name}"
    return area.name


async def _staff(session: AsyncSession, people: Collection[int]) -> dict[int, str]:
    """As they were called when they were last seen in a group."""
    found = await session.execute(
        select(GroupMember.person_id, GroupMember.name)
        .where(GroupMember.person_id.in_(people))
        .order_by(GroupMember.seen_at)
    )
    return {row.person_id: row.name for row in found}
