"""Complaint conversations a second with four webhook workers beside one, on PostgreSQL.

    python -m bench.workers [--workers 4] [--people 400] [--conversations 400] [--rounds 2]

The whole program as processes: `python -m bot run --role worker`, and this process as Telegram,
which posts each update to the next worker as a balancer would. Somebody files a street light that
is out, in eight steps, and says the next when the last is answered: 200, which comes when what is
answered is committed to the outbox. Nothing is sent from there: how much Telegram takes is not
measured here. As many write at once as keep batches full on both sides, as in a storm: with few
people four workers have small batches, each of which costs its statements again. Rounds with one
worker and with all alternate over the same database.
"""

import argparse
import asyncio
import itertools
import os
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from aiohttp import ClientSession, TCPConnector, web
from aiohttp.test_utils import TestServer
from sqlalchemy import func, make_url, select

from bench.contestants import prepare
from bench.databases import on_postgresql, seconds_of, seconds_of_server
from bench.visitors import RawUpdate, Visitor
from bot.sandbox.core import BOT_ID, DEMO_TOKEN
from bot.web.routes import SECRET_HEADER, WEBHOOK_PATH
from storage.engine import Database
from storage.tables import Address, Area, Channel, Person, Ticket

SERVER = "postgresql+asyncpg://"
"""The local one, as asyncpg finds it by itself."""
SECRET = "bench"  # noqa: S105 - of a webhook on this machine
FIRST_PERSON, FIRST_PORT = 5_000_000, 18_081
ROOT = Path(__file__).parents[1]


class Typist(Visitor):
    """Says what stands on the button, so that nobody has to read the answer for them."""

    def files(self) -> Iterator[RawUpdate]:
        yield self.writes("楼下路灯不亮了")
        yield self.photographs()
        for words in ("3号楼东侧第二盏", "改类别", "路灯不亮"):
            yield self.writes(words)
        for words in ("改公开方式", "不公开，可以叫我的称呼", "提交"):
            yield self.writes(words)


@dataclass
class Measured:
    rates: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    """Milliseconds of processor time a conversation, of workers and PostgreSQL: steadier."""
    answers: list[float] = field(default_factory=list)
    """Milliseconds from an update's post to its 200."""

    def said(self, name: str) -> str:
        cuts = quantiles(self.answers, n=100)
        return (
            f"{name:<12} {median(self.rates):6.1f} conversations/s "
            f"({min(self.rates):.1f} to {max(self.rates):.1f}), {median(self.costs):.0f} ms of "
            f"processor each; an answer is committed after {cuts[49]:.0f} ms (p50), "
            f"{cuts[98]:.0f} ms (p99)"
        )


@dataclass(frozen=True)
class Worker:
    webhook: str
    pid: int


async def busy(database: Database, workers: Sequence[Worker]) -> float:
    """Milliseconds of processor time that they and PostgreSQL have used for this database."""
    used = await seconds_of_server(database) + sum(seconds_of(each.pid) for each in workers)
    return 1000 * used


@asynccontextmanager
async def a_database() -> AsyncIterator[Database]:
    """Of this run alone."""
    async with on_postgresql(make_url(SERVER)) as url:
        database = Database(url)
        try:
            yield database
        finally:
            await database.close()


async def people_who_live_there(database: Database, count: int) -> list[Typist]:
    """They agreed and live in a building; each of them files once."""
    now = datetime.now(UTC)
    codes = await prepare(database)
    ids = range(FIRST_PERSON, FIRST_PERSON + count)
    async with database.transaction() as session:
        homes = itertools.cycle(await session.scalars(select(Area.id).where(Area.code.in_(codes))))
        session.add_all(
            Person(id=each, language="zh", consented_at=now, created_at=now, home_id=next(homes))
            for each in ids
        )
        await session.flush()
        session.add_all(
            Address(
                channel=Channel.TELEGRAM,
                external_id=str(each),
                person_id=each,
                chat_id=each,
                seen_at=now,
            )
            for each in ids
        )
    return [Typist(each) for each in ids]


