"""Words asked of a colleague: what a reply does, and when they are asked again."""

import pytest
from aiogram import Router
from aiogram.filters import Filter

from handlers.common.forms import Again
from handlers.common.prompts import Prompt, prompt
from handlers.common.refusals import in_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from services.errors import NotFound, Refusal, TooLong, WordsNeeded
from tests.handlers.form_talk import RouterTalk

REFUSALS: dict[str, Refusal] = {"？": WordsNeeded(), "长": TooLong(5), "没了": NotFound()}


class _Never(Filter):
    async def __call__(self, *_event: object) -> bool:
        return False


def why(router: Router, *guards: Filter) -> Prompt:
    @prompt(router, "cancel", *guards)
    async def why_cancel(talk: Talk, row_id: int) -> str:
        return f"为什么取消 {row_id}？"

    @why_cancel.taken
    async def cancel(talk: Talk, row_id: int) -> Reply:
        if talk.text == "嗯":
            raise Again("看不懂。")
        if talk.text in REFUSALS:
            raise REFUSALS[talk.text]
        return talk.say(f"{row_id} 取消了：{talk.text}")

    return why_cancel


@pytest.fixture
def chat() -> RouterTalk:
    router = Router()
    why(router)
    return RouterTalk(router)


async def test_it_names_the_colleague_says_how_to_give_up_and_is_about_the_row() -> None:
    chat = RouterTalk(Router())
    chat.hears(await why(chat.router).put(await chat.talk(), 12, "先看看。"))
    assert chat.said == [
        '<a href="tg://user?id=7">林依妹</a>，先看看。\n为什么取消 12？\n不办了就回复“0”。'
    ]
    assert chat.last is not None
    assert chat.last.about == "cancel:12"


async def test_a_reply_is_taken_for_the_row_it_is_about(chat: RouterTalk) -> None:
    await chat.replies("cancel:12", "下雨")
    assert chat.said == ["12 取消了：下雨"]


@pytest.mark.parametrize("said", ["0", "零", "返回"])
async def test_giving_up_changes_nothing(chat: RouterTalk, said: str) -> None:
    await chat.replies("cancel:12", said)
    assert chat.said == ["好的，没有动。"]


@pytest.mark.parametrize(
    ("said", "reason"), [("嗯", "看不懂。"), ("长", "最多 5 个字"), ("？", "请写几个字")]
)
async def test_words_that_will_not_do_are_asked_for_again(
    chat: RouterTalk, said: str, reason: str
) -> None:
    await chat.replies("cancel:12", said)
    assert reason in chat.said[0]
    assert "为什么取消 12？" in chat.said[0]
    assert chat.last is not None
    assert chat.last.about == "cancel:12"


async def test_a_refusal_is_said_and_ends_it(chat: RouterTalk) -> None:
    await chat.replies("cancel:12", "没了")
    zone = (await chat.talk()).config.zone
    assert chat.said == [in_words(NotFound(), zone)]


async def test_a_reply_to_something_else_is_left_to_others(chat: RouterTalk) -> None:
    assert not await chat.replies("ticket:12", "下雨")


async def test_a_reply_passes_the_guards() -> None:
    router = Router()
    why(router, _Never())
    assert not await RouterTalk(router).replies("cancel:12", "下雨")
