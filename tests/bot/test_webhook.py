"""The webhook: 200 for what is committed, 400 for what is no update, 503 to come again."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.web.routes import SECRET_HEADER, WEBHOOK_PATH, add_webhook
from storage.engine import Database
from tests.bot.intake_desk import Desk, database_fails, says

SECRET = "only-telegram-knows"
Post = Callable[[bytes], Awaitable[int]]


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


@pytest.fixture
async def post(desk: Desk) -> AsyncIterator[Post]:
    app = web.Application()
    add_webhook(app, desk.intake, SECRET)
    working = asyncio.create_task(desk.intake.run())
    async with TestServer(app) as server, ClientSession() as http:

        async def made(body: bytes) -> int:
            address = server.make_url(WEBHOOK_PATH)
            headers = {SECRET_HEADER: SECRET, "Content-Type": "application/json; charset=utf-9"}
            async with http.post(address, data=body, headers=headers) as response:
                return response.status

        yield made
    working.cancel()


MALFORMED = {
    "nothing": b"",
    "no JSON": b"{",
    "no UTF-8": b'"\xff"',
    "too deep for the parser": b"[" * 100_000,
    "a number too long for the parser": b"9" * 5_000,
    "no object": b"[1]",
    "no update_id": b"{}",
    "update_id in words": b'{"update_id": "1"}',
    "a huge update_id": b'{"update_id": 99999999999999999999}',
    "nested too deeply": b'{"update_id": 1, "message": ' + b'{"a":' * 99 + b"1" + b"}" * 99 + b"}",
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
async def test_what_is_no_update_is_refused_and_logged_once(
    post: Post, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    assert await post(body) == 400
    assert [record.levelname for record in caplog.records if record.name.startswith("bot")] == [
        "WARNING"
    ]


async def test_what_cannot_be_read_is_not_asked_for_again(desk: Desk, post: Post) -> None:
    assert await post(b'{"update_id": 1, "message": {"text": "without the rest"}}') == 200
    assert await desk.seen() == {1}


async def test_half_a_character_is_cleaned_away(desk: Desk, post: Post) -> None:
    said = says(1)
    said["message"]["text"] = "路灯\ud83d坏了\0"
    assert await post(json.dumps(said).encode()) == 200
    assert await desk.promised() == ["路灯坏了"]


async def test_a_fault_that_passes_is_asked_for_again_alone(desk: Desk, post: Post) -> None:
    desk.answering.raises[1] = database_fails
    answers = await asyncio.gather(
        *(post(json.dumps(says(number)).encode()) for number in (1, 2, 3))
    )
    assert answers == [503, 200, 200]
    assert await desk.seen() == {2, 3}


async def test_while_it_stops_updates_are_asked_for_again(post: Post, desk: Desk) -> None:
    await desk.intake.close()
    assert await post(json.dumps(says(1)).encode()) == 503
    assert await desk.seen() == set()
