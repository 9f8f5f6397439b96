"""又坏了: something was done about it, and it is there again."""

import re
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Ticket, TicketState

REMEMBERED = timedelta(days=90)
"""After a season people mean something new by it."""
OFFERED = 3

_AGAIN = re.compile(
    r"又(?:坏|不|没|漏|堵|停|断|黑|灭|响|吵|臭|脏|乱|倒|出|来|开始|这样|是)"
    r"|(?:还是|仍然|依然|依旧|照样|根本|一直)(?:没|不|坏|漏|堵|黑|臭|吵|那样|这样|老样子)"
    r"|没(?:有)?(?:修|弄|办|做|处理|解决|清理|疏通)(?:好|完|干净|$)"
    r"|老样子|没两天|没几天"
)


def reads_as_again(words: str) -> bool:
    """Whether `words` say that something is still broken, or again: 又坏了, 还是不亮, 没修好."""
    return _AGAIN.search(words) is not None


async def meant_by(
    session: AsyncSession, person_id: int, words: str, *, now: datetime
) -> list[Ticket]:
    """What a person filed and was told to be done, where `words` read like 又坏了; latest first."""
    if not reads_as_again(words):
        return []
    found = await session.scalars(
        select(Ticket)
        .where(
            Ticket.author_id == person_id,
            Ticket.state.in_((TicketState.RESOLVED, TicketState.CLOSED)),
            Ticket.resolved_at >= now - REMEMBERED,
        )
        .order_by(Ticket.resolved_at.desc(), Ticket.id.desc())
        .limit(OFFERED)
    )
    return list(found)
