"""The bot's messages through aiogram: what arrives on the phone, and what Telegram refuses."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramForbiddenError, TelegramNotFound
from aiogram.methods import SendDice
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram import User

from bot.sandbox.session import WorldSession
from bot.sandbox.world import World


def buttons(*data: str) -> InlineKeyboardMarkup:
    row = [InlineKeyboardButton(text=name, callback_data=name) for name in data]
    return InlineKeyboardMarkup(inline_keyboard=[row])


async def test_a_message_stands_on_the_phone_as_it_was_sent(
    bot: Bot, world: World, resident: User
) -> None:
    sent = await bot.send_message(
        resident.id, "<b>编号</b> 7", parse_mode="HTML", reply_markup=buttons("是")
    )
    shown = world.history(resident.id, resident.id)[-1]
    assert (sent.message_id, sent.html_text) == (shown.message_id, "<b>编号</b> 7")
    assert shown.text == "编号 7"
    assert shown.reply_markup is not None
    assert shown.reply_markup.inline_keyboard[0][0].callback_data == "是"


async def test_the_bot_is_not_sent_its_own_messages(bot: Bot, world: World, resident: User) -> None:
    await bot.send_message(resident.id, "您好")
    assert await bot.get_updates() == []


async def test_a_link_preview_can_be_switched_off(bot: Bot, resident: User) -> None:
    sent = await bot.send_message(
        resident.id,
        "https://example.cn",
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    assert sent.link_preview_options is not None
    assert sent.link_preview_options.is_disabled is True


async def test_the_last_text_that_fits_has_4096_characters(bot: Bot, resident: User) -> None:
    sent = await bot.send_message(resident.id, "<b>" + "水" * 4096 + "</b>", parse_mode="HTML")
    assert sent.text is not None
    assert len(sent.text) == 4096


@pytest.mark.parametrize(
    ("method", "values", "description"),
    [
        ("sendMessage", {"text": "水" * 4097}, "message is too long"),
        ("sendMessage", {"text": ""}, "message text is empty"),
        ("sendMessage", {"text": " \n"}, "message text is empty"),
        ("sendMessage", {"text": "\ud83d"}, "strings must be encoded in UTF-8"),
        ("sendMessage", {"text": "<b> </b>", "parse_mode": "HTML"}, "message text is empty"),
        ("sendMessage", {"text": "x", "chat_id": 1}, "chat not found"),
        ("sendMessage", {"text": "x", "chat_id": "@nobody"}, "chat not found"),
        ("sendMessage", {"text": "x", "chat_id": ""}, "chat_id is empty"),
        (
            "sendMessage",
            {"text": "x", "reply_parameters": {"message_id": 99}},
            "message to be replied not found",
        ),
        ("sendMessage", {"text": "x", "reply_markup": "[]"}, "object expected as reply markup"),
        (
            "sendMessage",
            {"text": "x", "reply_markup": "{"},
            "can't parse reply keyboard markup JSON object",
        ),
        ("sendLocation", {"latitude": 91, "longitude": 0}, "wrong latitude or longitude specified"),
        ("sendLocation", {"longitude": 0}, "latitude is empty"),
        ("sendChatAction", {"action": "dancing"}, "wrong parameter action in request"),
        ("editMessageText", {"text": "x", "message_id": 99}, "message to edit not found"),
        ("editMessageText", {"text": "x"}, "message identifier is not specified"),
        ("editMessageText", {"text": "x", "message_id": 1}, "message can't be edited"),
        ("deleteMessage", {"message_id": 99}, "message to delete not found"),
        ("copyMessage", {"from_chat_id": 1, "message_id": 1}, "chat not found"),
        (
            "answerCallbackQuery",
            {"callback_query_id": "1"},
            "query is too old and response timeout expired or query ID is invalid",
        ),
        ("getFile", {"file_id": "x"}, "invalid file_id"),
        ("sendPhoto", {}, "there is no photo in the request"),
        ("sendPhoto", {"photo": "AgAC"}, "wrong file identifier/HTTP URL specified"),
        ("sendMediaGroup", {"media": "[]"}, "there are no messages to send"),
        ("getChatAdministrators", {}, "there are no administrators in the private chat"),
        (
            "setWebhook",
            {"url": "ftp://x"},
            "bad webhook: An HTTPS URL must be provided for webhook",
        ),
    ],
)
async def test_a_refusal_is_in_telegrams_words(
    world: World, resident: User, method: str, values: dict[str, Any], description: str
) -> None:
    with pytest.raises(Exception, match=r"^Bad Request: ") as refused:
        await world.call(method, {"chat_id": resident.id} | values)
    assert str(refused.value) == f"Bad Request: {description}"


async def test_who_never_pressed_start_cannot_be_written_to(bot: Bot, world: World) -> None:
    stranger = world.add_user("陈")
    with pytest.raises(TelegramForbiddenError, match="bot can't initiate conversation with a user"):
        await bot.send_message(stranger.id, "您好")


async def test_who_blocked_the_bot_cannot_be_written_to(
    bot: Bot, world: World, resident: User
) -> None:
    world.block(resident.id)
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(resident.id, "您好")
    world.unblock(resident.id)
    await bot.send_message(resident.id, "您好")


async def test_an_unknown_method_is_not_found(bot: Bot, resident: User) -> None:
    with pytest.raises(TelegramNotFound, match="method not found"):
        await bot(SendDice(chat_id=resident.id))


async def test_a_wrong_token_is_unauthorized(world: World) -> None:
    with pytest.raises(Exception, match="Unauthorized"):
        await Bot("1:wrong", session=WorldSession(world)).get_me()


async def test_a_reply_may_be_sent_though_its_message_is_gone(bot: Bot, resident: User) -> None:
    gone = ReplyParameters(message_id=99, allow_sending_without_reply=True)
    sent = await bot.send_message(resident.id, "x", reply_parameters=gone)
    assert sent.reply_to_message is None
