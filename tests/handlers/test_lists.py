"""The list helper, by a list of its own: what it shows, does, refuses, and where back leads."""

import pytest
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common.choices import on_choice
from handlers.common.forms import Again
from handlers.common.lists import Listing
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from services.errors import NotFound
from tests.handlers.form_talk import RouterTalk


class Looking(StatesGroup):
    at_all = State()
    at_one = State()
    burying = State()
    weighing = State()


def a_weight(said: str, talk: Talk) -> int:
    if not said.isdecimal():
        raise Again("请写数字")
    return int(said)


def pets_of(names: dict[int, str]) -> Listing:
    """A listing of these names by their ids."""
    pets = Listing(
        "pets", Looking.at_all, Looking.at_one, Looking.burying, Looking.weighing, key="pet"
    )

    @pets.rows
    async def every(talk: Talk, before: str) -> Ask | Reply:
        if not names:
            return talk.say(f"{before}没有宠物")
        rows = [Option(str(pet), name) for pet, name in names.items()]
        return Ask("您的宠物：", [*rows, Option("new", "再养一只")])

    @pets.look
    async def one(talk: Talk, pet: int) -> Ask:
        if pet not in names:
            raise NotFound
        return Ask(
            f"这是{names[pet]}",
            [Option("rename", "改名"), Option("bury", "埋了"), Option("weigh", "称一称")],
        )

    @pets.choice("rename")
    async def rename(talk: Talk, pet: int) -> Reply:
        if pet not in names:
            raise NotFound
        names[pet] += "二世"
        return None

    @pets.choice("bury")
    async def bury(talk: Talk, pet: int) -> Reply:
        return await talk.ask(Looking.burying, "真的吗？", [Option("yes", "真的")])

    @on_choice(pets, Looking.burying, "yes")
    async def buried(event: Message | CallbackQuery, talk: Talk) -> Reply:
        del names[pets.row_of(talk)]
        return await pets.list_all(talk, "埋好了")

    @pets.left
    async def done(talk: Talk) -> Reply:
        return talk.say("好的")

    can_be_weighed(pets, names)
    return pets


def can_be_weighed(pets: Listing, names: dict[int, str]) -> None:
    @pets.choice("weigh")
    async def weigh(talk: Talk, pet: int) -> Reply:
        return await talk.ask(Looking.weighing, "几斤？", [Option("5", "五斤")])

    @pets.answer(Looking.weighing, a_weight)
    async def weighed(talk: Talk, pet: int, weight: int) -> Reply:
        if pet not in names:
            raise NotFound
        names[pet] += f"（{weight}斤）"
        return None


@pytest.fixture
def names() -> dict[int, str]:
    return {11: "小黑", 12: "小白"}


@pytest.fixture
def pets(names: dict[int, str]) -> Listing:
    return pets_of(names)


@pytest.fixture
async def chat(pets: Listing) -> RouterTalk:
    chat = RouterTalk(pets)
    chat.hears(await pets.list_all(await chat.talk(), "欢迎"))
    return chat


async def test_the_list_stands_below_the_words_before_it(chat: RouterTalk) -> None:
    assert chat.said == ["欢迎\n\n您的宠物："]
    assert await chat.labels() == ["小黑", "小白", "再养一只", "返回"]
    assert await chat.at() == "Looking:at_all"


@pytest.mark.parametrize("said", ["2", "小白", "2号"])
async def test_a_row_is_chosen_by_its_number_or_label(chat: RouterTalk, said: str) -> None:
    assert await chat.says(said)
    assert chat.said[-1] == "这是小白"
    assert await chat.at() == "Looking:at_one"


async def test_a_row_is_chosen_by_a_tap(chat: RouterTalk) -> None:
    await chat.taps("小黑")
    assert chat.said[-1] == "这是小黑"


