"""When a community works: set by its staff, else as the areas above it, else as is usual.

What was promised to a resident, and each clock that runs, keeps the time that was counted when it
began: who changes the hours reschedules nothing. What is counted from then on goes by the new ones.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.errors import Refusal
from services.groups.authority import Member, check_staff_of
from storage.remembered import remembered
from storage.tables import Area, WorkDay, WorkingHours
from storage.working_week import USUAL, Stretch, Week, has_no_week, overlapping


class HoursOverlap(Refusal):
    """Two stretches of one day are open at the same time."""

    def __init__(self, day: WorkDay, one: Stretch, other: Stretch) -> None:
        super().__init__(day.value)
        self.day, self.one, self.other = day, one, other


class HoursBackwards(Refusal):
    """A stretch ends before it begins."""

    def __init__(self, day: WorkDay, stretch: Stretch) -> None:
        super().__init__(day.value)
        self.day, self.stretch = day, stretch


class NoWorkingHours(Refusal):
    """No day of the week has any."""


class Kept(NamedTuple):
    """The hours that hold somewhere, and the area that they were set for, if they were."""

    week: Week
    set_for: Area | None


def check(week: Week) -> None:
    """Raises HoursBackwards, HoursOverlap or NoWorkingHours."""
    for day, stretches in week.items():
        for stretch in stretches:
            if stretch.is_backwards:
                raise HoursBackwards(day, stretch)
        if two := overlapping(stretches):
            raise HoursOverlap(day, *two)
    if has_no_week(week):
        raise NoWorkingHours


async def change(session: AsyncSession, area_id: int, week: Week | None, member: Member) -> None:
    """Have the area work like that from now on, and all below it that have no hours of their own.

    Without `week` it has none of its own any more: it works as the areas above it.

    Raises NotYourGroup, NotAMember, and as `check` does.
    """
    if week is not None:
        check(week)
    await check_staff_of(session, area_id, member)
    await session.execute(delete(WorkingHours).where(WorkingHours.area_id == area_id))
    session.add_all(
        WorkingHours(area_id=area_id, day=day, opens=each.opens, closes=each.closes)
        for day, stretches in (week or {}).items()
        for each in stretches
    )
    await session.flush()


async def of_area(session: AsyncSession, area_id: int) -> Kept:
    """The hours of the area: its own, else those that it inherits."""
    known = await every(session)
    if area_id in known:
        return Kept(known[area_id], await areas.get(session, area_id))
    return await inherited(session, area_id)


async def inherited(session: AsyncSession, area_id: int) -> Kept:
    """What holds where the area has no hours of its own: of the nearest above, else the usual."""
    known = await every(session)
    area = await areas.get(session, area_id)
    for each in reversed(area.lineage[:-1] if area else []):
        if each in known:
            return Kept(known[each], await areas.get(session, each))
    return Kept(USUAL, None)


@remembered(WorkingHours)
async def every(session: AsyncSession) -> Mapping[int, Week]:
    """Those that were set, by the area that they were set for."""
    found: dict[int, dict[WorkDay, tuple[Stretch, ...]]] = defaultdict(dict)
    columns = (WorkingHours.area_id, WorkingHours.day, WorkingHours.opens, WorkingHours.closes)
    for area_id, day, opens, closes in await session.execute(select(*columns)):
        before = found[area_id].get(day, ())
        found[area_id][day] = tuple(sorted([*before, Stretch(opens, closes)]))
    return dict(found)
