"""常用答复: what staff say again and again, filled in for one request."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.tickets import categories
from services.tickets.reading import group_of
from services.tickets.words import STAFF_TEXT_LIMIT
from services.written.days import NAMES
from storage.tables import CannedAnswer, CannedFor, Ticket

OFFERED = 5
"""At most: more would not be read."""
CHINESE = "zh"
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class Canned(NamedTuple):
    """An answer that may be given as it stands."""

    id: int
    text: str
    """Filled in, at most STAFF_TEXT_LIMIT characters."""


async def offered(
    session: AsyncSession, ticket: Ticket, used_for: CannedFor, *, now: datetime, zone: ZoneInfo
) -> list[Canned]:
    """Those for this request, at most OFFERED: of its category first, then the general ones.

    One that names what is not known, such as the telephone of an office that has none, is left out.
    """
    found = await session.scalars(
        select(CannedAnswer)
        .where(
            CannedAnswer.used_for == used_for,
            CannedAnswer.active.is_(True),
            or_(CannedAnswer.category_id == ticket.category_id, CannedAnswer.category_id.is_(None)),
        )
        .order_by(CannedAnswer.category_id.is_(None), CannedAnswer.position, CannedAnswer.id)
    )
    facts = await _facts(session, ticket, now.astimezone(zone))
    filled = (Canned(each.id, filled_in(each.text, facts)) for each in found)
    return [each for each in filled if each.text][:OFFERED]


def filled_in(text: str, facts: Mapping[str, str]) -> str:
    """`text` with `facts` in the place of their names; empty where one is not known.

    What is filled in is not read again, whatever braces people wrote.
    """
    if not all(facts.get(name) for name in _PLACEHOLDER.findall(text)):
        return ""
    return _PLACEHOLDER.sub(lambda found: facts[found[1]], text)[:STAFF_TEXT_LIMIT]


async def _facts(session: AsyncSession, ticket: Ticket, now: datetime) -> Mapping[str, str]:
    """By the names of PLACEHOLDERS; empty where nothing is known."""
    area = await areas.get(session, ticket.area_id)
    group = await group_of(session, ticket)
    return {
        "编号": ticket.number,
        "地点": ticket.place,
        "类别": (await categories.of(session, ticket)).name(CHINESE),
        "日期": f"{now.month}月{now.day}日（周{NAMES[now.weekday()]}）",
        "电话": (await areas.community_phone(session, area) if area else None) or "",
        "群名": group.title if group else "",
    }
