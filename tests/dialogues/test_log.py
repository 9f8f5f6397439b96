"""What a day leaves in the log, at its most talkative: no words of people, no numbers, no token."""

import json
import logging
from collections.abc import Iterator
from io import StringIO

import pytest
from sqlalchemy import select

from bot import log
from bot.sandbox.session import WorldSession
from services import areas
from storage.tables import OutboxMessage
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files, resolves

WORDS = "楼下路灯不亮了，打我电话 139 5910 0002 找老林"
RESULT = "灯泡换好了，老林已经知道"
PHONE = "13859100001"
SECRETS = ("老林", "灯泡", "5910 0002", PHONE)


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What the program logs with LOG_LEVEL=DEBUG and LOG_FORMAT=json."""
    root, before = logging.getLogger(), logging.getLogger().handlers[:]
    levels = {name: logging.getLogger(name).level for name in ("", *log.OURS)}
    log.set_up("DEBUG", "json")
    stream = StringIO()
    for handler in root.handlers:
        assert isinstance(handler, logging.StreamHandler)
        handler.setStream(stream)
    yield stream
    root.handlers[:] = before
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


async def test_a_day_with_failures_leaves_no_words_numbers_or_token(
    desk: Desk,
    resident: Phone,
    staff: Phone,
    monkeypatch: pytest.MonkeyPatch,
    written: StringIO,
) -> None:
    async def fails(*args: object, **kwargs: object) -> None:
        raise ValueError(f"{WORDS} {PHONE} https://api.telegram.org/bot{desk.world.token}/x")

    await files(resident, WORDS)
    await resolves(staff, RESULT)
    with monkeypatch.context() as patched:
        patched.setattr(areas, "community_phone", fails)
        await resident.says("/phone")
    with monkeypatch.context() as patched:
        patched.setattr(WorldSession, "make_request", fails)
        await resident.says("/mine")
    lines = written.getvalue().splitlines()
    logged = [json.loads(line) for line in lines]
    assert {"bot.intake", "bot.sender.flights"} <= {each["logger"] for each in logged}
    leaked = [line for line in lines if any(each in line for each in (*SECRETS, desk.world.token))]
    assert leaked == []


async def test_an_update_is_followed_to_the_message_that_answers_it(
    desk: Desk, resident: Phone, written: StringIO
) -> None:
    await resident.says("/phone")
    async with desk.app.database.reading() as session:
        last = select(OutboxMessage.cause).order_by(OutboxMessage.id.desc())
        cause = await session.scalar(last)
    logged = [json.loads(line) for line in written.getvalue().splitlines()]
    assert cause is not None
    assert [each["logger"] for each in logged if each.get("cause") == cause] == [
        "bot.intake",
        "bot.sender.flights",
    ]
