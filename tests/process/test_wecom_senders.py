"""Staff are on WeCom, and two processes could send there: one is connected, whatever happens to it.

WeCom closes the older of two connections of a robot, and keeps nothing for one that is away.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import func, select, update

from bench.faults.relay import Relay, a_relay
from bot.roles import Role
from bot.sandbox.wecom import Chat, Gateway, Limits, Shown, add_wecom
from bot.sandbox.wecom.routes import ROBOTS
from bot.sandbox.world import World
from services.people import named_chats
from storage.engine import Database
from storage.tables import Channel, Group, OutboxMessage, OutboxState, Ticket
from tests.process.people import PATIENCE
from tests.process.program import Program, free_port
from tests.process.staff import RESULT
from tests.process.town import Town, found, settings_for

BOT_ID, BOT_SECRET, NAME = "aib-desk", "a-secret", "近邻"
NO_HURRY = Limits(a_minute=1_000, an_hour=10_000)


class Worker:
    """In the staff's group; presses again while no robot is there to hear it."""

    def __init__(self, gateway: Gateway, group: Chat) -> None:
        self._member = gateway.add_member("shegong")
        self._group = group
        gateway.add_to_group(group, self._member.userid)

    def cards(self, number: str) -> list[Shown]:
        """Those that show the request, the latest last."""
        shown = self._member.screen(self._group)
        return [each for each in shown if each.buttons and number in each.text]

    async def resolves(self, number: str) -> None:
        await self._presses("接单", number)
        await self._presses("办结", number)
        await until(lambda: any("写下办理结果" in each.text for each in self._heard(number)))
        self._member.mentions(self._group, RESULT)

    async def _presses(self, label: str, number: str) -> None:
        await until(lambda: label in self._labels(number))
        await until(lambda: self._member.presses(self.cards(number)[-1], label))

    def _labels(self, number: str) -> list[str]:
        return [label for each in self.cards(number)[-1:] for label in each.buttons]

    def _heard(self, number: str) -> list[Shown]:
        shown = self._member.screen(self._group)
        return [each for each in shown if each.from_robot and number in each.text]


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110 - what happens elsewhere tells nobody
            await asyncio.sleep(0.05)


@pytest.fixture
async def town(world: World, postgresql: Database) -> Town:
    return await found(world, postgresql)


@pytest.fixture
def gateway() -> Gateway:
    made = Gateway(lambda: datetime.now(UTC), NO_HURRY)
    made.add_robot(BOT_ID, BOT_SECRET, NAME)
    return made


@pytest.fixture
async def wecom(gateway: Gateway) -> AsyncIterator[str]:
    """Where robots connect."""
    site = web.Application()
    add_wecom(site, gateway)
    async with TestServer(site, host="127.0.0.1") as server:
        yield str(server.make_url(ROBOTS).with_scheme("ws"))


@pytest.fixture
async def worker(town: Town, gateway: Gateway) -> Worker:
    """In the first community's group, which has moved to WeCom."""
    group = gateway.add_group("工作群", [])
    group.opened.add(BOT_ID)
    chat = await named_chats.chat_of(
        town.database, Channel.WECOM, group.id, is_group=True, now=datetime.now(UTC)
    )
    async with town.database.transaction() as session:
        await session.execute(
            update(Group)
            .where(Group.chat_id == town.groups[0])
            .values(channel=chat.channel, chat_id=chat.id)
        )
    return Worker(gateway, group)


@pytest.fixture
async def programs(
    town: Town, telegram: str, wecom: str, worker: Worker, tmp_path: Path
) -> AsyncIterator[dict[str, Program]]:
    """A worker, a scheduler and two senders."""
    port = free_port()
    async with a_relay(Relay([f"http://127.0.0.1:{port}"])) as address:
        settings = settings_for(town, telegram) | {
            "WEBHOOK_URL": address,
            "WEBHOOK_SECRET": "only-telegram-knows",
            "WECOM_BOT_ID": BOT_ID,
            "WECOM_SECRET": BOT_SECRET,
            "WECOM_NAME": NAME,
            "WECOM_URL": wecom,
        }
        made: dict[str, Program] = {}
        for name, role, web_port in (
            ("worker", Role.WORKER, port),
            ("scheduler", Role.SCHEDULER, free_port()),
            ("first", Role.SENDER, free_port()),
            ("second", Role.SENDER, free_port()),
        ):
            folder = tmp_path / name
            folder.mkdir()
            own = {"WEB_PORT": str(web_port)}
            made[name] = Program(folder, settings | own, ("--role", role))
        yield made
        for program in made.values():
            if program.running:
                await program.kill()
            print(program.log)  # noqa: T201 - pytest shows it when the test failed


@pytest.mark.postgresql
async def test_who_sends_is_connected_and_the_other_takes_over(
    town: Town, gateway: Gateway, worker: Worker, programs: dict[str, Program]
) -> None:
    first, second = programs["first"], programs["second"]
    numbers = []

    async def one_is_served() -> None:
        [resident] = await town.move_in(1)
        number = await resident.files()
        await worker.resolves(number)
        await until(lambda: any(RESULT in (each.text or "") for each in resident.screen))
        numbers.append(number)

    for name in ("worker", "scheduler", "first"):
        await programs[name].start()
    await until(lambda: gateway.robots[BOT_ID].connection is not None)
    await second.start()
    await one_is_served()
    await first.kill()
    await one_is_served()
    await first.start()
    second.hang()
    await one_is_served()
    second.go_on()
    await one_is_served()

    async with town.database.reading() as session:
        filed = list(await session.scalars(select(Ticket.number)))
        lost = await session.scalar(
            select(func.count()).where(OutboxMessage.state == OutboxState.GIVEN_UP)
        )
    assert sorted(filed) == sorted(numbers)
    assert lost == 0
    assert "connected to WeCom" in first.log
    assert "connected to WeCom" in second.log
    assert first.running
    assert second.running
