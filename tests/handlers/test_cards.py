"""Cards by one of their own: which buttons they show, and what becomes of a tap and of words."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pytest
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message, PhotoSize

from handlers.common.button_data import RowId
from handlers.common.cards import Card, Said
from handlers.common.i18n import mark
from handlers.common.refusals import in_words
from handlers.common.saying import Buttons, Say, Toast
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from services.errors import NotAMember, TooLong, WordsNeeded
from tests.handlers.form_talk import CHAT, NOW, USER, a_talk


class Action(StrEnum):
    PAINT = "paint"
    SELL = "sell"


class OnBoat(CallbackData, prefix="testboat"):
    action: Action
    boat: RowId


class OnHarbour(CallbackData, prefix="testharbour"):
    harbour: RowId


@dataclass(frozen=True, slots=True)
class Boat:
    id: int
    sold: bool = False


card = Card[Boat](OnBoat)


@card.button(Action.PAINT, label=mark("刷漆"), when=lambda boat: not boat.sold)
async def paint(talk: Talk, boat_id: int) -> Reply:
    if boat_id == 13:
        raise NotAMember
    return talk.toast(f"刷好了 {boat_id}")


card.link(
    label=lambda boat: f"去 {boat.id} 号港",
    when=lambda boat: boat.sold,
    data=lambda boat: OnHarbour(harbour=boat.id),
)


async def _check(talk: Talk, boat_id: int) -> None:
    if boat_id == 13:
        raise NotAMember


@card.words(
    Action.SELL,
    label=mark("卖掉"),
    when=lambda boat: not boat.sold,
    check=_check,
    ask=lambda: "卖给谁？",
    about="test boat sold",
)
async def sell(talk: Talk, boat_id: int, said: Said) -> str:
    if len(said.text) > 3:
        raise TooLong(3)
    return f"{boat_id} 号卖给{said.text}了"


def labels(boat: Boat) -> list[str]:
    return [each.label for row in card.keyboard(boat).rows for each in row]


def test_shows_the_buttons_that_the_state_allows_in_the_order_they_are_stated() -> None:
    assert labels(Boat(5)) == ["刷漆", "卖掉"]
    assert labels(Boat(5, sold=True)) == ["去 5 号港"]


def test_a_button_carries_the_action_and_the_row() -> None:
    assert card.keyboard(Boat(5)).rows[0][0].data == "testboat:paint:5"


def test_buttons_stand_in_as_many_columns_as_it_says() -> None:
    narrow = Card[Boat](OnBoat, columns=1)
    for action in Action:
        narrow.button(action, label=mark("刷漆"), when=lambda boat: not boat.sold)(paint)
    for each, columns in ((card, [2]), (narrow, [1, 1])):
        assert [len(row) for row in each.keyboard(Boat(5)).rows] == columns


def test_without_buttons_there_is_no_keyboard() -> None:
    assert Card[Boat](OnBoat).keyboard(Boat(5)) == Buttons([])


def test_is_called_by_its_prefix_and_the_row() -> None:
    assert card.key(5) == "testboat:5"


class OnCrew(CallbackData, prefix="testcrew"):
    sailor: RowId
    aboard: bool


@dataclass(frozen=True, slots=True)
class Sailor:
    number: int


def a_crew() -> Card[Sailor]:
    crew = Card[Sailor](
        OnCrew, key="crew list", row="sailor", id_of=lambda sailor: sailor.number, columns=1
    )

    @crew.button(True, label=mark("来了"), when=lambda _sailor: True)
    async def came(talk: Talk, sailor: int) -> Reply:
        return talk.toast(f"{sailor} 号来了")

    @crew.button(False, label=mark("没来"), when=lambda _sailor: True)
    async def missed(talk: Talk, sailor: int) -> Reply:
        return talk.toast(f"{sailor} 号没来")

    return crew


def test_a_card_can_be_called_otherwise_than_its_buttons() -> None:
    assert a_crew().key(5) == "crew list:5"


def test_the_row_may_stand_in_another_field_and_have_another_id() -> None:
    buttons = a_crew().buttons(Sailor(5))
    assert [each.data for each in buttons] == ["testcrew:5:1", "testcrew:5:0"]


@pytest.mark.parametrize(("aboard", "said"), [(1, "5 号来了"), (0, "5 号没来")])
async def test_an_action_may_be_a_yes_or_a_no(aboard: int, said: str) -> None:
    reply = await tapped(f"testcrew:5:{aboard}", a_crew())
    assert reply.text == said


async def tapped(data: str, card: Card[Any] = card) -> Any:
    query = CallbackQuery(id="1", from_user=USER, chat_instance="1", data=data)
    return await card.propagate_event("callback_query", query, talk=await a_talk(query))


async def test_a_tap_does_what_the_button_says() -> None:
    reply = await tapped("testboat:paint:5")
    assert isinstance(reply, Toast)
    assert reply.text == "刷好了 5"


@pytest.mark.parametrize("action", ["paint", "sell"])
async def test_a_refusal_is_a_note_over_the_screen(action: str) -> None:
    reply = await tapped(f"testboat:{action}:13")
    assert isinstance(reply, Toast)
    assert (reply.text, reply.alert) == ("您已经不在这个群里。", True)


async def test_a_card_can_have_words_of_its_own_for_refusals() -> None:
    own = in_words.but()
    own.say({NotAMember: mark("您不在船上。")})
    other = Card[Boat](OnBoat, refusals=own)
    other.button(Action.PAINT, label=mark("刷漆"), when=lambda _boat: True)(paint)
    reply = await tapped("testboat:paint:13", other)
    assert reply.text == "您不在船上。"


async def test_an_action_of_another_card_is_left_to_it() -> None:
    other = Card[Boat](OnBoat)
    other.button(Action.PAINT, label=mark("刷漆"), when=lambda _boat: True)(paint)
    assert await tapped("testboat:sell:5", other) is UNHANDLED


async def test_data_that_we_did_not_write_is_left_to_others() -> None:
    assert await tapped("testboat:sink:5") is UNHANDLED


async def test_words_are_asked_for_with_a_forced_reply_below_the_card() -> None:
    reply = await tapped("testboat:sell:5")
    assert isinstance(reply, Say)
    assert reply.awaits_reply
    assert "卖给谁？" in reply.text
    assert (reply.about, reply.under_card) == ("test boat sold:5", "testboat:5")


async def said(text: str) -> Any:
    """An answer to the prompt about boat 5, its filters apart."""
    message = Message(message_id=2, date=NOW, chat=CHAT, from_user=USER, text=text)
    handler = card.observers["message"].handlers[-1]
    return await handler.callback(message, talk=await a_talk(message), about=5)


async def test_words_are_handed_over_and_what_came_of_it_is_said_below_the_card() -> None:
    reply = await said("阿福")
    assert (reply.text, reply.under_card) == ("5 号卖给阿福了", "testboat:5")


async def test_words_that_others_could_mend_are_asked_for_again() -> None:
    reply = await said("隔壁的阿福")
    assert reply.about == "test boat sold:5"
    assert reply.text.count("卖给谁？") == 1
    assert "最多 3 个字" in reply.text


def a_card() -> Card[Boat]:
    """A card whose boats have names, with a button that takes words and pictures."""
    named = Card[Boat](OnBoat, called=_name)

    @named.words(
        Action.SELL,
        label=mark("卖掉"),
        when=lambda _boat: True,
        check=_check,
        ask=lambda: "卖给谁？",
        about="test boat shown",
        with_files=True,
    )
    async def shown(talk: Talk, boat_id: int, said: Said) -> str:
        if not said.text:
            raise WordsNeeded
        if len(said.text) > 3:
            raise TooLong(3)
        if boat_id == 13:
            raise NotAMember
        return f"{said.text}：{len(said.attachments)} 张"

    return named


async def _name(talk: Talk, boat_id: int) -> str:
    return f"{boat_id} 号船"


async def test_a_prompt_begins_with_what_the_row_is_called() -> None:
    query = CallbackQuery(id="1", from_user=USER, chat_instance="1", data="testboat:sell:5")
    reply = await a_card().propagate_event("callback_query", query, talk=await a_talk(query))
    assert "5 号船：卖给谁？" in reply.text


PICTURE = [PhotoSize(file_id="p", file_unique_id="p", width=9, height=9)]


async def answered(
    text: str, pictures: list[PhotoSize] | None, talk: Talk | None, boat: int
) -> Any:
    """The reply to an answer, and the talk that goes on from it."""
    message = Message(
        message_id=2, date=NOW, chat=CHAT, from_user=USER, photo=pictures, text=text or None
    )
    after = await a_talk(message)
    after.data = dict(talk.data) if talk else {}
    handler = a_card().observers["message"].handlers[-1]
    return await handler.callback(message, talk=after, about=boat), after


async def test_pictures_wait_for_their_words() -> None:
    reply, talk = await answered("", PICTURE, None, 5)
    assert "1 个收到了" in reply.text
    reply, talk = await answered("太长的话", None, talk, 5)
    assert "最多 3 个字" in reply.text
    reply, talk = await answered("阿福", None, talk, 5)
    assert reply.text == "阿福：1 张"
    reply, _talk = await answered("阿福", None, talk, 5)
    assert reply.text == "阿福：0 张"


async def test_pictures_do_not_go_to_another_row() -> None:
    _reply, talk = await answered("", PICTURE, None, 5)
    reply, _talk = await answered("阿福", None, talk, 6)
    assert reply.text == "阿福：0 张"


async def test_pictures_are_let_go_once_the_answer_is_refused() -> None:
    _reply, talk = await answered("", PICTURE, None, 13)
    _reply, talk = await answered("阿福", None, talk, 13)
    assert "pictures" not in talk.data


async def test_something_may_follow_a_refusal() -> None:
    sad = Card[Boat](OnBoat)

    @sad.button(Action.PAINT, label=mark("刷漆"), when=lambda _boat: True)
    async def paint(talk: Talk, boat_id: int) -> Reply:
        raise NotAMember

    @sad.refused(NotAMember)
    async def comfort(talk: Talk, boat_id: int, refusal: NotAMember) -> Reply:
        return talk.say(f"{boat_id} 号船等您回来")

    query = CallbackQuery(id="1", from_user=USER, chat_instance="1", data="testboat:paint:5")
    note, comforted = await sad.propagate_event("callback_query", query, talk=await a_talk(query))
    assert note.text == "您已经不在这个群里。"
    assert comforted.text == "5 号船等您回来"
