"""The sandbox's clock over HTTP, with the real program at work behind it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot import demo
from bot.app import App, make_bot
from bot.sandbox.clock import add_clock
from bot.sandbox.events import Event
from bot.sandbox.session import WorldSession
from bot.sandbox.travel import Travel, tomorrow
from bot.sandbox.world import World
from bot.settings import Settings
from storage.engine import Database
from tests.conftest import copy_of

FUZHOU = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=FUZHOU)


@pytest.fixture
def world() -> World:
    return World(clock=lambda: MONDAY.astimezone(UTC))


@pytest.fixture
async def clock(
    world: World, sqlite_template: Path, tmp_path: Path
) -> AsyncIterator[ClientSession]:
    """A browser at a desk that works, with the demo community."""
    database = Database(copy_of(sqlite_template, tmp_path / "jinlin.db"))
    await demo.seed(world, database, world.clock)
    world.updates.pending.clear()
    travel = Travel(world, FUZHOU)
    site = web.Application()
    add_clock(site, travel)
    bot = make_bot(world.token, WorldSession(world))
    app = App(Settings(_env_file=None), database, bot, world.clock, world.steady)
    async with (
        TestServer(site) as server,
        ClientSession(server.make_url("/")) as browser,
        app.running(),
    ):
        travel.begin(app)
        yield browser
    await database.close()


async def move(clock: ClientSession, goal: str, status: int = 200) -> Any:
    async with clock.post("/sandbox/clock", json={"to": goal}) as response:
        answer = await response.json()
    assert response.status == status, answer
    return answer


async def test_it_tells_the_next_deadline_and_moves_there(clock: ClientSession) -> None:
    async with clock.get("/sandbox/clock") as response:
        assert await response.json() == {
            "now": "2026-11-23T01:00:00+00:00",
            "next": {"at": "2026-11-23T01:30:00+00:00", "kind": "lunch", "title": "军门长者食堂"},
            "zone": "Asia/Shanghai",
            "ahead": 0,
            "moving": False,
        }
    moved = await move(clock, "deadline")
    assert moved["now"].startswith("2026-11-23T01:30:")
    assert moved["next"]["kind"] == "supper"


async def test_what_falls_due_on_the_way_has_happened_when_it_is_there(
    clock: ClientSession, world: World
) -> None:
    assert (await move(clock, "hour"))["now"] >= "2026-11-23T02:00:00+00:00"
    staff = next(chat for chat in world.rooms.values() if chat.chat.title == demo.STAFF_GROUP)
    said = [message.text or message.caption or "" for message in staff.messages.values()]
    assert any("这一处还对吗" in each for each in said)


async def test_on_the_way_it_stops_at_each_deadline_and_full_hour(
    clock: ClientSession, world: World
) -> None:
    stops: list[str] = []

    def note(event: Event) -> None:
        if event.type == "clock":
            stops.append(f"{world.clock().astimezone(FUZHOU):%H:%M}")

    world.listen(note)
    await move(clock, "tomorrow")
    assert stops[:7] == ["09:30", "10:00", "11:00", "12:00", "13:00", "14:00", "14:30"]


async def test_a_world_comes_back_as_far_ahead_as_it_was_left(world: World, tmp_path: Path) -> None:
    kept = World(clock=world.clock, path=tmp_path / "sandbox.json")
    kept.move_clock(tomorrow(MONDAY, FUZHOU) - MONDAY)
    kept.save()
    assert World(clock=world.clock, path=tmp_path / "sandbox.json").clock().day == 24


@pytest.mark.parametrize(
    ("hour", "then"),
    [(9, (24, 9)), (20, (24, 20)), (23, (25, 9)), (3, (24, 9))],
    ids=["morning", "evening", "late", "night"],
)
def test_tomorrow_is_a_day_on_and_by_day(hour: int, then: tuple[int, int]) -> None:
    there = tomorrow(MONDAY.replace(hour=hour), FUZHOU)
    assert (there.day, there.hour) == then


async def test_a_refusal_is_in_plain_words(world: World) -> None:
    site = web.Application()
    add_clock(site, Travel(world, FUZHOU))
    async with TestServer(site) as server, ClientSession(server.make_url("/")) as browser:
        assert await move(browser, "hour", 400) == {"error": "The program is still starting."}
        async with browser.post("/sandbox/clock", data="?") as response:
            assert await response.json() == {"error": "“to” is missing."}
