"""What is forgotten, and what is kept."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select

from bot import housekeeping
from bot.housekeeping import AGING, Aging
from storage.engine import Database
from storage.outbox import Urgency
from storage.tables import (
    Channel,
    OutboxMessage,
    OutboxState,
)

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)


def row(aging: Aging, number: int, at: datetime) -> dict[str, object]:
    """A row of its table whose moment is `at`."""
    chat: dict[str, object] = {"channel": Channel.TELEGRAM, "chat_id": number}
    sent: dict[str, object] = {
        "urgency": int(Urgency.ANSWER),
        "method": "sendMessage",
        "params": {},
        "state": OutboxState.SENT,
        "not_before": at,
        "created_at": at,
    }
    kinds: dict[str, dict[str, object]] = {
        "outbox": {**chat, **sent},
        "seen_updates": {"channel": Channel.TELEGRAM, "bot_id": 1, "update_id": number},
        "message_links": {**chat, "message_id": number, "about": "ticket:1"},
        "conversations": {**chat, "person_id": number, "data": {}},
        "failed_updates": {"code": str(number), "update_id": number, "error": "ValueError"},
    }
    return {**kinds[aging.table.__tablename__], aging.since.key: at}


@pytest.mark.parametrize("aging", AGING, ids=lambda aging: aging.table.__tablename__)
async def test_what_is_too_old_goes_slice_by_slice(
    database: Database, aging: Aging, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(housekeeping, "SLICE", 2)
    just_kept, too_old = NOW - aging.kept, NOW - aging.kept - timedelta(seconds=1)
    async with database.transaction() as session:
        rows = [row(aging, number, too_old) for number in range(1, 6)]
        await session.execute(insert(aging.table), [*rows, row(aging, 9, just_kept)])
    await housekeeping.tidy(database, NOW)
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(aging.table)) == 1
        assert await session.scalar(select(aging.since)) == just_kept


async def test_what_waits_to_be_sent_is_kept_however_old(database: Database) -> None:
    async with database.transaction() as session:
        await session.execute(
            insert(OutboxMessage).values(
                channel=Channel.TELEGRAM,
                chat_id=1,
                urgency=int(Urgency.NOTICE),
                method="sendMessage",
                params={},
                not_before=NOW - timedelta(days=400),
                created_at=NOW - timedelta(days=400),
            )
        )
    await housekeeping.tidy(database, NOW)
    async with database.reading() as session:
        assert (await session.scalar(select(OutboxMessage.state))) is OutboxState.WAITING
