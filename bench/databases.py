"""Databases for benches, and what their servers' processes have used."""

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import URL, text

from storage.engine import Database
from tests.conftest import administer


@asynccontextmanager
async def on_postgresql(server: URL, name: str = "bench") -> AsyncGenerator[URL, None]:
    """An empty database of this process alone, gone afterwards."""
    made = f"jinlin_{name}_{os.getpid()}"
    await administer(server, f"CREATE DATABASE {made}")
    try:
        yield server.set(database=made)
    finally:
        await administer(server, f"DROP DATABASE {made} WITH (FORCE)")


async def seconds_of_server(database: Database) -> float:
    """Of processor time that PostgreSQL's processes for this database have had."""
    if database.is_sqlite:
        return 0.0
    mine = text("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
    async with database.reading() as session:
        return sum(map(seconds_of, await session.scalars(mine)))


def seconds_of(pid: int) -> float:
    """Of processor time that a process has had, user and system; none once it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
