"""Complete complaint conversations a second: ours beside a plain bot of the usual kind.

    python -m bench.conversation [--people 50] [--conversations 4] [--rounds 5] [--profile]

People file a street light that is out, in eight steps. With ours: what is the matter, a photo,
more words, another category, private or public, file. With the plain bot: what is the matter,
category, its own question, a photo, "that is all", where, private or public, file. Each sends the
next step when the last was answered: by ours when its answer is committed to the outbox, by the
plain bot when its sends to a Telegram in this process, which answers at once, have returned.
Rounds alternate; both use SQLite with synchronous=FULL. Ours is durable at every step, the plain
bot at the end.
"""

import argparse
import asyncio
import cProfile
import itertools
import pstats
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from aiogram import BaseMiddleware
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.types import TelegramObject, Update

from bench import plain_bot, plain_bot_tables
from bench.contestant import Contestant
from bench.many_conversations import measure as measure_many_conversations
from bench.telegram import People, Telegram
from bench.visitors import STEPS, PlainVisitor, Visitor
from bot.app import App, make_bot
from bot.sandbox.core import DEMO_TOKEN
from bot.settings import Settings
from bot.work import Clock
from handlers.common.saying import Buttons, Say
from handlers.common.sending import every
from storage.engine import Database
from storage.importing import demo_groups, import_demo
from storage.migrate import migrate
from storage.tables import Ticket


class Glance(BaseMiddleware):
    """Shows people what ours promises them; it leaves later than they go on."""

    def __init__(self, people: People) -> None:
        self._people = people

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        reply = await handler(event, data)
        for each in [] if reply is UNHANDLED else every(reply):
            if isinstance(each, Say) and isinstance(each.keyboard, Buttons):
                buttons = {one.label: one.data for row in each.keyboard.rows for one in row}
                self._people[data["talk"].chat_id].buttons = buttons
        return reply


def hurried_clock() -> Clock:
    """A batch every eleven minutes: what one writes next is not more about what they just filed."""
    moments = itertools.count()
    began = datetime.now(UTC)
    return lambda: began + timedelta(minutes=11 * next(moments))


@asynccontextmanager
async def ours(folder: Path, people: int) -> AsyncGenerator[Contestant, None]:
    """The whole app without its sender: what it would send waits in the outbox, committed."""
    url = f"sqlite+aiosqlite:///{folder / 'ours.db'}"
    await migrate(url)
    database = Database(url)
    chats = {group.title: -1000 - number for number, group in enumerate(await demo_groups())}
    async with database.transaction() as session:
        await import_demo(session, now=datetime.now(UTC), chats=chats)
    visitors = {1000 + number: Visitor(1000 + number) for number in range(people)}
    bot = make_bot(DEMO_TOKEN, Telegram(visitors))
    app = App(Settings(_env_file=None), database, bot, hurried_clock())
    await app.prepare()
    app.dispatcher.update.outer_middleware(Glance(visitors))
    taking = asyncio.create_task(app.intake.run())
    for visitor in visitors.values():
        await app.intake.submit(visitor.writes("/start b_junmen-xincun-3"))
        await app.intake.submit(visitor.taps("同意"))
        await app.intake.submit(visitor.taps("是，我住这里"))
    yield Contestant("ours", app.intake.submit, visitors, database.writer, Ticket)
    taking.cancel()
    with suppress(asyncio.CancelledError):
        await taking
    await database.close()


@asynccontextmanager
async def plain(folder: Path, people: int) -> AsyncGenerator[Contestant, None]:
    engine = plain_bot_tables.make_engine(str(folder / "plain.db"))
    dispatcher = await plain_bot.make_dispatcher(engine)
    visitors: People = {1000 + number: PlainVisitor(1000 + number) for number in range(people)}
    bot = make_bot(DEMO_TOKEN, Telegram(visitors))

    async def feed(raw: dict[str, Any]) -> None:
        await dispatcher.feed_update(bot, Update.model_validate(raw, context={"bot": bot}))

    for visitor in visitors.values():
        await feed(visitor.writes("/start"))
    yield Contestant("plain bot", feed, visitors, engine, plain_bot_tables.Ticket)
    await engine.dispose()


async def main(people: int, conversations: int, rounds: int, *, profile: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with AsyncExitStack() as stack:
            both = [
                await stack.enter_async_context(make(Path(folder), people))
                for make in (ours, plain)
            ]
            for contestant in both:
                await contestant.spread()
                await contestant.round(1)
                contestant.rates.clear()
                contestant.costs.clear()
                contestant.statements.clear()
            for _each in range(rounds):
                for contestant in both:
                    await contestant.round(conversations)
            report(both, people * conversations * rounds)
            await measure_many_conversations()
            if profile:
                with cProfile.Profile() as profiler:
                    await both[0].round(conversations)
                pstats.Stats(profiler).sort_stats("cumtime").print_stats(70)
                pstats.Stats(profiler).sort_stats("tottime").print_stats(50)


def report(both: Sequence[Contestant], filed: int) -> None:
    for contestant in both:
        rates = sorted(contestant.rates)
        print(
            f"{contestant.name:<10} {median(rates):6.1f} conversations/s "
            f"({rates[0]:.1f} to {rates[-1]:.1f}), "
            f"{median(contestant.costs):.1f} ms of processor each, "
            f"{contestant.statements.total() / filed / STEPS:.2f} statements an update"
        )
        for statement, count in contestant.statements.most_common(30):
            print(f"    {count / filed:6.2f}  {statement}")
    ratio = median(both[0].rates) / median(both[1].rates)
    cpu = median(both[1].costs) / median(both[0].costs)
    print(f"ours to the plain bot: {ratio:.2f} by the clock, {cpu:.2f} by processor time")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure whole conversations.")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--conversations", type=int, default=4, help="of each, in a round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--profile", action="store_true", help="show where our time goes")
    given = parser.parse_args()
    asyncio.run(main(given.people, given.conversations, given.rounds, profile=given.profile))
