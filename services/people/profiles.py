"""What people told about themselves: their year of birth, and what of their household counts.

It is asked for only by what needs it (which policies are for me), and kept only where they say so:
some of it is sensitive personal information (个人信息保护法, article 28).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import Refusal
from storage.tables import Household, Profile

OLDEST = 120
"""Years."""


class ImpossibleYear(Refusal):
    """Nobody alive was born in it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """None is what we were not told."""

    birth_year: int | None = None
    households: frozenset[Household] | None = None


def check_year(year: int, today: date) -> int:
    """Raises ImpossibleYear."""
    if not today.year - OLDEST <= year <= today.year:
        raise ImpossibleYear
    return year


async def facts_of(session: AsyncSession, person_id: int) -> Facts:
    """What they let us keep; kinds that a later version does not know are left out."""
    profile = await session.get(Profile, person_id)
    if profile is None:
        return Facts()
    kept = profile.households
    known = {each.value for each in Household}
    return Facts(
        profile.birth_year,
        None if kept is None else frozenset(Household(each) for each in kept if each in known),
    )


async def keep(
    session: AsyncSession,
    person_id: int,
    *,
    birth_year: int | None,
    households: Collection[Household] | None,
    now: datetime,
) -> None:
    """Keep what they told; None leaves what stands. The year is taken as `check_year` gave it."""
    profile = await session.get(Profile, person_id)
    if profile is None:
        profile = Profile(person_id=person_id, told_at=now)
        session.add(profile)
    if birth_year is not None:
        profile.birth_year = birth_year
    if households is not None:
        profile.households = sorted(households)
    profile.told_at = now


async def are_kept(session: AsyncSession, person_id: int) -> bool:
    """Whether there is something to forget."""
    return await session.get(Profile, person_id) is not None


async def forget(session: AsyncSession, person_id: int) -> None:
    """What was told is kept no more; told nothing, it does nothing."""
    profile = await session.get(Profile, person_id)
    if profile is not None:
        await session.delete(profile)
        await session.flush()
