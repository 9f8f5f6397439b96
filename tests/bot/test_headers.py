"""Every answer of the web server carries the same headers, and none says what answers."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.sandbox.bot_api import add_bot_api
from bot.sandbox.phones import add_sandbox
from bot.sandbox.world import World
from bot.web.certificates import add_certificates
from bot.web.headers import HEADERS, add_security_headers
from bot.web.health import add_health
from storage.engine import Database
from tests.conftest import copy_of


@pytest.fixture
async def address(tmp_path: Path, sqlite_template: Path) -> AsyncIterator[str]:
    database = Database(copy_of(sqlite_template, tmp_path / "jinlin.db"))
    world = World(clock=lambda: datetime.now(UTC))
    app = web.Application()
    add_health(app, database)
    add_certificates(app, database)
    add_bot_api(app, world)
    add_sandbox(app, world)
    add_security_headers(app)
    async with TestServer(app) as server:
        yield str(server.make_url("/")).rstrip("/")
    await database.close()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/health", 200),
        ("/certificates/none", 404),
        ("/", 200),
        ("/sandbox/page/js/main.js", 200),
        ("/sandbox/world", 200),
        ("/sandbox/files/none", 404),
        ("/bot1:wrong/getMe", 401),
        ("/nowhere", 404),
    ],
)
async def test_what_every_answer_carries(address: str, path: str, status: int) -> None:
    async with ClientSession() as http, http.get(address + path) as answer:
        assert answer.status == status
        assert "Server" not in answer.headers
        for name in HEADERS:
            assert len(answer.headers.getall(name)) == 1, name
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
