"""What people sent while the program was down is read before anything due acts."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from handlers.tickets.asking import Answer, Asked
from storage.tables import FollowUp, Ticket, TicketState
from tests.process.program import Program
from tests.process.town import Town

DAY = timedelta(days=1)
SLOWLY = 4.0
"""Seconds until Telegram hands out what waits; the job that closes requests ticks every second."""


async def test_a_tap_from_while_it_was_down_counts_though_the_closing_time_has_passed(
    town: Town, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    (resident,) = await town.move_in(1)
    await program.start()
    number = await resident.files()
    assert await program.stop() == 0
    follow_up_id = await _past_closing_time(town, number)
    tap = Answer(follow_up=follow_up_id, asked=Asked.SOLVED, said="yes").pack()
    # The question itself was never sent: what counts is its button.
    latest = resident.screen[-1].message_id
    town.world.tap(resident.user_id, resident.user_id, latest, tap, stale=True)
    poll = town.world.updates.poll

    async def slowly(offset: int, limit: int, wait: float) -> list[dict[str, Any]]:
        await asyncio.sleep(SLOWLY)
        return await poll(offset, limit, wait)

    monkeypatch.setattr(town.world.updates, "poll", slowly)
    await program.start()
    await resident.sees("太好了。您满意吗？")
    assert await program.stop() == 0

    async with town.database.reading() as session:
        ticket = await session.scalar(select(Ticket).where(Ticket.number == number))
        follow_up = await session.get_one(FollowUp, follow_up_id)
    assert ticket is not None
    assert ticket.state is TicketState.RESOLVED
    assert follow_up.due_at is not None
    assert follow_up.due_at > datetime.now(UTC) + DAY / 2, "who has begun to answer gets more time"


async def _past_closing_time(town: Town, number: str) -> int:
    """Resolved, asked and reminded; it would have been closed as unrated a minute ago."""
    now = datetime.now(UTC)
    async with town.database.transaction() as session:
        ticket = await session.scalar(select(Ticket).where(Ticket.number == number))
        assert ticket is not None
        ticket.state, ticket.resolved_at = TicketState.RESOLVED, now - 3 * DAY
        asking = FollowUp(
            ticket_id=ticket.id,
            round=ticket.round,
            delay=DAY,
            asked_at=now - 2 * DAY,
            reminded_at=now - DAY,
            due_at=now - timedelta(minutes=1),
        )
        session.add(asking)
        await session.flush()
        return asking.id
