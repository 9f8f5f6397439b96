"""By webhook: with the secret alone, once each, and 200 only for what is committed."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from sqlalchemy import select

from storage.tables import SeenUpdate
from tests.process.people import Resident
from tests.process.program import Program
from tests.process.town import Town, settings_for

SECRET = "only-telegram-knows"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass
class Hook:
    """The program behind its webhook, and somebody who posts to it as Telegram does."""

    address: str
    resident: Resident
    program: Program
    town: Town

    async def post(self, update: dict[str, Any], secret: str | None = SECRET) -> int:
        headers = {HEADER: secret} if secret else {}
        async with (
            ClientSession() as http,
            http.post(self.address, json=update, headers=headers) as response,
        ):
            return response.status

    async def committed(self) -> set[int]:
        async with self.town.database.reading() as session:
            return set(await session.scalars(select(SeenUpdate.update_id)))

    def update(self, update_id: int, text: str) -> dict[str, Any]:
        """What Telegram would post if the resident wrote; the World knows nothing of it."""
        chat = {"id": self.resident.user_id, "type": "private", "first_name": "居民"}
        sender = {"id": self.resident.user_id, "is_bot": False, "first_name": "居民"}
        message = {"message_id": update_id, "date": 1_795_000_000, "chat": chat, "from": sender}
        return {"update_id": update_id, "message": message | {"text": text}}


@pytest.fixture
async def hook(town: Town, telegram: str, tmp_path: Path) -> AsyncIterator[Hook]:
    (resident,) = await town.move_in(1)
    settings = settings_for(town, telegram)
    base = f"http://127.0.0.1:{settings['WEB_PORT']}"
    program = Program(tmp_path, settings | {"WEBHOOK_URL": base, "WEBHOOK_SECRET": SECRET})
    await program.start()
    await program.is_up()
    while town.world.updates.webhook is None:
        await town.world.updates.changed()
    yield Hook(town.world.updates.webhook.url, resident, program, town)
    assert await program.stop() == 0


async def test_a_request_is_filed(hook: Hook) -> None:
    number = await hook.resident.files()
    assert any(
        number in (message.text or "")
        for message in hook.town.world.room(hook.town.groups[0]).messages.values()
    )


async def test_without_the_secret_nobody_gets_in(hook: Hook) -> None:
    for secret in (None, "a-guess", SECRET + "-"):
        assert await hook.post(hook.update(1, "楼下路灯不亮了"), secret) == 401
    assert await hook.committed() == set()


async def test_an_update_that_comes_again_is_answered_once(hook: Hook) -> None:
    hook.town.world.start(hook.resident.user_id)
    await hook.resident.sees("有什么事")
    before = len(hook.resident.screen)
    for _delivery in range(3):
        assert await hook.post(hook.update(1, "/help")) == 200
    assert await hook.post(hook.update(2, "/settings")) == 200
    await hook.resident.sees("称呼")
    assert len(hook.resident.screen) == before + 2


async def test_it_says_200_only_when_the_update_is_committed(hook: Hook) -> None:
    path = hook.town.database.url.database
    assert path is not None
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    posted = asyncio.create_task(hook.post(hook.update(1, "/help")))
    done, _waiting = await asyncio.wait({posted}, timeout=0.5)
    assert not done
    writer.execute("ROLLBACK")
    writer.close()
    assert await posted == 200
    assert await hook.committed() == {1}


async def test_the_program_says_how_it_stands(hook: Hook) -> None:
    async def asked(path: str) -> str:
        address = hook.address.replace("/webhook", path)
        async with ClientSession() as http, http.get(address) as response:
            assert response.status == 200
            return await response.text()

    loops = {"intake of telegram": True, "sender of telegram": True}
    assert json.loads(await asked("/health")) == {"status": "ok", "loops": loops}
    ready = json.loads(await asked("/ready"))
    assert ready.pop("channels").keys() == {"telegram"}
    assert ready == {
        "status": "ready",
        "database": True,
        "leases": {"sending:telegram": "held", "scheduling": "held"},
    }
    figures = await asked("/metrics")
    assert 'jinlin_messages_limit{channel="telegram"} 30.0' in figures
