"""The groups of people by which a survey's results are told, as they are when people are asked.

A survey has one kind of groups, chosen before it is sent out: two kinds would cross, and two tables
of the same people tell more together than either (docs/decisions/0021-small-counts.md).
A group has a number: the area's id, or the youngest age of it in years.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.audiences import of_age
from storage.tables import Level, Person, Survey


class GroupedBy(StrEnum):
    GRID = "grid"
    COMPOUND = "compound"
    BUILDING = "building"
    AGE = "age"


LEVELS = {
    GroupedBy.GRID: Level.GRID,
    GroupedBy.COMPOUND: Level.COMPOUND,
    GroupedBy.BUILDING: Level.BUILDING,
}
AGES = (0, 18, 35, 60, 70, 80)
"""Years from which each group begins; the next one ends it."""


def oldest(youngest: int) -> int | None:
    """The last year of the group of ages that begins with `youngest`; None for no end."""
    return next((each - 1 for each in AGES if each > youngest), None)


async def of_people(
    session: AsyncSession, survey: Survey, people: Collection[Person], *, today: date
) -> Mapping[int, int]:
    """By the person's id; without those of whom it is not known."""
    by = GroupedBy(survey.grouped_by)
    if by is GroupedBy.AGE:
        return await _ages(session, [each.id for each in people], today)
    found: dict[int, int] = {}
    for person in people:
        home = await areas.home_of(session, person)
        area = await areas.of_level(session, home, LEVELS[by]) if home else None
        if area is not None:
            found[person.id] = area.id
    return found


async def _ages(session: AsyncSession, person_ids: Collection[int], today: date) -> dict[int, int]:
    found: dict[int, int] = {}
    for youngest in AGES:
        there = await session.scalars(
            select(Person.id).where(
                Person.id.in_(person_ids), of_age((youngest, oldest(youngest)), today)
            )
        )
        found |= dict.fromkeys(there, youngest)
    return found


async def in_order(session: AsyncSession, survey: Survey, keys: Iterable[int]) -> list[int]:
    """The groups as they are shown: one beside the other, so that small ones go to a neighbour."""
    if survey.grouped_by == GroupedBy.AGE:
        return sorted(keys)
    known = await areas.with_ids(session, set(keys))
    return [area.id for area in sorted(known.values(), key=areas.in_order)]
