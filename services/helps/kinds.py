"""What can be ordered: the helps, under the six themes."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import NotFound
from storage.folding import simplified
from storage.remembered import remembered, unattached
from storage.tables import HelpKind, PlaceTheme

CONSIDERED = 100
"""How many characters of a sentence are looked at."""
VERBS = ("上门", "代买", "代取", "代办", "代")
"""What stands before the thing itself: who says 理发 may mean 上门理发."""


async def themes(session: AsyncSession) -> list[PlaceTheme]:
    """Those under which anything can be ordered, in the order in which people are offered them."""
    found = await session.scalars(
        select(PlaceTheme)
        .where(PlaceTheme.key.in_(select(HelpKind.theme)))
        .order_by(PlaceTheme.position)
    )
    return list(found)


async def kinds(session: AsyncSession, theme: str | None = None) -> list[HelpKind]:
    """What can be ordered under `theme`, or at all."""
    return [one for one in await _every(session) if theme in (None, one.theme)]


async def kind(session: AsyncSession, key: str) -> HelpKind:
    """Raises NotFound."""
    for one in await _every(session):
        if one.key == key:
            return one
    raise NotFound


async def kinds_meant(session: AsyncSession, words: str) -> list[HelpKind]:
    """The helps whose name, or the thing in it, `words` name: 想理发 means 上门理发."""
    sentence = simplified(words[:CONSIDERED])
    return [one for one, of in await _names(session) if any(name in sentence for name in of)]


@remembered(HelpKind)
async def _every(session: AsyncSession) -> Sequence[HelpKind]:
    return sorted(await unattached(session, HelpKind), key=lambda one: (one.position, one.key))


@remembered(HelpKind)
async def _names(session: AsyncSession) -> Sequence[tuple[HelpKind, frozenset[str]]]:
    """Whatever is said in an idle chat may name one."""
    return [(one, frozenset(names(one))) for one in await _every(session)]


def names(one: HelpKind) -> Iterator[str]:
    """Its name in every language, and the thing in it: 上门理发, 理发."""
    for name in map(simplified, one.names.values()):
        for verb in ("", *VERBS):
            thing = name.removeprefix(verb)
            if len(thing) > 1:
                yield thing
