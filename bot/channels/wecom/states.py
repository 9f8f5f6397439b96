"""Cards that nobody pressed when things changed: the group is told so in a line.

The first line of a card says how things stand, and so does what can be done on it. Figures in the
line, as of how many have signed up, do not count, nor does what the same transaction says below the
card in words.
"""

import re
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.numbering import buttons_of
from storage.outbox_rows import OutboxRow
from storage.tables import OutboxMessage, OutboxState

_LINES = 3
_TAG = re.compile(r"<[^>]*>")
_FIGURES = re.compile(r"\d+")


async def look_before(session: AsyncSession, row: OutboxRow) -> dict[str, Any] | None:
    """The parameters of the card's look before this one; None where it is not known."""
    found: dict[str, Any] | None = await session.scalar(
        select(OutboxMessage.params)
        .where(
            OutboxMessage.is_in(row.chat),
            OutboxMessage.card == row.card,
            OutboxMessage.id != row.id,
            OutboxMessage.state == OutboxState.SENT,
        )
        .order_by(OutboxMessage.id.desc())
        .limit(1)
    )
    return found


def is_to_be_posted(before: dict[str, Any] | None, row: OutboxRow) -> bool:
    """Whether something is to be done that could not be done on the look before."""
    return bool(_actions(row.params) - _actions(before or {}))


async def news_in(session: AsyncSession, before: dict[str, Any] | None, row: OutboxRow) -> str:
    """HTML: the first line of this look of a card and what else is new on it; empty where things
    stand as on the look before."""
    known, now = _lines(before or {}), _lines(row.params)
    new = [each for each in now[1:] if each not in known]
    is_news = _figureless(known[:1]) != _figureless(now[:1])
    is_news = is_news or (bool(new) and _actions(before or {}) != _actions(row.params))
    if not now or not is_news or await _is_said(session, row):
        return ""
    return "\n".join([now[0], *new[: _LINES - 1]])


async def _is_said(session: AsyncSession, row: OutboxRow) -> bool:
    """Whether words below the card were promised together with it."""
    below = exists().where(
        OutboxMessage.is_in(row.chat),
        OutboxMessage.under_card == row.card,
        OutboxMessage.created_at == row.created_at,
        OutboxMessage.cause.is_not_distinct_from(row.cause),
    )
    return bool(await session.scalar(select(below)))


def _actions(params: dict[str, Any]) -> set[str]:
    """What can be pressed, of whichever row: one more to confirm is no other action."""
    pressed = (button.data for row in buttons_of(params).rows for button in row if button.data)
    return {_FIGURES.sub("", data) for data in pressed}


def _lines(params: dict[str, Any]) -> list[str]:
    return [each for each in str(params.get("text") or "").split("\n") if each.strip()]


def _figureless(lines: list[str]) -> list[str]:
    return [_FIGURES.sub("", _TAG.sub("", each)) for each in lines]
