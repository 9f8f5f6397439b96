"""Databases for tests: `database` runs a test on SQLite and on PostgreSQL, each migrated and empty.

A SQLite file is migrated once a session and copied for each test. PostgreSQL gets a database of
its own for each process of the run, emptied between tests; without a server its tests are
skipped, except where the environment variable CI is set: there nothing may be missing.
"""

import asyncio
import gc
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import URL, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage import engine
from storage.engine import Database
from storage.migrate import migrate
from storage.tables import Base

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
# The first example imports and compiles; on a busy machine that alone takes the 200 ms allowed.

IN_MEMORY = Path("/dev/shm")
ENOUGH = 4 << 30
"""Bytes for the files of a whole run; those of tests that passed are deleted at once."""


def pytest_configure() -> None:
    """Put the tests' files in memory, where a COMMIT does not wait for a disk."""
    if IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ENOUGH:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: tests of processes and of browsers mostly wait."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """What was imported stays: a collection that looks at all of it takes a quarter of a second."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """SQLite's engines share what they have compiled: a test makes two, and to compile the same
    hundred statements for each takes a sixth of a dialogue."""
    shared: dict[bool, AsyncEngine] = {}
    make = engine._sqlite_engine

    def make_sharing(url: URL, *, writes: bool) -> AsyncEngine:
        made = make(url, writes=writes)
        first = shared.setdefault(writes, made).sync_engine
        made.sync_engine.dialect = first.dialect
        made.sync_engine._compiled_cache = first._compiled_cache
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "_sqlite_engine", make_sharing)
        yield


ASYNCPG_DEFAULT = "postgresql+asyncpg://"
"""The local server, as asyncpg finds it by itself."""


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy: migrating for each test would take most of its time."""
    path = tmp_path_factory.mktemp("template") / "jinlin.db"
    asyncio.run(migrate(sqlite_url(path)))
    return path


@contextmanager
def postgresql_database(name: str) -> Iterator[URL]:
    """A migrated database of this process alone, dropped at the end."""
    server = make_url(os.environ.get("TEST_DATABASE_URL", ASYNCPG_DEFAULT))
    name = f"jinlin_{name}_{os.getpid()}"
    try:
        asyncio.run(administer(server, f"CREATE DATABASE {name}"))
    except (OSError, DBAPIError) as error:
        reason = f"no PostgreSQL to test on ({type(error).__name__}); see TEST_DATABASE_URL"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    url = server.set(database=name)
    try:
        asyncio.run(migrate(url))
        yield url
    finally:
        asyncio.run(administer(server, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[URL]:
    """For all tests of this process."""
    with postgresql_database("test") as url:
        yield url


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)],
)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> URL:
    """A migrated, empty database, once of each kind."""
    if request.param == "sqlite":
        return copy_of(request.getfixturevalue("sqlite_template"), tmp_path / "jinlin.db")
    url: URL = request.getfixturevalue("postgresql_url")
    asyncio.run(empty(url))
    return url


@pytest.fixture
async def database(database_url: URL) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.close()


@pytest.fixture
async def postgresql(postgresql_url: URL) -> AsyncIterator[Database]:
    """For what SQLite's single process has no part in; mark the test `postgresql`."""
    await empty(postgresql_url)
    database = Database(postgresql_url)
    yield database
    await database.close()


def sqlite_url(path: Path) -> URL:
    return URL.create("sqlite+aiosqlite", database=str(path))


def copy_of(template: Path, path: Path) -> URL:
    shutil.copyfile(template, path)
    return sqlite_url(path)


EMPTY = """
DO $$
DECLARE
    name text;
    is_used boolean;
BEGIN
    -- Past foreign keys, and past the triggers that keep timelines from being deleted.
    SET LOCAL session_replication_role = replica;
    FOREACH name IN ARRAY ARRAY[{names}] LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO is_used;
        IF pg_relation_size(quote_ident(name)) > 1024 * 1024 THEN
            EXECUTE format('TRUNCATE %I CASCADE', name);
        ELSIF is_used THEN
            EXECUTE format('DELETE FROM %I', name);
        END IF;
    END LOOP;
    PERFORM setval(format('%I.%I', schemaname, sequencename), start_value, false)
    FROM pg_sequences WHERE last_value IS NOT NULL;
END $$
"""
"""As TRUNCATE of every table with RESTART IDENTITY, which makes new files for each of them and
waits for the disk: half a second a test. Few are used; what grew large is truncated, since its dead
rows would stay."""


async def empty(url: URL) -> None:
    names = ", ".join(f"'{table.name}'" for table in Base.metadata.sorted_tables)
    await administer(url, EMPTY.format(names=names))


async def administer(url: URL, statement: str) -> None:
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            await connection.execute(text(statement))
    finally:
        await engine.dispose()
