"""How much two needs, or a need and an offer, say the same: by pairs of characters.

As requests are compared (`services.tickets.alike`), but without the words that wish, by which all
needs would be alike, and both ways: a short wish may stand whole in a long one.
"""

import asyncio
import re
from collections.abc import Collection, Sequence

from services.needs.reading import without_wishing
from services.tickets.alike import likenesses
from storage import folding

LIKE_ENOUGH = 0.25
"""Of what the shorter one says. Chosen, not measured: people decide, a wrong one costs a look."""
_FILLERS = re.compile(
    "能不能|可不可以|能否|可否|社区|小区|我们|大家|居民|希望|建议|组织|举办|开办|开设|增设|设置|提供|安排"
    "|[开办搞建]?一个|几个|一些|一下|谢谢|请"
)


async def likeness_of(
    words: str, others: Sequence[str], names: Collection[str] = ()
) -> list[float]:
    """From 0 to 1, of `words` with each of `others`; `names` are left out of all."""
    await folding.load()
    return await asyncio.to_thread(_both_ways, words, others, names)


def _both_ways(words: str, others: Sequence[str], names: Collection[str]) -> list[float]:
    said = _gist(words)
    gists = [_gist(each) for each in others]
    folded = [name.casefold() for name in names]
    there = likenesses(said, gists, without=folded)
    return [
        max(how, likenesses(each, [said], without=folded)[0])
        for how, each in zip(there, gists, strict=True)
    ]


def _gist(words: str) -> str:
    return _FILLERS.sub("", without_wishing(words))
