"""What the program stands on while it is harmed: a database, a Telegram, people to serve."""

import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from bench.databases import on_postgresql
from bench.faults.proxy import Wire, a_wire
from bench.faults.telegram import BadTelegram
from bot.sandbox.world import World
from storage.engine import Database
from storage.migrate import migrate
from tests.conftest import sqlite_url
from tests.process.people import Resident
from tests.process.program import Program
from tests.process.staff import Worker
from tests.process.town import Town, a_telegram, found, settings_for

SEED = 20261126
POSTGRESQL = make_url("postgresql+asyncpg://127.0.0.1:5432/postgres")


class MissingError(Exception):
    """Something that a scenario needs is not there: it cannot be tried."""


@dataclass
class Stage:
    town: Town
    folder: Path
    """Of what the processes leave."""
    settings: dict[str, str]
    telegram: BadTelegram
    wire: Wire | None
    """The program's way to PostgreSQL."""
    residents: list[Resident]
    workers: list[Worker]
    programs: list[Program]

    @property
    def database_file(self) -> Path:
        """On SQLite."""
        assert self.town.database.url.database is not None
        return Path(self.town.database.url.database)

    def program(self, *arguments: str, settings: Mapping[str, str] | None = None) -> Program:
        """One more process; ended with the stage."""
        folder = self.folder / f"process-{len(self.programs)}"
        folder.mkdir()
        made = Program(folder, self.settings | dict(settings or {}), arguments)
        self.programs.append(made)
        return made


@asynccontextmanager
async def a_stage(
    people: int, *, postgresql: bool, disk: Path | None = None
) -> AsyncIterator[Stage]:
    """`disk` is where SQLite's file lies, if not beside the logs."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        wire = None
        if postgresql:
            database = await stack.enter_async_context(_on_postgresql())
            wire = await stack.enter_async_context(a_wire("127.0.0.1", 5432))
        else:
            database = await _on_sqlite((disk or folder) / "jinlin.db")
        stack.push_async_callback(database.close)
        world = World(clock=lambda: datetime.now(UTC))
        telegram = BadTelegram(SEED)
        address = await stack.enter_async_context(a_telegram(world, telegram.middleware))
        town = await found(world, database)
        settings = settings_for(town, address)
        if wire is not None:
            through = database.url.set(host="127.0.0.1", port=wire.port)
            settings["DATABASE_URL"] = through.render_as_string(hide_password=False)
        residents = await town.move_in(people)
        stage = Stage(town, folder, settings, telegram, wire, residents, town.workers(), [])
        stack.push_async_callback(_end, stage)
        yield stage


async def _on_sqlite(path: Path) -> Database:
    await migrate(sqlite_url(path))
    return Database(sqlite_url(path))


@asynccontextmanager
async def _on_postgresql() -> AsyncIterator[Database]:
    async with AsyncExitStack() as stack:
        try:
            url = await stack.enter_async_context(on_postgresql(POSTGRESQL, "faults"))
        except (OSError, DBAPIError) as error:
            raise MissingError(f"PostgreSQL ({type(error).__name__})") from error
        await migrate(url)
        yield Database(url)


async def _end(stage: Stage) -> None:
    for program in stage.programs:
        if program.running:
            await program.kill()
