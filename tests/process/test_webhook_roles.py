"""A group that has a webhook alone, served by processes that share the work on PostgreSQL.

A page is read from one worker and sent to another, as behind a proxy; its answer is on either, what
the group is told leaves by the sender, and the scheduler has bound it.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import ClientSession, FormData, web
from aiohttp.test_utils import TestServer
from sqlalchemy import func, select

from bench.faults.relay import Relay, a_relay
from bot.roles import Role
from bot.sandbox.images import SAMPLE_PNG
from bot.sandbox.wecom import Chat, Gateway, add_wecom
from bot.sandbox.wecom.routes import WEBHOOKS
from bot.sandbox.world import World
from storage.engine import Database
from storage.tables import Area, Channel, Group, OutboxMessage, OutboxState
from tests.process.people import PATIENCE
from tests.process.program import Program, free_port
from tests.process.staff import RESULT
from tests.process.test_wecom_senders import until
from tests.process.town import Town, found, settings_for

_LINK = re.compile(r"(/t/[\w-]+)")
_BUTTON = r'<button name="press" value="([^"]+)">{label}</button>'
_OWN_PATH = re.compile(r"/t/[\w-]+$")


class Office:
    """Members of the group, whose phones reach either worker."""

    def __init__(self, group: Chat, addresses: list[str], http: ClientSession) -> None:
        self.group = group
        self.first, self.second = addresses
        self._http = http

    async def link(self, *words: str) -> str:
        """Of the message that says so."""
        await until(lambda: bool(self._links(words)))
        return self._links(words)[-1]

    def _links(self, words: Sequence[str]) -> list[str]:
        texts = [each.text for each in self.group.posts if all(word in each.text for word in words)]
        return [found[1] for each in texts if (found := _LINK.search(each))]

    async def press(self, link: str, label: str, name: str, *, at: str) -> tuple[str, str]:
        """On the page as the first worker shows it, sent to one: the next page, and its link."""
        async with self._http.get(self.first + link) as answer:
            page = await answer.text()
        pressed = re.search(_BUTTON.format(label=f"[^<]*{label}"), page)
        assert pressed, page
        return await self._send(at + link, {"name": name, "press": pressed[1]})

    async def write(self, link: str, words: str, photo: bytes, *, at: str) -> tuple[str, str]:
        form = FormData({"words": words})
        form.add_field("photo", photo, filename="灯.png", content_type="image/png")
        return await self._send(at + link, form)

    async def _send(self, url: str, form: dict[str, str] | FormData) -> tuple[str, str]:
        async with self._http.post(url, data=form) as answer:
            next_link = _OWN_PATH.search(answer.url.path)
            assert next_link
            return await answer.text(), next_link[0]


@pytest.fixture
async def town(world: World, postgresql: Database) -> Town:
    return await found(world, postgresql)


@pytest.fixture
def gateway() -> Gateway:
    return Gateway(lambda: datetime.now(UTC))


@pytest.fixture
async def webhooks(gateway: Gateway) -> AsyncIterator[str]:
    site = web.Application()
    add_wecom(site, gateway)
    async with TestServer(site, host="127.0.0.1") as server:
        yield str(server.make_url(WEBHOOKS))


@pytest.fixture
async def programs(
    town: Town, telegram: str, gateway: Gateway, webhooks: str, tmp_path: Path
) -> AsyncIterator[dict[str, Program]]:
    """Two workers, a sender and a scheduler; the group serves the first community."""
    key = gateway.add_webhook(gateway.add_group("工作群", []))
    async with town.database.reading() as session:
        code = await session.scalar(select(Area.code).where(Area.id == town.homes[0]))
    ports = {name: free_port() for name in ("first", "second", "sender", "scheduler")}
    roles = {"sender": Role.SENDER, "scheduler": Role.SCHEDULER}
    async with a_relay(Relay([f"http://127.0.0.1:{ports['first']}"])) as address:
        settings = settings_for(town, telegram) | {
            "WEBHOOK_URL": address,
            "WEBHOOK_SECRET": "only-telegram-knows",
            "WECOM_WEBHOOKS": f"{code}/staff={key}",
            "WECOM_WEBHOOK_URL": webhooks,
            "PUBLIC_URL": f"http://127.0.0.1:{ports['first']}",
        }
        made = {}
        for name, port in ports.items():
            (folder := tmp_path / name).mkdir()
            role = roles.get(name, Role.WORKER)
            made[name] = Program(folder, settings | {"WEB_PORT": str(port)}, ("--role", role))
        yield made
        for program in made.values():
            if program.running:
                await program.kill()
            print(program.log)  # noqa: T201 - pytest shows it when the test failed


@pytest.mark.postgresql
async def test_a_request_is_worked_on_by_links_whichever_process_answers(
    town: Town, gateway: Gateway, programs: dict[str, Program]
) -> None:
    for program in programs.values():
        await program.start()
    for program in programs.values():
        await program.is_up()
    await is_bound(town.database)
    [resident] = await town.move_in(1)
    number = await resident.files()
    [group] = gateway.groups.values()
    addresses = [programs[each].address for each in ("first", "second")]
    async with ClientSession() as http:
        office = Office(group, addresses, http)
        link = await office.link(number, "待接单")
        pages = await asyncio.gather(
            office.press(link, "接单", "社工甲", at=office.first),
            office.press(link, "接单", "社工乙", at=office.second),
        )
        [[_page, taken]] = [each for each in pages if "用过了" not in each[0]]
        assert taken != link
        await office.link(number, "处理中")
        page, asked = await office.press(taken, "办结", "", at=office.second)
        assert "写在下面" in page
        page, _done = await office.write(asked, RESULT, SAMPLE_PNG, at=office.first)
        assert "办结了" in page
    await until(lambda: any(each.photo for each in resident.screen))
    assert any(RESULT in (each.caption or each.text or "") for each in resident.screen)
    async with town.database.reading() as session:
        lost = select(func.count()).where(OutboxMessage.state == OutboxState.GIVEN_UP)
        assert await session.scalar(lost) == 0
    for program in programs.values():
        assert await program.stop() == 0
        assert link not in program.log


async def is_bound(database: Database) -> None:
    ours = select(Group.id).where(Group.channel == Channel.WECOM_WEBHOOK)
    async with asyncio.timeout(PATIENCE):
        while True:
            async with database.reading() as session:
                if await session.scalar(ours) is not None:
                    return
            await asyncio.sleep(0.05)
