"""What a message costs on each channel, where nothing but the desk itself takes time.

    python -m bench.sending_channels [--messages 600] [--turns 5]

The same notices leave the outbox for as many people, with messengers in this process that take
each at once and limits that are far away; SQLite as in production. The channels take turns in one
run: trust the ratios. Couriers of WeChat and WeCom read more than Telegram's, and WeChat's writes
what it is about to use of somebody's window before it does.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple, cast

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from sqlalchemy import Engine, event, insert

from bench.sending import NoHooks
from bot.channels.capabilities import limits_of
from bot.channels.wechat.client import Wechat
from bot.channels.wechat.courier import WechatCourier
from bot.channels.wechat.passive import Passive
from bot.channels.wecom.courier import WecomCourier
from bot.channels.wecom.downloads import NotLoadedError
from bot.channels.wecom.taps import Taps
from bot.sender import Sender
from bot.sender.courier import Courier
from bot.sender.delivery import BotApi
from services.calendar import ZONE
from storage.engine import Database
from storage.migrate import migrate
from storage.outbox import Outgoing, Urgency, put
from storage.tables import Channel, NamedChat

NO_LIMIT = 1_000_000
FIRST = 5_000_000_000_000_000
"""Of the numbers of people on WeChat and WeCom."""


class Cost(NamedTuple):
    """Of one message: seconds of the clock and of the processor, and statements."""

    lasted: float
    busy: float
    statements: float


class Messenger(BaseSession):
    """All three: takes whatever comes at once, and counts it."""

    api_url = ""

    def __init__(self, expected: int) -> None:
        super().__init__()
        self._left = expected
        self.done = asyncio.Event()

    def taken(self) -> None:
        self._left -= 1
        if not self._left:
            self.done.set()

    async def make_request(self, bot: Bot, method: Any, timeout: int | None = None) -> Any:  # noqa: ASYNC109, ARG002
        self.taken()
        chat = {"id": method.chat_id, "type": "private"}
        body = {"ok": True, "result": {"message_id": 1, "date": 1, "chat": chat}}
        return self.check_response(bot, method, 200, self.json_dumps(body)).result

    async def send_text(self, _openid: str, _text: str) -> None:
        self.taken()

    async def ask(self, _cmd: str, _body: Mapping[str, Any], **_how: Any) -> dict[str, Any]:
        self.taken()
        return {}

    async def close(self) -> None: ...

    async def stream_content(self, *_: Any, **__: Any) -> Any:
        raise FileNotFoundError
        yield b""


def now() -> datetime:
    return datetime.now(UTC)


def on_telegram(_database: Database, messenger: Messenger) -> Courier:
    return BotApi(Bot("42:BENCH", session=messenger))


def on_wechat(database: Database, messenger: Messenger) -> Courier:
    return WechatCourier(database, cast("Wechat", messenger), Passive(), now, ZONE)


def on_wecom(database: Database, messenger: Messenger) -> Courier:
    async def load(_file: str) -> Any:
        raise NotLoadedError

    return WecomCourier(database, messenger.ask, load, Taps(now), "", now)


Make = Callable[[Database, Messenger], Courier]
CHANNELS: Mapping[Channel, Make] = {
    Channel.TELEGRAM: on_telegram,
    Channel.WECHAT: on_wechat,
    Channel.WECOM: on_wecom,
}


async def cost_of(channel: Channel, make: Make, messages: int) -> Cost:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"
        await migrate(url)
        database = Database(url)
        try:
            await write(database, channel, messages)
            messenger = Messenger(messages)
            return await _cost(database, channel, make(database, messenger), messenger, messages)
        finally:
            await database.close()


async def write(database: Database, channel: Channel, messages: int) -> None:
    """People who have written a moment ago, and a notice for each of them."""
    people = range(FIRST, FIRST + messages)
    known = [
        {
            "channel": channel,
            "chat_id": each,
            "name": f"person-{each}",
            "met_at": now(),
            "written_at": now(),
            "written_left": 5,
            "tapped_left": 0,
        }
        for each in people
    ]
    rows = [
        Outgoing(
            channel=channel,
            chat_id=each,
            method="sendMessage",
            params={"chat_id": each, "text": "您反映的路灯修好了，谢谢您。"},
            urgency=Urgency.NOTICE,
        )
        for each in people
    ]
    async with database.transaction() as session:
        await session.execute(insert(NamedChat), known)
        await put(session, rows, now())


async def _cost(
    database: Database, channel: Channel, courier: Courier, messenger: Messenger, messages: int
) -> Cost:
    statements = 0

    def count(*_: Any) -> None:
        nonlocal statements
        statements += 1

    limits = replace(limits_of(channel), overall_a_second=NO_LIMIT)
    sender = Sender(database, courier, now, hooks=NoHooks(), limits=limits)
    event.listen(Engine, "before_cursor_execute", count)
    began, busy = time.monotonic(), time.process_time()
    running = asyncio.create_task(sender.run())
    await messenger.done.wait()
    await sender.stop(urgent_within=5)
    lasted, busy = time.monotonic() - began, time.process_time() - busy
    event.remove(Engine, "before_cursor_execute", count)
    await running
    return Cost(lasted / messages, busy / messages, statements / messages)


def show(costs: Mapping[Channel, list[Cost]]) -> None:
    print(
        f"{'channel':<10}{'a second':>9}{'ratio':>7}{'processor':>11}{'ratio':>7}{'statements':>12}"
    )
    first = _medians(costs[Channel.TELEGRAM])
    for channel, each in costs.items():
        cost = _medians(each)
        print(
            f"{channel:<10}{1 / cost.lasted:>9.0f}{cost.lasted / first.lasted:>7.2f}"
            f"{cost.busy * 1000:>8.2f} ms{cost.busy / first.busy:>7.2f}{cost.statements:>12.1f}"
        )


def _medians(costs: list[Cost]) -> Cost:
    return Cost(*map(median, zip(*costs, strict=True)))


async def main(messages: int, turns: int) -> None:
    costs: dict[Channel, list[Cost]] = {channel: [] for channel in CHANNELS}
    for _turn in range(turns):
        for channel, make in CHANNELS.items():
            costs[channel].append(await cost_of(channel, make, messages))
    show(costs)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Compare what a message costs by channel.")
    parser.add_argument("--messages", type=int, default=600)
    parser.add_argument("--turns", type=int, default=5)
    given = parser.parse_args()
    asyncio.run(main(given.messages, given.turns))
