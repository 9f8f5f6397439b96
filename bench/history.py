"""What daily work costs with three years of a district behind it, and with next to nothing.

    python -m bench.history [--tickets 1000000] [--rounds 5] [--people 20] [--postgresql URL]

A million requests come with 700,000 people, 100,000 places, three million lines of timelines and as
many bookings, tasks and cards as go with them (bench/district.py). Whole conversations go through
intake and sender, as in bench/conversation.py; looks are asked for by the services themselves, and
erasing is rolled back. Small and large alternate in one run, on SQLite or on a PostgreSQL server.
Processor time is that of this process, on PostgreSQL together with the server's.
"""

import argparse
import asyncio
import tempfile
import time
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

from sqlalchemy import URL, make_url

from bench import district
from bench.contestant import Contestant
from bench.contestants import at_work, prepare
from bench.databases import on_postgresql, seconds_of_server
from bench.looks import LOOKS, Look
from storage.engine import Database

FEW = district.LEAST
CONVERSATION = "a conversation"


class City:
    """A database with so much history, somebody at work on it, and what things took there."""

    def __init__(self, tickets: int, database: Database, desk: Contestant) -> None:
        self.tickets = tickets
        self.database = database
        self.desk = desk
        self.clock: dict[str, list[float]] = {}
        self.processor: dict[str, list[float]] = {}
        """Milliseconds, by what was done."""

    async def warm_up(self) -> None:
        """What is built and cached once is not what is measured."""
        await self.converse(1)
        for name, look in LOOKS.items():
            await self.look(name, look, range(90, 92))
        self.clock.clear()
        self.processor.clear()

    async def converse(self, conversations: int) -> None:
        self.desk.forget_rounds()
        server = await seconds_of_server(self.database)
        await self.desk.round(conversations)
        done = conversations * len(self.desk.people)
        busy = self.desk.costs[0] + 1000 * (await seconds_of_server(self.database) - server) / done
        self._note(CONVERSATION, self.desk.conversation_ms, busy)
        self.desk.conversation_ms = []

    async def look(self, name: str, look: Look, numbers: range) -> None:
        server, cpu = await seconds_of_server(self.database), time.process_time()
        took = []
        for number in numbers:
            began = time.perf_counter()
            await look(self.database, district.FIRST + 400 + number)
            took.append(1000 * (time.perf_counter() - began))
        busy = time.process_time() - cpu + await seconds_of_server(self.database) - server
        self._note(name, took, 1000 * busy / len(numbers))

    def _note(self, name: str, took: list[float], busy: float) -> None:
        self.clock.setdefault(name, []).extend(took)
        self.processor.setdefault(name, []).append(busy)


async def main(tickets: int, rounds: int, people: int, server: URL | None) -> None:
    async with AsyncExitStack() as stack:
        if server is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            urls = [
                URL.create("sqlite+aiosqlite", database=str(folder / f"{size}.db"))
                for size in ("small", "large")
            ]
        else:
            urls = [
                await stack.enter_async_context(on_postgresql(server, size))
                for size in ("small", "large")
            ]
        await compare("SQLite" if server is None else "PostgreSQL", urls, tickets, rounds, people)


async def compare(kind: str, urls: list[URL], tickets: int, rounds: int, people: int) -> None:
    async with AsyncExitStack() as stack:
        cities = []
        for url, size in zip(urls, (FEW, tickets), strict=True):
            database = Database(url)
            stack.push_async_callback(database.close)
            homes = await prepare(database)
            began = time.perf_counter()
            await district.fill(database, size, datetime.now(UTC))
            print(f"{kind}: {size:,} requests filled in {time.perf_counter() - began:.0f} s")
            desk = await stack.enter_async_context(at_work(kind, database, homes, people))
            cities.append(City(size, database, desk))
        for city in cities:
            await city.warm_up()
        for number in range(rounds):
            for city in cities:
                await city.converse(2)
            for name, look in LOOKS.items():
                for city in cities:
                    await city.look(name, look, range(number * 10, number * 10 + 10))
        report(kind, *cities)


def report(kind: str, few: City, many: City) -> None:
    print(f"{kind}: p50 / p95 in ms with {few.tickets:,} and {many.tickets:,} requests")
    for name in few.clock:
        took = [
            f"{median(each):8.2f} / {quantiles(each, n=20)[18]:8.2f}"
            for each in (few.clock[name], many.clock[name])
        ]
        clock = median(many.clock[name]) / median(few.clock[name])
        busy = median(many.processor[name]) / median(few.processor[name])
        print(f"{name:<18}{took[0]}  {took[1]}  {clock:.2f} by clock, {busy:.2f} by processor")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure whether cost grows with history.")
    parser.add_argument("--tickets", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument(
        "--postgresql", type=make_url, help="a server's URL, such as postgresql+asyncpg://"
    )
    given = parser.parse_args()
    asyncio.run(main(given.tickets, given.rounds, given.people, given.postgresql))
