"""附近哪里可以量血压: telling a question about a place from a request, in an idle chat."""

import re
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from services import places
from storage.tables import PlaceKind

LONGEST = 60
"""Characters; who writes more tells of something that happened."""
_ASKS = re.compile(
    r"附近|哪里|哪裡|哪儿|哪兒|哪有|在哪|最近的|怎么走|怎麼走|几点开|幾點開|where|near",
    re.IGNORECASE,
)
_TROUBLE = re.compile(
    r"坏|壞|漏|堵|脏|髒|臭|吵|不亮|停水|停电|停電|积水|積水|垃圾|占|破|裂|掉|危险|危險|噪"
    r"|没人|沒人|投诉|投訴|举报|舉報|反映|broken|complain",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Kinds of place that were asked for, best first; `sure` if it cannot be a complaint."""

    kinds: list[PlaceKind]
    sure: bool


async def asked_for(session: AsyncSession, words: str) -> Asked | None:
    """What place the words ask for; None where they ask for none."""
    if len(words) > LONGEST or not _ASKS.search(words):
        return None
    kinds = await places.kinds_meant(session, words)
    return Asked(kinds, sure=not _TROUBLE.search(words)) if kinds else None
