"""怎么还没修: somebody asks after what is in work, without looking for the button 催办."""

import re

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.tickets.transitions import IN_WORK
from storage.tables import Ticket

LONGEST = 18
"""Characters: who writes more says something new besides."""

_URGES = re.compile(
    r"催(?:一?下|一催|一遍|催|办|单)?"
    r"|(?:怎么|咋|为什么|到底)(?:还|就是|一直)?(?:没|不)(?:有)?(?:人)?(?:来|修|办|弄|处理|解决|管|好|动静|消息)"
    r"|还没(?:有)?(?:人)?(?:来|修|办|弄|处理|解决|管|动静|消息)"
    r"|(?:什么时候|啥时候|几时|多久|哪天|何时)(?:才)?(?:能|会|可以)?(?:来|修|办|弄|处理|解决|好)"
    r"|(?:修|办|弄|处理)得?(?:怎么样|到哪)"
)


def urges(words: str) -> bool:
    return len(words) <= LONGEST and _URGES.search(words) is not None


def without_urging(words: str) -> str:
    """What is left says what it is about, if anything: 路灯 of 路灯怎么还没修."""
    return _URGES.sub("", words)


async def in_work_of(
    session: AsyncSession, person_id: int, category_id: int | None
) -> list[Ticket]:
    """What a person filed that can be urged on, newest first; of one category, if given."""
    found = await session.scalars(
        select(Ticket)
        .where(Ticket.author_id == person_id, Ticket.state.in_(IN_WORK))
        .order_by(Ticket.filed_at.desc(), Ticket.id.desc())
    )
    return [ticket for ticket in found if category_id in (None, ticket.category_id)]
