"""附近哪里可以量血压: telling a question about a place from a request."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from services.places.kinds import kinds_meant
from storage.folding import simplified
from storage.tables import PlaceKind

LONGEST = 60
"""Characters; who writes more tells of something that happened."""
_ASKS = re.compile("附近|哪里|哪儿|哪有|在哪|最近的|怎么走|几点开|where|near")
_TROUBLE = re.compile(
    "坏|漏|堵|脏|臭|吵|不亮|停水|停电|积水|垃圾|占|破|裂|掉|危险|噪|没人|投诉|举报|反映"
    "|broken|complain"
)
"""Simplified and in lower case, as `simplified` gives it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Kinds of place that were asked for, best first; `sure` if it cannot be a complaint."""

    kinds: Sequence[PlaceKind]
    sure: bool


async def asked_for(session: AsyncSession, words: str) -> Asked | None:
    """What place the words ask for; None where they ask for none."""
    sentence = simplified(words[: LONGEST + 1])
    if len(words) > LONGEST or not _ASKS.search(sentence):
        return None
    kinds = await kinds_meant(session, words)
    return Asked(kinds, sure=not _TROUBLE.search(sentence)) if kinds else None
