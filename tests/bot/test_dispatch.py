"""Switchboard: an update meets the handlers that wait for it, in order, and no others."""

import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from aiogram import Bot, Router
from aiogram.dispatcher.event.bases import UNHANDLED, SkipHandler
from aiogram.enums import ChatType
from aiogram.filters import Command, StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot.dispatch import Stages, Switchboard
from handlers.common.filters import Words

BOT = Bot("42:TEST")
ANYONE = {"id": 7, "is_bot": False, "first_name": "居民"}


class Filing(StatesGroup):
    what = State()
    where = State()


class Pick(CallbackData, prefix="pick"):
    option: int


def message(text: str, chat: str = "private") -> Message:
    return Message.model_validate(
        {"message_id": 1, "date": 0, "chat": {"id": 7, "type": chat}, "from": ANYONE, "text": text}
    )


def tap(data: str) -> CallbackQuery:
    return CallbackQuery.model_validate(
        {
            "id": "1",
            "from": ANYONE,
            "chat_instance": "1",
            "data": data,
            "message": message("?").model_dump(),
        }
    )


def answering(answer: str) -> Callable[..., Any]:
    async def handler(event: TelegramObject) -> str:
        return answer

    return handler


def switchboard(*routers: Router) -> Switchboard:
    return Switchboard([ChatType.PRIVATE], Stages((), routers, ()))


async def led(board: Switchboard, event: Message | CallbackQuery, state: str | None = None) -> Any:
    kind = "callback_query" if isinstance(event, CallbackQuery) else "message"
    return await board.lead(kind, event, {"bot": BOT, "raw_state": state})


@pytest.fixture
def board() -> Switchboard:
    router = Router()
    router.message.register(answering("command"), Command("start"))
    router.message.register(answering("words"), Words("📮 我要反映"))
    router.message.register(answering("state"), Filing.what)
    router.message.register(answering("group"), StateFilter(Filing))
    router.message.register(answering("idle"), StateFilter(None))
    router.callback_query.register(answering("prefix"), Pick.filter())
    last = Router()
    last.message.register(answering("anything"))
    return switchboard(router, last)


@pytest.mark.parametrize(
    ("text", "state", "answer"),
    [
        ("/start", None, "command"),
        ("/start b_1", "Filing:what", "command"),
        ("我要反映", "Filing:what", "words"),
        ("路灯坏了", "Filing:what", "state"),
        ("路灯坏了", "Filing:where", "group"),
        ("路灯坏了", None, "idle"),
        ("/unknown", "Rating:words", "anything"),
    ],
)
async def test_a_message_is_led_by_command_words_state_or_nothing(
    board: Switchboard, text: str, state: str | None, answer: str
) -> None:
    assert await led(board, message(text), state) == answer


async def test_a_tap_is_led_by_its_prefix(board: Switchboard) -> None:
    assert await led(board, tap("pick:1")) == "prefix"
    assert await led(board, tap("other:1")) is UNHANDLED


async def test_what_was_registered_first_is_asked_first() -> None:
    first, second = Router(), Router()
    second.message.register(answering("second"), StateFilter(None))
    first.message.register(answering("first"))
    assert await led(switchboard(first, second), message("?")) == "first"
    assert await led(switchboard(second, first), message("?")) == "second"


async def test_a_handler_that_skips_lets_the_next_one_have_it() -> None:
    async def skips(event: Message) -> None:
        raise SkipHandler

    router = Router()
    router.message.register(skips)
    router.message.register(answering("next"))
    assert await led(switchboard(router), message("?")) == "next"


async def test_routers_below_routers_are_found() -> None:
    above, below = Router(), Router()
    below.message.register(answering("below"), Command("deep"))
    above.include_router(below)
    assert await led(switchboard(above), message("/deep")) == "below"


async def test_other_kinds_of_chats_are_left_to_others(board: Switchboard) -> None:
    assert await led(board, message("/start", chat="supergroup")) is UNHANDLED


def test_its_states_are_those_somebody_waits_in(board: Switchboard) -> None:
    assert board.states() == {"", "Filing:what", "Filing:where"}


def test_a_command_given_as_a_pattern_is_refused_at_the_start() -> None:
    router = Router()
    router.message.register(answering("?"), Command(re.compile("st.*")))
    with pytest.raises(TypeError, match="pattern"):
        switchboard(router)


async def test_the_number_of_conversations_does_not_show_in_the_filters_run() -> None:
    assert await filters_run(conversations=200) == await filters_run(conversations=1) > 0


async def filters_run(conversations: int) -> int:
    """How many filters an update runs that the last of so many conversations waits for."""
    run: list[int] = []

    async def counted(event: Message) -> bool:
        run.append(1)
        return True

    routers = []
    for number in range(conversations):
        state = State(f"what{number}", group_name="Filing")
        router = Router()
        router.message.register(answering(str(number)), state, counted)
        router.message.register(answering(str(number)), Command(f"start{number}"), counted)
        routers.append(router)
    board = switchboard(*routers)
    last = conversations - 1
    assert await led(board, message("路灯坏了"), f"Filing:what{last}") == str(last)
    assert await led(board, message(f"/start{last}")) == str(last)
    return len(run)


async def test_filters_that_only_compare_run_without_a_thread() -> None:
    threads: list[int] = []

    def compares(event: Message) -> bool:
        threads.append(threading.get_ident())
        return True

    router = Router()
    router.message.register(answering("yes"), compares)
    assert await led(switchboard(router), message("?")) == "yes"
    assert threads == [threading.get_ident()]
