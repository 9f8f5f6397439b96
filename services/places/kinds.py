"""The themes and kinds of places, and which kinds people mean by what they say."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from storage.folding import simplified
from storage.remembered import remembered, unattached
from storage.tables import Place, PlaceKind, PlaceTheme

CONSIDERED = 100
"""How many characters of a sentence are looked at."""
ENOUGH = 0.6
"""The share of a phrase's pairs of characters that has to stand in the sentence."""


async def themes(session: AsyncSession) -> list[PlaceTheme]:
    """In the order in which people are offered them."""
    return list(await _themes(session))


async def theme(session: AsyncSession, key: str) -> PlaceTheme:
    """One of `themes`."""
    return next(theme for theme in await _themes(session) if theme.key == key)


async def kind_of(session: AsyncSession, place: Place) -> PlaceKind:
    return next(kind for kind in await kinds(session) if kind.id == place.kind_id)


async def kinds(session: AsyncSession, theme: str | None = None) -> list[PlaceKind]:
    """Those of a theme, or all, in the order in which people are offered them."""
    known = (await _by_key(session)).values()
    return [kind for kind in known if theme is None or kind.theme == theme]


async def kinds_called(session: AsyncSession, keys: Iterable[str]) -> list[PlaceKind]:
    """Those with these keys, in this order; keys that are not known are passed over."""
    known = await _by_key(session)
    return [known[key] for key in keys if key in known]


async def kinds_meant(session: AsyncSession, words: str) -> list[PlaceKind]:
    """The kinds that `words` may mean, best first: 附近哪里可以量血压 → 健康小屋.

    Simplified or traditional. Empty when nothing in the words speaks for any.
    """
    sentence = simplified(words[:CONSIDERED])
    scored = [(_score(said, sentence), kind) for kind, said in await _phrases(session)]
    meant = [(score, kind) for score, kind in scored if score > 0]
    return [kind for _, kind in sorted(meant, key=lambda pair: (-pair[0], pair[1].position))]


async def ids_of(session: AsyncSession, keys: Collection[str]) -> list[int]:
    """Ids of the kinds with these keys, each once; keys that are not known are passed over."""
    return sorted({kind.id for kind in await kinds_called(session, keys)})


def pairs(plain: str) -> set[str]:
    """Each pair of neighbouring characters, once: a Chinese word has two as a rule."""
    return {plain[at : at + 2] for at in range(len(plain) - 1)}


@remembered(PlaceTheme)
async def _themes(session: AsyncSession) -> Sequence[PlaceTheme]:
    """In the order of their positions."""
    return sorted(await unattached(session, PlaceTheme), key=lambda theme: theme.position)


@remembered(PlaceKind, PlaceTheme)
async def _by_key(session: AsyncSession) -> Mapping[str, PlaceKind]:
    """In the order of their positions."""
    place = {theme.key: theme.position for theme in await _themes(session)}
    found = await unattached(session, PlaceKind)
    return {
        kind.key: kind
        for kind in sorted(found, key=lambda kind: (place[kind.theme], kind.position, kind.id))
    }


@remembered(PlaceKind, PlaceTheme)
async def _phrases(session: AsyncSession) -> Sequence[tuple[PlaceKind, frozenset[str]]]:
    """How people call each."""
    return [
        (kind, frozenset(map(simplified, (*kind.names.values(), *kind.words))))
        for kind in (await _by_key(session)).values()
    ]


def _score(phrases: Iterable[str], sentence: str) -> float:
    return max((_resemblance(phrase, sentence) for phrase in phrases), default=0.0)


def _resemblance(phrase: str, sentence: str) -> float:
    """How much of a phrase stands in the sentence, in characters; a whole one counts double."""
    if len(phrase) < 2 or len(sentence) < 2:
        return 0.0
    if phrase in sentence:
        return 2.0 * len(phrase)
    if sentence in phrase:
        return 1.0 * len(sentence)
    of_phrase = pairs(phrase)
    share = len(of_phrase & pairs(sentence)) / len(of_phrase)
    return share * len(phrase) if share >= ENOUGH else 0.0
