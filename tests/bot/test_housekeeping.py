"""What is forgotten, and what is kept."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select

from bot import housekeeping
from storage.engine import Database
from storage.outbox import Urgency
from storage.retention import ENDED, LEFT, RULES, Rule
from storage.tables import Channel, Conversation, Group, OutboxMessage, OutboxState, Retention
from tests.services.factories import bind_groups, build_neighbourhood

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)


def row(rule: Rule, number: int, at: datetime, group_id: int | None = None) -> dict[str, object]:
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
    member: dict[str, object] = {"group_id": group_id, "person_id": number, "name": "社工"}
    kinds: dict[str, dict[str, object]] = {
        "outbox": {**chat, **sent},
        "seen-updates": {"channel": Channel.TELEGRAM, "bot_id": 1, "update_id": number},
        "message-links": {**chat, "message_id": number, "about": "ticket:1"},
        "failed-updates": {"code": str(number), "update_id": number, "error": "ValueError"},
        "former-members": {**member, "seen_at": at},
        "ended-conversations": {**chat, "person_id": number, "data": {}},
        "left-conversations": {**chat, "person_id": number, "data": {"text": "路灯"}},
    }
    return {**kinds[rule.name], rule.since.key: at}


@pytest.mark.parametrize("rule", [*RULES, ENDED, LEFT], ids=lambda rule: rule.name)
async def test_what_is_too_old_goes_slice_by_slice(
    database: Database, rule: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(housekeeping, "SLICE", 2)
    kept = timedelta(days=rule.days)
    just_kept, too_old = NOW - kept, NOW - kept - timedelta(seconds=1)
    async with database.transaction() as session:
        await bind_groups(session, await build_neighbourhood(session))
        group_id = await session.scalar(select(func.min(Group.id)))
        rows = [row(rule, number, too_old, group_id) for number in range(1, 6)]
        await session.execute(insert(rule.table), [*rows, row(rule, 9, just_kept, group_id)])
    await housekeeping.tidy(database, NOW)
    async with database.reading() as session:
        assert (await session.scalars(select(rule.since))).all() == [just_kept]


async def test_a_community_may_keep_longer(database: Database) -> None:
    async with database.transaction() as session:
        session.add(Retention(name=LEFT.name, days=400))
        await session.execute(insert(Conversation), row(LEFT, 1, NOW - timedelta(days=399)))
    await housekeeping.tidy(database, NOW)
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Conversation)) == 1


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
