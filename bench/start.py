"""How soon a program answers after it was started, and how much memory it takes.

    python -m bench.start [--rounds 5]

`python -m bot run` on a migrated SQLite file, beside a plain aiogram bot, alone and with the
libraries imported that ours has. All talk over HTTP with the sandbox's Bot API in this process,
where somebody has written /start before they are started. Resident memory is that of the process
(RSS; PSS counts what it shares with others in part), two seconds after its first answer and after
a hundred people more have written what is wrong.
"""

import argparse
import asyncio
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import NamedTuple

from aiohttp import web

from bench.databases import seconds_of
from bot import demo
from bot.sandbox.bot_api import add_bot_api
from bot.sandbox.events import Event
from bot.sandbox.world import World
from storage.engine import Database
from storage.migrate import migrate

ROOT = Path(__file__).parents[1]
PEOPLE = 100
QUIET_SECONDS = 2
WITHIN = 120
"""Seconds in which a program has to answer."""
LIBRARIES = (
    "aiohttp.web",
    "alembic.command",
    "apscheduler.schedulers.asyncio",
    "babel.dates",
    "dateutil.relativedelta",
    "holidays",
    "opencc",
    "opening_hours",
    "PIL.ImageDraw",
    "PIL.ImageFont",
    "pydantic_settings",
    "pyotp",
    "segno",
    "structlog",
    "telegram",
    "typer",
    "xlsxwriter",
)
"""What pyproject.toml names and a plain bot does not import anyway."""


class Measured(NamedTuple):
    seconds: float
    """From the start to the first answer."""
    processor: float
    """Seconds of it, user and system."""
    idle: float
    """Megabytes resident, like the next two."""
    idle_shared: float
    """Where what others have mapped too counts in part (PSS)."""
    used: float
    """After a hundred updates."""


async def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        migrated = Path(folder) / "migrated.db"
        await _prepare(migrated)
        found: dict[str, list[Measured]] = {}
        for round_ in range(rounds + 1):
            for name in ("ours", "plain", "plain with libraries"):
                measured = await _measure(name, migrated)
                # In the first round Python compiles what is imported, and keeps that.
                if round_:
                    found.setdefault(name, []).append(measured)
                    print(f"{name:22}", _line(measured), flush=True)
    print("\nmedians                first answer  processor      idle       PSS  after 100 updates")
    medians = {name: _median(each) for name, each in found.items()}
    for name, each in medians.items():
        print(f"{name:22}", _line(each))
    for name in ("plain", "plain with libraries"):
        ratios = [
            ours / theirs for ours, theirs in zip(medians["ours"], medians[name], strict=True)
        ]
        print(f"ours to {name}:", *(f"{ratio:.2f}" for ratio in ratios))


async def _prepare(file: Path) -> None:
    """The demo community, as it is after a first start."""
    url = f"sqlite+aiosqlite:///{file}"
    await migrate(url)
    database = Database(url)
    await demo.seed(_world(), database, _now)
    await database.close()


async def _measure(name: str, migrated: Path) -> Measured:
    world = _world()
    answers = Answers(world)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bot.db"
        async with _api(world) as api:
            world.start(answers.people[0])
            if name == "ours":
                shutil.copy(migrated, file)
                command = ["-m", "bot", "run"]
            else:
                libraries = LIBRARIES if name.endswith("libraries") else ()
                command = ["-m", "bench.plain_program", str(file), api, world.token, *libraries]
            began = time.perf_counter()
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *command,
                cwd=folder,
                env=_environment(world, api, file, migrated.parent / "compiled"),
            )
            try:
                await answers.to(answers.people[:1])
                seconds = time.perf_counter() - began
                processor = seconds_of(process.pid)
                await asyncio.sleep(QUIET_SECONDS)
                idle = _memory(process.pid)
                for person in answers.people[1:]:
                    world.say(person, person, "楼下路灯不亮了")
                await answers.to(answers.people)
                used = _memory(process.pid)
            finally:
                process.send_signal(signal.SIGTERM)
                await process.wait()
    return Measured(seconds, processor, *idle, used[0])


class Answers:
    """People, and which of them the bot has written to."""

    def __init__(self, world: World) -> None:
        self.people = [world.add_user(f"邻居{number}").id for number in range(PEOPLE + 1)]
        self._bot = world.bot.id
        self._answered: set[int] = set()
        self._more = asyncio.Event()
        world.listen(self._hear)

    def _hear(self, event: Event) -> None:
        sender = event.message.from_user if event.message else None
        if sender is not None and sender.id == self._bot and event.chat_id is not None:
            self._answered.add(event.chat_id)
            self._more.set()

    async def to(self, people: list[int]) -> None:
        async with asyncio.timeout(WITHIN):
            while not self._answered.issuperset(people):
                self._more.clear()
                await self._more.wait()


@asynccontextmanager
async def _api(world: World) -> AsyncIterator[str]:
    site = web.Application()
    add_bot_api(site, world)
    runner = web.AppRunner(site, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def _world() -> World:
    return World(clock=_now)


def _now() -> datetime:
    return datetime.now(UTC)


def _environment(world: World, api: str, file: Path, compiled: Path) -> dict[str, str]:
    return os.environ | {
        "BOT_API_URL": api,
        "BOT_TOKEN": world.token,
        "DATABASE_URL": f"sqlite+aiosqlite:///{file}",
        "LOG_LEVEL": "WARNING",
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(compiled),
        "WEB_PORT": "0",
    }


def _memory(process: int) -> tuple[float, float]:
    """Megabytes: resident, and resident with what is shared counted in part."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:]}
    return kilobytes["Rss"] / 1024, kilobytes["Pss"] / 1024


def _median(found: list[Measured]) -> Measured:
    return Measured(*(median(each) for each in zip(*found, strict=True)))


def _line(measured: Measured) -> str:
    seconds, processor, *megabytes = measured
    return f"{seconds:10.2f} s {processor:8.2f} s " + " ".join(f"{mb:6.0f} MB" for mb in megabytes)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=5)
    asyncio.run(main(parser.parse_args().rounds))
