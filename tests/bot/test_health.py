"""/health and /ready: their shapes are read by scripts, so they are held here word for word."""

from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.web.health import State, add_health
from storage.engine import Database

WELL = State(
    loops={"sender of telegram": True},
    channels={"telegram": True, "telegram:east": None},
    leases={"sending": True, "scheduling": False},
)


async def asked(database: Database, path: str, state: State = WELL) -> tuple[int, Any]:
    app = web.Application()
    add_health(app, database, lambda: state)
    async with (
        TestServer(app) as server,
        ClientSession() as http,
        http.get(server.make_url(path)) as response,
    ):
        return response.status, await response.json()


async def test_health_says_what_runs(database: Database) -> None:
    assert await asked(database, "/health") == (
        200,
        {"status": "ok", "loops": {"sender of telegram": True}},
    )


async def test_health_fails_where_something_that_has_to_run_has_ended(database: Database) -> None:
    assert await asked(database, "/health", State(loops={"intake": False})) == (
        503,
        {"status": "failing", "loops": {"intake": False}},
    )


async def test_ready_says_what_it_depends_on(database: Database) -> None:
    assert await asked(database, "/ready") == (
        200,
        {
            "status": "ready",
            "database": True,
            "channels": {"telegram": True, "telegram:east": None},
            "leases": {"sending": "held", "scheduling": "elsewhere"},
        },
    )


async def test_ready_fails_while_the_messenger_does_not_answer(database: Database) -> None:
    status, said = await asked(database, "/ready", State(channels={"telegram": False}))
    assert (status, said["status"]) == (503, "not ready")


async def test_a_database_out_of_reach_is_no_reason_to_restart(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(_self: Database) -> bool:
        return False

    monkeypatch.setattr(Database, "answers", silent)
    assert (await asked(database, "/health"))[0] == 200
    assert (await asked(database, "/ready"))[0] == 503
