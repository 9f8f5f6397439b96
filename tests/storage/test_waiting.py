"""What waits in the outbox: what could leave, what need not yet, and since when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from storage.engine import Database
from storage.held import HELD
from storage.outbox import Outgoing, Urgency, put
from storage.tables import Channel, OutboxMessage, OutboxState
from storage.waiting import Waiting, waiting

WRITTEN = datetime(2026, 11, 26, 1, tzinfo=UTC)
NOW = WRITTEN + timedelta(minutes=10)
NOTICE = Outgoing(
    channel=Channel.TELEGRAM, chat_id=1, method="sendMessage", params={}, urgency=Urgency.NOTICE
)


async def test_only_what_could_leave_is_due_and_old(database: Database) -> None:
    soon = replace(NOTICE, not_before=WRITTEN + timedelta(minutes=4))
    morning = replace(NOTICE, not_before=NOW + timedelta(hours=8))
    answer = replace(NOTICE, urgency=Urgency.ANSWER)
    async with database.transaction() as session:
        await put(session, [soon, morning, NOTICE, NOTICE, answer, answer], WRITTEN)
        rows = list(await session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))
        _soon, _morning, sent, held, _new, tried = rows
        sent.state = OutboxState.SENT
        held.error, held.not_before = HELD, NOW - timedelta(minutes=1)
        tried.error, tried.not_before = "429", NOW + timedelta(minutes=1)
    async with database.reading() as session:
        assert await waiting(session, NOW) == [
            Waiting(Channel.TELEGRAM, Urgency.ANSWER, due=2, later=0, since=WRITTEN),
            Waiting(
                Channel.TELEGRAM,
                Urgency.NOTICE,
                due=1,
                later=2,
                since=WRITTEN + timedelta(minutes=4),
            ),
        ]
