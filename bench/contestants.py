"""Who takes part in `bench.conversation`: ours, a plain bot, and that bot made durable."""

import asyncio
import itertools
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiogram import Dispatcher
from aiogram.types import Update
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bench import plain_bot, plain_bot_tables
from bench.contestant import Contestant
from bench.durable_storage import DurableStorage
from bench.telegram import People, Telegram
from bench.visitors import PlainVisitor, RawUpdate, Visitor
from bot.app import App, make_bot
from bot.quick_start import LONG_ROUNDS, OBJECTS, ROUNDS
from bot.sandbox.core import DEMO_TOKEN
from bot.sender.limits import ChannelLimits
from bot.settings import Settings
from storage.engine import Database
from storage.importing import demo_groups, import_demo
from storage.migrate import migrate
from storage.outbox_rows import IS_WAITING
from storage.tables import (
    Area,
    Channel,
    Group,
    Level,
    OutboxMessage,
    Purpose,
    Ticket,
)

WIDE_OPEN = ChannelLimits(
    channel=Channel.TELEGRAM,
    overall_a_second=1_000_000,
    group_a_second=1_000_000,
    group_a_minute=1_000_000,
    private_burst=1_000_000,
    under_way=100,
)
"""What the messenger allows is not what is measured here."""


class Watch:
    """A clock that moves when somebody begins to file: what they write is not more of the last."""

    def __init__(self) -> None:
        self._now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self._now

    def let_a_moment_pass(self) -> None:
        self._now += timedelta(minutes=11)


@asynccontextmanager
async def ours(folder: Path, people: int) -> AsyncGenerator[Contestant, None]:
    """The whole app, with its sender in the same process."""
    database = Database(f"sqlite+aiosqlite:///{folder / 'ours.db'}")
    homes = await prepare(database)
    async with at_work("ours", database, homes, people) as contestant:
        yield contestant
    await database.close()


async def prepare(database: Database) -> list[str]:
    """Migrate and load the demo, its groups bound; codes of buildings where people may live."""
    await migrate(database.url)
    chats = {group.title: -1000 - number for number, group in enumerate(await demo_groups())}
    async with database.transaction() as session:
        await import_demo(session, now=datetime.now(UTC), chats=chats)
        return await _with_groups_of_grids(session)


@asynccontextmanager
async def at_work(
    name: str, database: Database, homes: Sequence[str], people: int
) -> AsyncGenerator[Contestant, None]:
    """The app on a database that `prepare` made ready, with people whose homes are known."""
    visitors = {1000 + number: Visitor(1000 + number) for number in range(people)}
    bot = make_bot(DEMO_TOKEN, Telegram(visitors))
    watch = Watch()
    app = App(Settings(_env_file=None), database, bot, watch, limits=WIDE_OPEN)
    await app.prepare()
    working = [asyncio.create_task(each) for each in (app.intake.run(), app.sender.run())]

    async def answered(visitor: Visitor, raw: RawUpdate) -> None:
        visitor.answered.clear()
        if visitor.begins:
            watch.let_a_moment_pass()
        await app.intake.submit(raw)
        await visitor.answered.wait()

    async def all_sent() -> None:
        waiting = select(func.count(OutboxMessage.id)).where(IS_WAITING)
        while True:
            async with database.reading() as session:
                if not await session.scalar(waiting):
                    return
            await asyncio.sleep(0.01)

    for visitor, home in zip(visitors.values(), itertools.cycle(homes)):
        await answered(visitor, visitor.writes(f"/start b_{home}"))
        await answered(visitor, visitor.taps("同意"))
        await answered(visitor, visitor.taps("是，我住这里"))
    garbage = OBJECTS, ROUNDS, LONG_ROUNDS
    yield Contestant(name, answered, visitors, database.writer, Ticket, all_sent, garbage)
    for task in working:
        task.cancel()
    await asyncio.gather(*working, return_exceptions=True)


async def _with_groups_of_grids(session: AsyncSession) -> list[str]:
    """Give each grid (网格) a group of its own; returns the codes of a building in each of them."""
    grids = select(Area).where(Area.level == Level.GRID).order_by(Area.id)
    homes = []
    for number, grid in enumerate(await session.scalars(grids)):
        session.add(
            Group(
                channel=Channel.TELEGRAM,
                chat_id=-2000 - number,
                title=grid.name,
                area_id=grid.id,
                purpose=Purpose.STAFF,
                bound_at=datetime.now(UTC),
            )
        )
        estate = select(Area.id).where(Area.parent_id == grid.id)
        of_estate = select(Area.code).where(Area.parent_id.in_(estate)).order_by(Area.id)
        homes.append((await session.execute(of_estate.limit(1))).scalar_one())
    return homes


@asynccontextmanager
async def plain(folder: Path, people: int) -> AsyncGenerator[Contestant, None]:
    engine = plain_bot_tables.make_engine(str(folder / "plain.db"))
    dispatcher = await plain_bot.make_dispatcher(engine)
    yield await _fed("plain bot", dispatcher, engine, people)
    await engine.dispose()


@asynccontextmanager
async def durable(folder: Path, people: int) -> AsyncGenerator[Contestant, None]:
    """The plain bot with its states in the database too.

    A handler holds a connection while its state is written by another: with fewer connections
    than twice the people at once, all would wait for one another.
    """
    engine = plain_bot_tables.make_engine(str(folder / "durable.db"), connections=2 * people)
    dispatcher = await plain_bot.make_dispatcher(engine, DurableStorage(engine))
    yield await _fed("made durable", dispatcher, engine, people)
    await engine.dispose()


async def _fed(name: str, dispatcher: Dispatcher, engine: AsyncEngine, people: int) -> Contestant:
    visitors: People = {1000 + number: PlainVisitor(1000 + number) for number in range(people)}
    bot = make_bot(DEMO_TOKEN, Telegram(visitors))

    async def feed(_visitor: Visitor, raw: RawUpdate) -> None:
        await dispatcher.feed_update(bot, Update.model_validate(raw, context={"bot": bot}))

    for visitor in visitors.values():
        await feed(visitor, visitor.writes("/start"))
    return Contestant(name, feed, visitors, engine, plain_bot_tables.Ticket)
