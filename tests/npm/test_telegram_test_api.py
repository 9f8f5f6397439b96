"""A request is filed against npm's telegram-test-api.

It has gaps: it ignores getUpdates' timeout and offset, its getMe lacks is_bot, its callback queries
lack chat_instance, and it knows no more than nine methods. So people here answer in words, which
works wherever taps do not, and the bot has to live with the rest.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from sqlalchemy import select

from storage.engine import Database
from storage.importing import import_demo
from storage.tables import OutboxMessage, OutboxState, Ticket
from tests.conftest import sqlite_url
from tests.process.program import Program, free_port

pytestmark = pytest.mark.npm

TOKEN = "666:" + "a" * 35
RESIDENT = 5001
GROUP = -7001
PATIENCE = 60

DIALOGUE = (
    ("/start b_junmen-xincun-3", "同意"),
    ("同意", "您住在这里吗"),
    ("是，我住这里", "有什么事，直接写下来"),
    ("楼下路灯不亮了", "请看一遍"),
    ("改地点", "在哪里"),
    ("2", "请看一遍"),
    ("改公开方式", "邻居能看到"),
    ("不公开，不留名", "请看一遍"),
    ("1", "提交好了："),
)
"""What a resident says, and what the answer to it contains."""


class Chat:
    """A person's private chat, by the server's own interface for tests."""

    def __init__(self, http: ClientSession) -> None:
        self._http = http

    async def says(self, text: str) -> None:
        person = {"id": RESIDENT, "is_bot": False, "first_name": "居民", "language_code": "zh-hans"}
        message: dict[str, Any] = {
            "botToken": TOKEN,
            "date": int(datetime.now(UTC).timestamp()),
            "from": person,
            "chat": {"id": RESIDENT, "type": "private", "first_name": "居民"},
            "text": text,
        }
        command = text.partition(" ")[0]
        if command.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(command)}]
        path = "/sendCommand" if "entities" in message else "/sendMessage"
        async with self._http.post(path, json=message) as response:
            assert response.ok

    async def sees(self, fragment: str, chat_id: int = RESIDENT, after: int = 0) -> int:
        """The id of the latest message in the chat, once one after the id `after` contains this.

        By ids: messages that are taken away leave no gap in the list.
        """
        async with asyncio.timeout(PATIENCE):
            while True:
                texts = await self._texts(chat_id)
                if any(fragment in text for shown, text in texts.items() if shown > after):
                    return max(texts)
                await asyncio.sleep(0.1)

    async def _texts(self, chat_id: int) -> dict[int, str]:
        async with self._http.post("/getUpdatesHistory", json={"token": TOKEN}) as response:
            history = (await response.json())["result"]
        return {
            each["messageId"]: each["message"]["text"]
            for each in history
            if str(each["message"].get("chat_id")) == str(chat_id)
        }


@pytest.fixture
async def database(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Database]:
    path = tmp_path / "jinlin.db"
    shutil.copyfile(sqlite_template, path)
    database = Database(sqlite_url(path))
    async with database.transaction() as session:
        await import_demo(session, now=datetime.now(UTC), chats={"军门社区工作群": GROUP})
    yield database
    await database.close()


@pytest.fixture
async def program(server: str, database: Database, tmp_path: Path) -> AsyncIterator[Program]:
    settings = {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": server,
        "DATABASE_URL": database.url.render_as_string(),
        "WEB_PORT": str(free_port()),
    }
    made = Program(tmp_path, settings)
    await made.start()
    yield made
    if made.running:
        await made.kill()
    print(made.log)  # noqa: T201 - pytest shows it when the test failed


async def test_a_request_is_filed_in_words(
    server: str, program: Program, database: Database
) -> None:
    async with ClientSession(server) as http:
        chat = Chat(http)
        seen = 0
        for words, answer in DIALOGUE:
            await chat.says(words)
            seen = await chat.sees(answer, after=seen)
        async with database.reading() as session:
            (ticket,) = await session.scalars(select(Ticket))
        assert ticket.text == "楼下路灯不亮了"
        await chat.sees(ticket.number, GROUP)
    assert await program.stop() == 0
    async with database.reading() as session:
        states = set(await session.scalars(select(OutboxMessage.state)))
    assert states == {OutboxState.SENT}
