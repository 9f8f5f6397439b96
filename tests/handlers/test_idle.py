"""Words nothing waited for: who is asked first, what is passed on, what is said meanwhile."""

import pytest
from aiogram import Router
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from handlers.common.idle import Idle, Turn, in_order, on_answer, words_so_far
from handlers.common.questions import Option
from handlers.common.said import remember
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from tests.handlers.form_talk import RouterTalk

UNSURE = State("unsure", group_name="Bread")


class Bakery:
    """Two subjects: one asks whether bread is meant, the other takes everything."""

    def __init__(self) -> None:
        self.router = Router()
        self.bread, everything = Idle(), Idle(turn=Turn.ANYTHING)
        self.first = in_order([everything, self.bread, Idle()])
        self.bread.takes(self._ask_for_bread)
        everything.takes(self._anything)
        on_answer(self.router, UNSURE, yes_or_no=True)(self._answered)

    @staticmethod
    async def _ask_for_bread(talk: Talk) -> Reply:
        if "面" not in words_so_far(talk):
            return None
        options = [Option("yes", "面包"), Option("no", "别的")]
        return await talk.ask(UNSURE, "要面包吗？", options, back=False)

    async def _answered(self, event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
        del event
        return await self.bread.pass_on(talk) if choice == "no" else talk.say("好的，面包")

    @staticmethod
    async def _anything(talk: Talk) -> Reply:
        return talk.say(f"记下了：{words_so_far(talk)}")


@pytest.fixture
def bakery() -> Bakery:
    return Bakery()


@pytest.fixture
def chat(bakery: Bakery) -> RouterTalk:
    return RouterTalk(bakery.router)


async def comes(bakery: Bakery, chat: RouterTalk, text: str) -> None:
    talk = await chat.talk(chat.message(text=text))
    remember(talk)
    await talk.keep()
    chat.hears(await bakery.first.offer(talk))


async def test_the_first_who_knows_the_words_takes_them(bakery: Bakery, chat: RouterTalk) -> None:
    await comes(bakery, chat, "两个面包")
    await chat.taps("面包")
    assert chat.said == ["要面包吗？", "好的，面包"]


async def test_what_nobody_before_knows_reaches_the_last(bakery: Bakery, chat: RouterTalk) -> None:
    await comes(bakery, chat, "路灯坏了")
    assert chat.said == ["记下了：路灯坏了"]


async def test_what_was_not_meant_goes_on_to_those_after(bakery: Bakery, chat: RouterTalk) -> None:
    await comes(bakery, chat, "路面坏了")
    await chat.says("2")
    assert chat.said == ["要面包吗？", "记下了：路面坏了"]


async def test_what_is_said_before_the_answer_is_remembered_too(
    bakery: Bakery, chat: RouterTalk
) -> None:
    await comes(bakery, chat, "路面坏了")
    await chat.says("在三号楼")
    await chat.taps("别的")
    assert chat.said[-2:] == ["收到了，先记着。\n\n要面包吗？", "记下了：路面坏了\n在三号楼"]


@pytest.mark.parametrize("said", ["是", "是的。", "对的呀", "對", "嗯", "好的", "Yes"])
async def test_yes_in_so_many_words_is_an_answer(
    bakery: Bakery, chat: RouterTalk, said: str
) -> None:
    await comes(bakery, chat, "两个面包")
    await chat.says(said)
    assert chat.said == ["要面包吗？", "好的，面包"]


@pytest.mark.parametrize("said", ["不", "不是。", "不是的", "不对", "no"])
async def test_no_in_so_many_words_is_an_answer(
    bakery: Bakery, chat: RouterTalk, said: str
) -> None:
    await comes(bakery, chat, "路面坏了")
    await chat.says(said)
    assert chat.said == ["要面包吗？", "记下了：路面坏了"]


@pytest.mark.parametrize("said", ["是三号楼", "不是这边", "好大一个坑"])
async def test_more_words_are_no_yes_and_no_no(bakery: Bakery, chat: RouterTalk, said: str) -> None:
    await comes(bakery, chat, "路面坏了")
    await chat.says(said)
    assert chat.said[-1] == "收到了，先记着。\n\n要面包吗？"


async def test_words_that_came_with_a_picture_are_no_plain_words(
    bakery: Bakery, chat: RouterTalk
) -> None:
    await comes(bakery, chat, "路面坏了")
    await chat.shows_a_photo()
    assert words_so_far(await chat.talk()) == ""
