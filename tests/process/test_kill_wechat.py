"""kill -9 while residents are served on WeChat: callbacks come again, and hardly a message is left.

Every request that was confirmed is there once, with its photos; every promised word has come, or
waits for its reader to write; and WeChat never had to refuse a message.
"""

import asyncio
import json
import random
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import func, select, update

from bot.sandbox.images import SAMPLE_PNG
from bot.sandbox.wechat.api import Call
from bot.sandbox.wechat.follower import Follower
from bot.sandbox.wechat.platform import Platform
from bot.sandbox.wechat.posting import deliver_to
from bot.sandbox.wechat.routes import add_wechat
from storage.tables import (
    Address,
    Channel,
    NamedChat,
    OutboxMessage,
    OutboxState,
    Person,
    Ticket,
    TicketMedia,
)
from tests.process.people import PATIENCE
from tests.process.program import Program
from tests.process.staff import RESULT, Worker
from tests.process.town import Town, settings_for

SEED = 20261127
RESIDENTS = 6
KILLS = 4
WITHIN = 5.0
FIRST_CHAT = 5 * 10**15
NUMBER = re.compile(r"编号 (\d{6}-\d+)")
HOME = re.compile(r"^\d+  (🏠.+)$", re.MULTILINE)
PHOTOS = 3
UNANSWERED = ("unheard", "unanswered")
NO_WINDOW = {45015, 45047}
"""What WeChat answers to a message that it does not take."""


@dataclass
class Resident:
    """Writes what stands on the buttons; writes again what the account did not seem to get."""

    follower: Follower
    numbers: set[str] = field(default_factory=set)
    _read: int = 0

    async def says(self, text: str) -> None:
        self._read = len(self.follower.screen)
        said = await self.follower.say(text)
        while said.outcome in UNANSWERED:
            await asyncio.sleep(0.5)
            said = await self.follower.say(text)

    async def photographs(self) -> None:
        """All at once, as a phone sends what was chosen."""
        self._read, left = len(self.follower.screen), PHOTOS
        while left:
            photos = (self.follower.send_photo(SAMPLE_PNG) for _each in range(left))
            sent = await asyncio.gather(*photos)
            left = sum(each.outcome in UNANSWERED for each in sent)

    async def sees(self, *fragments: str) -> str:
        """The first message since they last wrote that holds all of these."""
        return await self._finds(lambda text: all(each in text for each in fragments))

    async def files(self) -> str:
        await self.says("楼下路灯不亮了")
        await self.sees("改地点")
        await self.photographs()
        await self.sees("照片、语音等", "改地点")
        await self.says("改地点")
        home = HOME.search(await self.sees("在哪里？"))
        assert home is not None
        await self.says(home[1])
        await self.sees("改公开方式")
        await self.says("改公开方式")
        await self.sees("不公开，不留名")
        await self.says("不公开，不留名")
        await self.sees("提交")
        await self.says("提交")
        found = NUMBER.search(await self.sees("提交好了"))
        assert found is not None
        self.numbers.add(found[1])
        return found[1]

    def has_heard(self, fragment: str) -> bool:
        return any(fragment in text for text in self.follower.heard)

    async def _finds(self, wanted: Callable[[str], bool]) -> str:
        async with asyncio.timeout(PATIENCE):
            while True:
                for bubble in self.follower.screen[self._read :]:
                    if bubble.by == "account" and wanted(bubble.text):
                        return bubble.text
                await asyncio.sleep(0.05)


@pytest.fixture
def platform() -> Platform:
    return Platform(lambda: datetime.now(UTC))


@pytest.fixture
async def wechat(platform: Platform) -> AsyncIterator[str]:
    """Where its API is."""
    site = web.Application()
    add_wechat(site, platform)
    async with TestServer(site, host="127.0.0.1") as server:
        yield str(server.make_url("/")).rstrip("/")