async def test_an_option_that_is_no_row_does_what_it_says(pets: Listing, chat: RouterTalk) -> None:
    @pets.beside("new")
    async def another(talk: Talk) -> Reply:
        return talk.say("养哪一种？")

    await chat.says("3")
    assert chat.said[-1] == "养哪一种？"


async def test_a_row_of_an_older_version_shows_the_list(chat: RouterTalk) -> None:
    talk = await chat.talk()
    options = [Option("11:7", "小黑")]
    chat.hears(await talk.ask(Looking.at_all, "您的宠物和笼子：", options))
    await chat.taps("小黑")
    assert chat.said[-1] == "您的宠物："


async def test_an_option_of_an_older_version_shows_the_row(chat: RouterTalk) -> None:
    await chat.taps("小黑")
    talk = await chat.talk()
    chat.hears(await talk.ask(Looking.at_one, "要卖小黑吗？", [Option("sell", "卖了")]))
    await chat.taps("卖了")
    assert chat.said[-1] == "这是小黑"


async def test_words_that_choose_nothing_are_left_to_others(chat: RouterTalk) -> None:
    assert not await chat.says("路灯坏了")


async def test_what_was_done_shows_the_row_as_it_is_now(chat: RouterTalk) -> None:
    await chat.taps("小黑")
    await chat.says("改名")
    assert chat.said[-1] == "这是小黑二世"


async def test_a_row_that_is_gone_is_said_above_the_list(
    names: dict[int, str], chat: RouterTalk
) -> None:
    del names[12]
    await chat.taps("小白")
    assert chat.said[-1] == "没有找到这件事。\n\n您的宠物："
    assert await chat.labels() == ["小黑", "再养一只", "返回"]


async def test_what_cannot_be_done_any_more_is_said_above_the_list(
    names: dict[int, str], chat: RouterTalk
) -> None:
    await chat.taps("小白")
    del names[12]
    await chat.taps("改名")
    assert chat.said[-1] == "没有找到这件事。\n\n您的宠物："


async def test_a_list_may_say_refusals_otherwise(
    pets: Listing, names: dict[int, str], chat: RouterTalk
) -> None:
    @pets.refused
    async def alone(talk: Talk, text: str) -> Reply:
        return talk.say(text)

    del names[12]
    await chat.taps("小白")
    assert chat.said[-1] == "没有找到这件事。"


async def test_without_rows_something_else_is_said(names: dict[int, str], chat: RouterTalk) -> None:
    del names[12]
    await chat.taps("小黑")
    await chat.taps("埋了")
    await chat.taps("真的")
    assert chat.said[-1] == "埋好了没有宠物"


async def test_back_leads_from_a_question_to_the_row_to_the_list_and_out(chat: RouterTalk) -> None:
    await chat.taps("小白")
    await chat.taps("埋了")
    await chat.says("0")
    assert chat.said[-1] == "这是小白"
    await chat.says("返回")
    assert chat.said[-1] == "您的宠物："
    await chat.taps("返回")
    assert chat.said[-1] == "好的"


async def test_no_row_is_looked_at_before_one_was_chosen(pets: Listing, chat: RouterTalk) -> None:
    assert pets.row_of(await chat.talk()) == 0


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("五斤", "这是小白（5斤）"),
        ("12", "这是小白（12斤）"),
        ("很重", "请写数字\n\n几斤？"),
        ("0", "这是小白"),
    ],
)
async def test_a_question_about_a_row_is_answered_by_an_option_or_words(
    chat: RouterTalk, said: str, answer: str
) -> None:
    await chat.taps("小白")
    await chat.taps("称一称")
    await chat.says(said)
    assert chat.said[-1] == answer


async def test_an_answer_that_is_refused_is_said_above_the_list(
    names: dict[int, str], chat: RouterTalk
) -> None:
    await chat.taps("小白")
    await chat.taps("称一称")
    del names[12]
    await chat.says("12")
    assert chat.said[-1] == "没有找到这件事。\n\n您的宠物："
