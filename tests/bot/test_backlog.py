"""Whether what people sent has been read: proved by the channel, and forgotten after a gap."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import GetUpdates, TelegramMethod
from aiogram.types import WebhookInfo

from bot.channels import telegram, webhook
from bot.channels.backlog import HOLDS_FOR, Backlog
from bot.intake import BATCH, Intake
from tests.bot.sender_fakes import TOKEN


class Clocks:
    def __init__(self) -> None:
        self.wall = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
        self.steady = 1000.0
        self.backlog = Backlog(lambda: self.wall, lambda: self.steady)

    def pass_(self, by: timedelta) -> None:
        self.wall += by
        self.steady += by.total_seconds()


def test_at_the_start_nothing_is_known() -> None:
    assert not Clocks().backlog.is_read()


def test_a_proof_holds_for_the_length_of_a_long_poll() -> None:
    clocks = Clocks()
    clocks.backlog.note_read()
    clocks.pass_(HOLDS_FOR)
    assert clocks.backlog.is_read()
    clocks.pass_(timedelta(seconds=1))
    assert not clocks.backlog.is_read()


@pytest.mark.parametrize(
    ("wall", "steady"),
    [
        pytest.param(timedelta(hours=3), timedelta(hours=3), id="the process was stopped"),
        pytest.param(timedelta(hours=3), timedelta(0), id="the machine slept"),
        pytest.param(timedelta(days=-1), timedelta(0), id="the clock was set back"),
        pytest.param(timedelta(days=-1), timedelta(days=1), id="both"),
    ],
)
def test_a_gap_ends_a_proof(wall: timedelta, steady: timedelta) -> None:
    clocks = Clocks()
    clocks.backlog.note_read()
    clocks.wall += wall
    clocks.steady += steady.total_seconds()
    assert not clocks.backlog.is_read()


class Telegram(BaseSession):
    """Answers calls with `answers` in turn; an exception is raised. Then nothing more comes."""

    def __init__(self, *answers: Any) -> None:
        super().__init__()
        self._answers = list(answers)
        self.asked: list[TelegramMethod[Any]] = []
        self.through = asyncio.Event()

    async def make_request(self, *call: Any, **_options: Any) -> Any:
        _bot, method, *_timeout = call
        self.asked.append(method.model_copy())
        if not self._answers:
            self.through.set()
            await asyncio.Future()
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def close(self) -> None: ...

    async def stream_content(self, *_what: Any, **_how: Any) -> AsyncGenerator[bytes, None]:
        yield b""


class Notebook(Intake):
    """Notes whether the backlog counted as read when something came; `broken` takes nothing in."""

    def __init__(self, backlog: Backlog, *, broken: bool = False) -> None:
        self._backlog = backlog
        self._broken = broken
        self.seen: list[bool] = []

    async def submit(self, _raw: object) -> None:
        self.seen.append(self._backlog.is_read())
        if self._broken:
            raise RuntimeError("the database is gone")


Until = Callable[[Coroutine[Any, Any, None], Telegram], Awaitable[None]]


@pytest.fixture
async def until_through() -> AsyncIterator[Until]:
    """Runs a channel until it has read every answer of its Telegram."""
    running: list[asyncio.Task[None]] = []

    async def run(channel: Coroutine[Any, Any, None], server: Telegram) -> None:
        running.append(asyncio.create_task(channel))
        async with asyncio.timeout(10):
            await server.through.wait()

    yield run
    for task in running:
        task.cancel()


def batch(first: int, count: int) -> list[dict[str, Any]]:
    return [{"update_id": first + at} for at in range(count)]


NETWORK = TelegramNetworkError(GetUpdates(), "unreachable")


@pytest.fixture(autouse=True)
def without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Back-off and waiting take no time."""
    monkeypatch.setattr("aiogram.utils.backoff.Backoff.asleep", _no_time)
    monkeypatch.setattr("bot.channels.webhook.ASK_EVERY", 0)
    monkeypatch.setattr("bot.channels.telegram.AT_LEAST", 0)


async def _no_time(_backoff: object) -> None:
    await asyncio.sleep(0)


@pytest.mark.parametrize(
    ("answers", "is_read"),
    [
        pytest.param([[]], True, id="nothing waited"),
        pytest.param([batch(1, 3)], True, id="all that waited came"),
        pytest.param([batch(1, BATCH)], False, id="a full batch: more may wait"),
        pytest.param([batch(1, BATCH), []], True, id="nothing behind the full batch"),
        pytest.param([[], NETWORK], False, id="the network is gone"),
        pytest.param([NETWORK, []], True, id="the network came back"),
    ],
)
async def test_polling_knows_from_each_answer(
    answers: list[Any], is_read: bool, until_through: Until
) -> None:
    backlog, server = Clocks().backlog, Telegram(*answers)
    await until_through(telegram.poll(Bot(TOKEN, server), Notebook(backlog), backlog), server)
    assert backlog.is_read() is is_read


async def test_the_messenger_holds_no_request_open_before_it_is_known_what_waits(
    until_through: Until,
) -> None:
    backlog, server = Clocks().backlog, Telegram([], [], NETWORK, [])
    await until_through(telegram.poll(Bot(TOKEN, server), Notebook(backlog), backlog), server)
    seconds = [each.timeout for each in server.asked if isinstance(each, telegram.GetRawUpdates)]
    assert [bool(each) for each in seconds] == [False, True, True, False, True]


def waiting(count: int) -> WebhookInfo:
    return WebhookInfo(url="https://…", has_custom_certificate=False, pending_update_count=count)


@pytest.mark.parametrize(
    ("answers", "is_read"),
    [
        pytest.param([waiting(0)], True, id="nothing waits"),
        pytest.param([waiting(7)], False, id="something waits"),
        pytest.param([waiting(7), waiting(0)], True, id="what waited has come"),
        pytest.param([waiting(0), NETWORK], False, id="the network is gone"),
    ],
)
async def test_behind_a_webhook_telegram_is_asked_how_many_wait(
    answers: list[Any], is_read: bool, until_through: Until
) -> None:
    backlog, server = Clocks().backlog, Telegram(*answers)
    await until_through(webhook.watch(Bot(TOKEN, server), backlog), server)
    assert backlog.is_read() is is_read


async def test_an_update_that_we_refuse_again_and_again_is_not_waited_for(
    until_through: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.webhook.PATIENCE", 0)
    backlog, server = Clocks().backlog, Telegram(waiting(1))
    await until_through(webhook.watch(Bot(TOKEN, server), backlog), server)
    assert backlog.is_read()


async def test_what_comes_is_read_only_when_it_is_taken_in(until_through: Until) -> None:
    backlog, server = Clocks().backlog, Telegram(batch(1, 3))
    intake = Notebook(backlog, broken=True)
    await until_through(telegram.poll(Bot(TOKEN, server), intake, backlog), server)
    assert intake.seen == [False] * 3
    assert not backlog.is_read()