@pytest.fixture
async def on_wechat(
    town: Town, telegram: str, platform: Platform, wechat: str, tmp_path: Path
) -> AsyncIterator[Program]:
    account = platform.account
    settings = settings_for(town, telegram) | {
        "WECHAT_APPID": account.appid,
        "WECHAT_SECRET": account.secret,
        "WECHAT_TOKEN": account.token,
        "WECHAT_AES_KEY": account.aes_key,
        "WECHAT_API_URL": wechat,
    }
    made = Program(tmp_path, settings)
    async with deliver_to(f"{made.address}/wechat") as platform.deliver:
        yield made
    if made.running:
        await made.kill()
    print(made.log)  # noqa: T201 - pytest shows it when the test failed


async def move_in(town: Town, platform: Platform) -> list[Resident]:
    """One in each of the first communities; they follow, and agreed long ago."""
    now = datetime.now(UTC)
    followers = [platform.add_person(f"居民{number}") for number in range(RESIDENTS)]
    async with town.database.transaction() as session:
        for number, follower in enumerate(followers):
            chat = FIRST_CHAT + number
            follower.followed_at = now
            named = {"channel": Channel.WECHAT, "chat_id": chat}
            session.add_all(
                [
                    NamedChat(**named, name=follower.openid, met_at=now),
                    Address(**named, external_id=str(chat), person_id=chat, seen_at=now),
                    Person(
                        id=chat,
                        language="zh",
                        name=follower.name,
                        consented_at=now,
                        created_at=now,
                        home_id=town.homes[number],
                    ),
                ]
            )
    return [Resident(follower) for follower in followers]


async def is_served(town: Town, resident: Resident, worker: Worker) -> None:
    number = await resident.files()
    await leave_one_message(town, resident)
    await worker.resolves(number)


async def leave_one_message(town: Town, resident: Resident) -> None:
    """As if the window had been used for other news: WeChat takes one more, and we know it."""
    window = resident.follower.windows.written
    assert window is not None
    window.left = min(window.left, 1)
    theirs = NamedChat.name == resident.follower.openid
    async with town.database.transaction() as session:
        await session.execute(update(NamedChat).where(theirs).values(written_left=window.left))


async def killed_again_and_again(program: Program) -> None:
    chance = random.Random(SEED)  # noqa: S311 - a test that can be repeated, not a secret
    for _kill in range(KILLS):
        await program.is_up()
        await asyncio.sleep(chance.uniform(0, WITHIN))
        await program.kill()
        await program.start()


async def until_all_is_said(town: Town, residents: list[Resident]) -> None:
    """They write once more, as people do, and what waited for that comes."""
    for resident in residents:
        await resident.says("谢谢")
    waits = select(func.count()).where(OutboxMessage.state == OutboxState.WAITING)
    async with asyncio.timeout(PATIENCE):
        while True:
            async with town.database.reading() as session:
                if not await session.scalar(waits):
                    return
            await asyncio.sleep(0.1)


async def test_requests_are_filed_once_and_every_word_arrives(
    town: Town, platform: Platform, on_wechat: Program
) -> None:
    residents = await move_in(town, platform)
    served = (is_served(town, *each) for each in zip(residents, town.workers(), strict=False))
    await on_wechat.start()
    await asyncio.gather(*served, killed_again_and_again(on_wechat))
    await on_wechat.is_up()
    await until_all_is_said(town, residents)

    async with town.database.reading() as session:
        filed = (await session.scalars(select(Ticket.number))).all()
        photos = await session.execute(
            select(TicketMedia.ticket_id, func.count()).group_by(TicketMedia.ticket_id)
        )
        given_up = await session.scalar(
            select(func.count()).where(OutboxMessage.state == OutboxState.GIVEN_UP)
        )
    assert sorted(filed) == sorted(number for each in residents for number in each.numbers)
    # What a phone sends again, because nobody answered, may have been taken in already.
    assert [count >= PHOTOS for _ticket, count in photos] == [True] * len(residents)
    assert given_up == 0
    assert [each for each in residents if not each.has_heard(RESULT)] == []
    refused = [json.loads(each.answer.body).get("errcode") for each in sent(platform)]
    assert not NO_WINDOW.intersection(refused)


def sent(platform: Platform) -> list[Call]:
    return [each for each in platform.calls if each.path == "/cgi-bin/message/custom/send"]
