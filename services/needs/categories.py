"""What needs and resources are about: categories as data, and which one words point to."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import NotFound
from storage import folding
from storage.folding import simplified
from storage.tables import NeedCategory

OTHER = "other"
"""The key of the category for what fits nowhere else."""
CONSIDERED = 300
"""Characters that are looked at."""


async def every(session: AsyncSession) -> Sequence[NeedCategory]:
    """In the order in which people are offered them."""
    found = await session.scalars(
        select(NeedCategory).order_by(NeedCategory.position, NeedCategory.key)
    )
    return found.all()


async def by_key(session: AsyncSession) -> dict[str, NeedCategory]:
    return {each.key: each for each in await every(session)}


async def get(session: AsyncSession, key: str) -> NeedCategory:
    """Raises NotFound."""
    found = await session.get(NeedCategory, key)
    if found is None:
        raise NotFound
    return found


async def pointed_to(session: AsyncSession, words: str) -> NeedCategory | None:
    """The category most of whose words stand in `words`; the first of several, if any."""
    await folding.load()
    said = simplified(words[:CONSIDERED])
    counted = [(sum(word in said for word in each.words), each) for each in await every(session)]
    best = max(counted, key=lambda each: each[0], default=None)
    return best[1] if best is not None and best[0] else None


async def guessed(session: AsyncSession, words: str) -> str:
    """The key of the category that `words` point to, or of the last, which is for all else.

    Raises NotFound where there are no categories.
    """
    found = await pointed_to(session, words)
    if found is None:
        known = await every(session)
        if not known:
            raise NotFound
        found = next((each for each in known if each.key == OTHER), known[-1])
    return found.key
