"""What a volunteer says of themselves, changed one thing at a time."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services import written
from services.errors import NotFound
from services.places.walking import reach_m
from services.rows import judged_again
from services.volunteering import teams
from services.volunteering.admission import NAME_LIMIT
from services.volunteering.errors import NotAVolunteer
from services.volunteering.volunteers import THERE, change, get, posts
from storage import folding
from storage.tables import Volunteer

WEEKDAYS, WEEKEND = "12345", "67"
PARTS = "mae"
"""Morning, afternoon and evening, as in `Volunteer.times`."""
GROUPS = ("dm", "da", "de", "wm", "wa", "we")
"""Of times: weekday (d) or weekend (w), and a part of the day."""
REACHES: tuple[int | None, ...] = (int(reach_m(15)), int(reach_m(30)), None)
"""How far people choose to go, in metres: a quarter or half an hour on foot, anywhere."""


def times_of(groups: Sequence[str]) -> tuple[str, ...]:
    """Every weekday and part that is meant by groups such as `dm` (weekday mornings) or `we`."""
    chosen = []
    for days, letter in ((WEEKDAYS, "d"), (WEEKEND, "w")):
        chosen += [f"{day}{part}" for day in days for part in PARTS if f"{letter}{part}" in groups]
    return tuple(chosen)


def groups_of(times: Sequence[str]) -> list[str]:
    """The groups of `times_of` of which every day is among `times`."""
    return [
        f"{letter}{part}"
        for days, letter in ((WEEKDAYS, "d"), (WEEKEND, "w"))
        for part in PARTS
        if all(f"{day}{part}" in times for day in days)
    ]


async def rename(session: AsyncSession, person_id: int, name: str) -> Volunteer:
    """Raises NotAVolunteer, WordsNeeded or TooLong."""
    name = written.line(name, limit=NAME_LIMIT)
    return await _set(session, person_id, name=name, name_form=folding.person(name))


async def choose_posts(session: AsyncSession, person_id: int, keys: Sequence[str]) -> Volunteer:
    """Raises NotAVolunteer, or NotFound for a post there is not."""
    if not {post.key for post in await posts(session)}.issuperset(keys):
        raise NotFound
    return await _set(session, person_id, posts=list(keys))


async def choose_times(session: AsyncSession, person_id: int, times: Sequence[str]) -> Volunteer:
    """Raises NotAVolunteer."""
    return await _set(session, person_id, times=list(times))


async def choose_reach(session: AsyncSession, person_id: int, metres: int | None) -> Volunteer:
    """How far they go; None: anywhere. Raises NotAVolunteer."""
    return await _set(session, person_id, reach_m=metres)


async def join_team(session: AsyncSession, person_id: int, team_id: int | None) -> Volunteer:
    """Services from now on count for the team. Raises NotAVolunteer, or NotFound."""
    if team_id is not None and await teams.get(session, team_id) is None:
        raise NotFound
    return await _set(session, person_id, team_id=team_id)


async def hear_of_tasks(session: AsyncSession, person_id: int, since: datetime | None) -> Volunteer:
    """Whether they hear of tasks that go up, and from when on. Raises NotAVolunteer."""
    return await _set(session, person_id, offers_from=since)


async def stand_on_honour_roll(session: AsyncSession, person_id: int, on: bool) -> Volunteer:
    """Whether the roll of honour (光荣榜) may name them. Raises NotAVolunteer."""
    return await _set(session, person_id, honour=on)


@judged_again
async def _set(session: AsyncSession, person_id: int, **values: object) -> Volunteer:
    volunteer = await get(session, person_id)
    if volunteer is None or volunteer.state not in THERE:
        raise NotAVolunteer
    await change(session, volunteer, **values)
    return volunteer
