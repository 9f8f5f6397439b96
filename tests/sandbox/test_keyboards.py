"""Buttons under messages and under the input field."""

from typing import Any

import pytest
from telegram import Chat, ForceReply, ReplyKeyboardMarkup, User

from bot.sandbox.errors import BotApiError
from bot.sandbox.world import World

MENU = {"keyboard": [[{"text": "我要反映"}, "我的"]], "resize_keyboard": True}


async def send(world: World, chat_id: int, markup: dict[str, Any], **more: Any) -> Any:
    asked = {"chat_id": chat_id, "text": "请选择 @lin_2026", "reply_markup": markup}
    return await world.call("sendMessage", asked | more)


def labels(world: World, chat_id: int, user_id: int) -> list[str]:
    keyboard = world.reply_keyboard(chat_id, user_id)
    if not isinstance(keyboard, ReplyKeyboardMarkup):
        return []
    return [button.text for row in keyboard.keyboard for button in row]


async def test_a_keyboard_stands_until_it_is_removed(world: World, resident: User) -> None:
    await send(world, resident.id, MENU)
    await world.call("sendMessage", {"chat_id": resident.id, "text": "好"})
    world.say(resident.id, resident.id, "我的")
    assert labels(world, resident.id, resident.id) == ["我要反映", "我的"]
    await send(world, resident.id, {"remove_keyboard": True})
    assert labels(world, resident.id, resident.id) == []


async def test_a_one_time_keyboard_goes_when_it_is_used(world: World, resident: User) -> None:
    await send(world, resident.id, MENU | {"one_time_keyboard": True})
    world.say(resident.id, resident.id, "别的话")
    assert labels(world, resident.id, resident.id) == ["我要反映", "我的"]
    world.say(resident.id, resident.id, "我的")
    assert labels(world, resident.id, resident.id) == []


async def test_a_forced_reply_stands_until_something_is_written(
    world: World, resident: User
) -> None:
    await send(world, resident.id, {"force_reply": True})
    assert isinstance(world.reply_keyboard(resident.id, resident.id), ForceReply)
    world.say(resident.id, resident.id, "换了灯泡")
    assert world.reply_keyboard(resident.id, resident.id) is None


async def test_a_selective_keyboard_reaches_who_is_mentioned(
    world: World, resident: User, group: Chat
) -> None:
    neighbour = world.add_user("陈")
    world.join(group.id, neighbour.id)
    await send(world, group.id, MENU | {"selective": True})
    assert labels(world, group.id, resident.id) == ["我要反映", "我的"]
    assert labels(world, group.id, neighbour.id) == []


async def test_a_selective_keyboard_reaches_who_is_replied_to(world: World, group: Chat) -> None:
    neighbour = world.add_user("陈")
    world.join(group.id, neighbour.id)
    said = world.say(neighbour.id, group.id, "/menu")
    await world.call(
        "sendMessage",
        {
            "chat_id": group.id,
            "text": "请选择",
            "reply_markup": MENU | {"selective": True},
            "reply_parameters": {"message_id": said.message_id},
        },
    )
    assert labels(world, group.id, neighbour.id) == ["我要反映", "我的"]


async def test_a_keyboard_goes_along_when_a_group_is_upgraded(
    world: World, resident: User, group: Chat
) -> None:
    await send(world, group.id, MENU)
    new = world.upgrade(group.id)
    assert labels(world, new.id, resident.id) == ["我要反映", "我的"]


async def test_who_leaves_a_group_loses_its_keyboard(
    world: World, resident: User, group: Chat
) -> None:
    await send(world, group.id, MENU)
    world.leave(group.id, resident.id)
    assert labels(world, group.id, resident.id) == []


def inline(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [[button] for button in buttons]}


def button(data: str) -> dict[str, Any]:
    return {"text": "x", "callback_data": data}


@pytest.mark.parametrize(
    "markup",
    [
        inline(button("水" * 21)),
        inline(*[button("x")] * 100),
        inline({"text": "x", "url": "https://example.cn/a?b=c"}),
        inline({"text": "x", "url": "tg://user?id=1"}),
        {"keyboard": [["x"] * 3] * 100},
        {"inline_keyboard": []},
        {"force_reply": True},
    ],
)
async def test_a_keyboard_within_the_limits_is_taken(
    world: World, resident: User, markup: dict[str, Any]
) -> None:
    assert (await send(world, resident.id, markup))["message_id"]


@pytest.mark.parametrize(
    ("markup", "description"),
    [
        (inline(button("水" * 22)), "BUTTON_DATA_INVALID"),
        (inline(*[button("x")] * 101), "REPLY_MARKUP_TOO_LONG"),
        ({"keyboard": [["x"] * 3] * 100 + [["y"]]}, "REPLY_MARKUP_TOO_LONG"),
        (
            inline({"text": "x"}),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            inline({"text": "x", "url": "http://localhost:8080/"}),
            "inline keyboard button URL 'http://localhost:8080/' is invalid: Wrong HTTP URL",
        ),
        (
            {"inline_keyboard": ["x"]},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
        ({"keyboard": [[""]]}, "keyboard button text must be non-empty"),
    ],
)
async def test_a_keyboard_beyond_the_limits_is_refused(
    world: World, resident: User, markup: dict[str, Any], description: str
) -> None:
    with pytest.raises(BotApiError) as refused:
        await send(world, resident.id, markup)
    assert refused.value.description == f"Bad Request: {description}"


async def test_a_group_cannot_be_asked_for_a_location(world: World, group: Chat) -> None:
    markup = {"keyboard": [[{"text": "发送位置", "request_location": True}]]}
    with pytest.raises(BotApiError, match="location can be requested in private chats only"):
        await send(world, group.id, markup)


async def test_an_answer_to_a_tap_shows_on_the_phone(world: World, resident: User) -> None:
    sent = await send(world, resident.id, inline(button("yes")))
    query = world.tap(resident.id, resident.id, sent["message_id"], "yes")
    await world.call(
        "answerCallbackQuery", {"callback_query_id": query, "text": "收到", "show_alert": True}
    )
    (toast,) = world.toasts(resident.id)
    assert (toast.text, toast.alert) == ("收到", True)


async def test_only_the_first_answer_reaches_the_phone(world: World, resident: User) -> None:
    sent = await send(world, resident.id, inline(button("yes")))
    query = world.tap(resident.id, resident.id, sent["message_id"], "yes")
    for text in ("收到", "又收到"):
        await world.call("answerCallbackQuery", {"callback_query_id": query, "text": text})
    assert [toast.text for toast in world.toasts(resident.id)] == ["收到"]


async def test_an_answer_has_at_most_200_characters(world: World, resident: User) -> None:
    sent = await send(world, resident.id, inline(button("yes")))
    query = world.tap(resident.id, resident.id, sent["message_id"], "yes")
    with pytest.raises(BotApiError, match="MESSAGE_TOO_LONG"):
        await world.call("answerCallbackQuery", {"callback_query_id": query, "text": "水" * 201})


async def test_an_answer_that_comes_too_late_is_refused(
    world: World, clock: Any, resident: User
) -> None:
    sent = await send(world, resident.id, inline(button("yes")))
    query = world.tap(resident.id, resident.id, sent["message_id"], "yes")
    clock.advance(minutes=2)
    with pytest.raises(BotApiError, match="query is too old"):
        await world.call("answerCallbackQuery", {"callback_query_id": query})