@asynccontextmanager
async def a_telegram() -> AsyncIterator[str]:
    """What workers ask of it: who they are."""

    async def answer(_request: web.Request) -> web.Response:
        me = {"id": BOT_ID, "is_bot": True, "first_name": "近邻", "username": "jinlin_bot"}
        return web.json_response({"ok": True, "result": me})

    app = web.Application()
    app.router.add_route("*", "/{any:.*}", answer)
    async with TestServer(app, host="127.0.0.1") as server:
        yield str(server.make_url("/")).rstrip("/")


@asynccontextmanager
async def a_worker(
    database: Database, telegram: str, port: int, folder: str
) -> AsyncIterator["Worker"]:
    """Once it answers."""
    base = f"http://127.0.0.1:{port}"
    settings = {
        "BOT_TOKEN": DEMO_TOKEN,
        "BOT_API_URL": telegram,
        "DATABASE_URL": database.url.render_as_string(hide_password=False),
        "WEB_PORT": str(port),
        "WEBHOOK_URL": base,
        "WEBHOOK_SECRET": SECRET,
        "LOG_LEVEL": "WARNING",
    }
    command = ("-m", "bot", "run", "--role", "worker")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **settings},
    )
    try:
        async with ClientSession() as http:
            while True:
                try:
                    async with http.get(f"{base}/ready") as response:
                        if response.ok:
                            break
                except OSError:
                    await asyncio.sleep(0.1)
        yield Worker(f"{base}{WEBHOOK_PATH}", process.pid)
    finally:
        process.terminate()
        await process.wait()


async def a_round(
    http: ClientSession, workers: Sequence[Worker], people: Iterator[Typist], shape: "Shape"
) -> tuple[float, list[float]]:
    """Conversations a second, and how long each answer took."""
    turns, answers = itertools.cycle(worker.webhook for worker in workers), list[float]()
    filing = itertools.islice(people, shape.conversations)

    async def post(update: RawUpdate) -> None:
        began = time.perf_counter()
        headers = {SECRET_HEADER: SECRET}
        async with http.post(next(turns), json=update, headers=headers) as response:
            assert response.status == 200, response.status
        answers.append(1000 * (time.perf_counter() - began))

    async def one_after_another() -> None:
        for person in filing:
            for update in person.files():
                await post(update)

    began = time.perf_counter()
    await asyncio.gather(*(one_after_another() for _at_once in range(shape.people)))
    return shape.conversations / (time.perf_counter() - began), answers


@dataclass(frozen=True)
class Shape:
    workers: int
    people: int
    """At once."""
    conversations: int
    rounds: int


async def main(shape: Shape) -> None:
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory())
        database = await stack.enter_async_context(a_database())
        warming_up = shape.people
        count = warming_up + 2 * shape.rounds * shape.conversations
        people = iter(await people_who_live_there(database, count))
        telegram = await stack.enter_async_context(a_telegram())
        workers = [
            await stack.enter_async_context(a_worker(database, telegram, FIRST_PORT + at, folder))
            for at in range(shape.workers)
        ]
        http = await stack.enter_async_context(ClientSession(connector=TCPConnector(limit=0)))
        sides = {"one worker": workers[:1], f"{shape.workers} workers": workers}
        found = {name: Measured() for name in sides}
        warm = Shape(shape.workers, shape.people, warming_up, 1)
        await a_round(http, workers, people, warm)
        for _round in range(shape.rounds):
            for name, side in sides.items():
                before = await busy(database, workers)
                rate, answers = await a_round(http, side, people, shape)
                spent = await busy(database, workers) - before
                found[name].costs.append(spent / shape.conversations)
                found[name].rates.append(rate)
                found[name].answers += answers
        async with database.reading() as session:
            filed = await session.scalar(select(func.count(Ticket.id)))
        assert filed == count, f"{filed} requests instead of {count}"
        for name, measured in found.items():
            print(measured.said(name))
        one, all_of_them = (median(measured.rates) for measured in found.values())
        print(f"{shape.workers} workers to one: {all_of_them / one:.2f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure several workers beside one.")
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--people", type=int, default=400, help="at once")
    parser.add_argument("--conversations", type=int, default=400, help="in a round")
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    asyncio.run(main(Shape(given.workers, given.people, given.conversations, given.rounds)))
