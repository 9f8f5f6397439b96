"""A form in a group: whom it asks, and what it takes for an answer."""

from dataclasses import dataclass
from typing import ClassVar

import pytest

from handlers.common.group_forms import group_form
from handlers.common.kept import Kept
from handlers.common.questions import Ask, Option
from handlers.common.readers import some_words
from handlers.common.saying import Buttons
from handlers.common.talk import Talk
from tests.handlers.form_talk import USER, FormTalk

MINE = f"draft:{USER.id}"


@dataclass(slots=True)
class Outing(Kept):
    KEY: ClassVar = "outing"

    to: str | None = None
    by: str | None = None


@pytest.fixture
async def chat() -> FormTalk:
    """Asked where to."""
    form = group_form(Outing, "Outing")

    @form.step(some_words(6))
    async def to(talk: Talk, outing: Outing) -> Ask:
        return Ask("去哪里？")

    @form.step()
    async def by(talk: Talk, outing: Outing) -> Ask:
        return Ask("怎么去？", [Option("bus", "坐车"), Option("foot", "走路")])

    @form.step()
    async def review(talk: Talk, outing: Outing) -> Ask:
        return Ask(f"去{outing.to}")

    chat = FormTalk(form)
    await chat.begins(Outing())
    return chat


async def test_a_question_names_the_person_and_is_about_them(chat: FormTalk) -> None:
    assert chat.said == ['<a href="tg://user?id=7">林依妹</a>，去哪里？']
    assert chat.last is not None
    assert chat.last.about == MINE


async def test_a_question_for_words_opens_a_reply_and_one_with_options_shows_them(
    chat: FormTalk,
) -> None:
    assert chat.last is not None
    assert (chat.last.keyboard, chat.last.awaits_reply) == (None, True)
    await chat.replies(MINE, "海边")
    assert isinstance(chat.last.keyboard, Buttons)


@pytest.mark.parametrize("about", ["", "ticket:7", "draft:8"])
async def test_words_elsewhere_are_no_answer(chat: FormTalk, about: str) -> None:
    assert not await chat.replies(about, "海边")
    assert await chat.at() == "Outing:to"


async def test_a_command_is_no_answer(chat: FormTalk) -> None:
    assert not await chat.replies(MINE, "/tasks")


async def test_a_number_counts_without_a_reply(chat: FormTalk) -> None:
    await chat.replies(MINE, "海边")
    await chat.says("1")
    assert await chat.at() == "Outing:review"


async def test_a_reply_that_names_no_option_is_told_to_and_asked_again(chat: FormTalk) -> None:
    await chat.replies(MINE, "海边")
    await chat.replies(MINE, "骑马")
    assert "请点下面的选项，或者回复它的号码。\n\n怎么去？" in chat.said[-1]


async def test_a_photo_is_left_to_others_where_words_are_waited_for(chat: FormTalk) -> None:
    assert not await chat.shows_a_photo(about=MINE)
