"""What an update of the last of twenty conversations costs beside one of the first.

    python -m bench.many_conversations

The same routers, written as plain aiogram, behind our switchboard and in a plain dispatcher. Only
dispatching is measured: the handlers just go to the next state. Processor time, because it does
not depend on who else uses the machine.
"""

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import Bot, Dispatcher, F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, Message, Update

from bench.telegram import Telegram
from bench.visitors import Visitor
from bot.app import make_bot
from bot.context import Talks
from bot.dispatch import Stages, Switchboard
from bot.sandbox.core import DEMO_TOKEN
from bot.work import Work
from handlers.common.config import Config
from handlers.notices import Notices
from storage.engine import Database
from storage.migrate import migrate
from storage.tables import Channel

CONVERSATIONS = 20
STEPS = 5
RUNS = 40
"""Of the first and of the last conversation, in a round, each by somebody else."""
ROUNDS = 7

Feed = Callable[[dict[str, Any]], Awaitable[object]]


handled: Counter[int] = Counter()
"""Updates that found their handler, by conversation."""


def conversation(number: int) -> Router:
    """A command, then STEPS states that are gone through by text, each with a button as well."""
    states = [State(f"step{step}", group_name=f"Talk{number}") for step in range(STEPS)]
    router = Router(name=f"talk{number}")

    @router.message(Command(f"talk{number}"))
    async def begin(_message: Message, **given: Any) -> None:
        await _state(given).set_state(states[0])
        handled[number] += 1

    for here, following in zip(states, [*states[1:], None], strict=True):
        _add_step(router, here, following, number)
    return router


def _add_step(router: Router, here: State, following: State | None, number: int) -> None:
    @router.message(here, F.text)
    async def said(_message: Message, **given: Any) -> None:
        await _state(given).set_state(following)
        handled[number] += 1

    @router.callback_query(here, F.data.startswith(f"talk{number}:"))
    async def tapped(_query: CallbackQuery, **given: Any) -> None:
        await _state(given).set_state(following)
        handled[number] += 1


def _state(given: dict[str, Any]) -> FSMContext:
    """The conversation's, as the dispatcher hands it over, or as our talk has it."""
    state = given["talk"].state if "talk" in given else given["state"]
    assert isinstance(state, FSMContext)
    return state


@asynccontextmanager
async def behind_the_switchboard(bot: Bot) -> AsyncIterator[Feed]:
    """All in one transaction, which is rolled back: no statement is measured."""
    config = Config(
        zone=ZoneInfo("Asia/Shanghai"),
        follow_up_after=timedelta(days=1),
        admin_ids=frozenset(),
        public_url="http://127.0.0.1",
        suggest=_no_suggestions,
        clear=lambda _text: None,
    )
    board = Switchboard(
        [ChatType.PRIVATE], Stages((), [*map(conversation, range(CONVERSATIONS))], ())
    )
    talks = Talks(config, [board])
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"
        await migrate(url)
        database = Database(url)
        work = Work(database, Notices(config), lambda: datetime.now(UTC), lambda: None)
        async with work.unit() as unit:

            async def feed(raw: dict[str, Any]) -> None:
                update = Update.model_validate(raw, context={"bot": bot})
                await talks.answer(bot, update, unit, Channel.TELEGRAM)

            yield feed
        await database.close()


@asynccontextmanager
async def in_a_plain_dispatcher(bot: Bot) -> AsyncIterator[Feed]:
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.include_routers(*map(conversation, range(CONVERSATIONS)))

    async def feed(raw: dict[str, Any]) -> None:
        await dispatcher.feed_update(bot, Update.model_validate(raw, context={"bot": bot}))

    yield feed


def _no_suggestions(_text: str, _count: int) -> Sequence[int]:
    return ()


async def _cost(feed: Feed, number: int, visitors: Sequence[Visitor]) -> float:
    """Milliseconds of processor time an update."""
    updates = len(visitors) * (STEPS + 1)
    before = handled[number]
    began = time.process_time()
    for visitor in visitors:
        await feed(visitor.writes(f"/talk{number}"))
        for step in range(STEPS):
            await feed(visitor.writes(f"answer {step}"))
    seconds = time.process_time() - began
    assert handled[number] - before == updates, "not every update found its handler"
    return 1000 * seconds / updates


async def measure() -> None:
    bot = make_bot(DEMO_TOKEN, Telegram({}))
    print(f"{CONVERSATIONS} conversations, milliseconds an update, first and last registered:")
    for name, setting in (
        ("ours", behind_the_switchboard),
        ("plain aiogram", in_a_plain_dispatcher),
    ):
        async with setting(bot) as feed:
            costs = []
            for round_ in range(ROUNDS):
                visitors = [Visitor(1000 * round_ + number) for number in range(1, RUNS + 1)]
                await _cost(feed, CONVERSATIONS // 2, visitors)
                costs.append(
                    [await _cost(feed, number, visitors) for number in (0, CONVERSATIONS - 1)]
                )
        first, last = (median(column) for column in zip(*costs, strict=True))
        ratio = median(after / before for before, after in costs)
        print(f"    {name:<15} {first:.3f} {last:.3f}  ratio {ratio:.2f}")


if __name__ == "__main__":
    asyncio.run(measure())
