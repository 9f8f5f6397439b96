"""Several bots over one database: each answers and sends for itself."""

import asyncio
from datetime import UTC, datetime

from sqlalchemy import select

from bot.app import App, make_bot
from bot.sandbox.session import WorldSession
from bot.sandbox.world import World
from bot.settings import Settings
from storage.engine import Database
from storage.lease import Duty, Lease
from storage.tables import Channel, OutboxMessage, OutboxState

EAST = Channel("telegram:east")


def now() -> datetime:
    return datetime.now(UTC)


async def test_each_bot_answers_where_it_was_written_to(database: Database) -> None:
    worlds = [World(clock=now), World(clock=now)]
    first, east = (make_bot(world.token, WorldSession(world)) for world in worlds)
    app = App(Settings(_env_file=None), database, first, others={EAST: east})
    numbers = [world.add_user("居民").id for world in worlds]
    assert numbers[0] == numbers[1]
    worlds[1].start(numbers[1])
    updates = await worlds[1].call("getUpdates", {})
    await app.lines[1].intake.take_in(updates)
    await app.lines[0].sender.work_off()
    assert worlds[1].history(numbers[1], numbers[1])[1:] == []
    await app.lines[1].sender.work_off()
    assert len(worlds[1].history(numbers[1], numbers[1])) > 1
    assert len(worlds[0].history(numbers[0], numbers[0])) == 0
    async with database.reading() as session:
        sent = await session.scalars(
            select(OutboxMessage.channel).where(OutboxMessage.state == OutboxState.SENT)
        )
    assert set(sent) == {EAST}


async def test_another_process_may_send_for_another_bot(database: Database) -> None:
    leases = [Lease(database, Duty.SENDING, channel) for channel in (Channel.TELEGRAM, EAST)]
    assert await asyncio.gather(*(lease.held() for lease in leases)) == [True, True]
