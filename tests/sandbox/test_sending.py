"""The bot's messages through aiogram: what arrives on the phone, and what Telegram refuses."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramNotFound
from aiogram.methods import SendDice
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram import Chat, User

from bot.sandbox.errors import PhoneError
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


async def test_an_edit_changes_text_and_buttons_in_place(
    bot: Bot, world: World, resident: User
) -> None:
    sent = await bot.send_message(resident.id, "待接单", reply_markup=buttons("接单"))
    await bot.edit_message_text(
        "已接单", chat_id=resident.id, message_id=sent.message_id, reply_markup=buttons("办结")
    )
    shown = world.history(resident.id, resident.id)[-1]
    assert (shown.message_id, shown.text) == (sent.message_id, "已接单")
    assert shown.reply_markup is not None
    assert shown.reply_markup.inline_keyboard[0][0].text == "办结"
    assert shown.edit_date is not None


async def test_an_edit_without_buttons_takes_them_away(
    bot: Bot, world: World, resident: User
) -> None:
    sent = await bot.send_message(resident.id, "x", reply_markup=buttons("是"))
    await bot.edit_message_reply_markup(chat_id=resident.id, message_id=sent.message_id)
    assert world.history(resident.id, resident.id)[-1].reply_markup is None


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, resident: User) -> None:
    sent = await bot.send_message(resident.id, "x", reply_markup=buttons("是"))
    with pytest.raises(TelegramBadRequest, match="message is not modified: specified new message"):
        await bot.edit_message_text(
            "x", chat_id=resident.id, message_id=sent.message_id, reply_markup=buttons("是")
        )


async def test_a_message_with_a_reply_keyboard_cannot_be_edited(
    world: World, resident: User
) -> None:
    keyboard = {"keyboard": [[{"text": "菜单"}]]}
    asked = {"chat_id": resident.id, "text": "x", "reply_markup": keyboard}
    sent = await world.call("sendMessage", asked)
    with pytest.raises(Exception, match="message can't be edited"):
        await world.call(
            "editMessageText",
            {"chat_id": resident.id, "message_id": sent["message_id"], "text": "y"},
        )


async def test_a_deleted_message_is_gone_and_cannot_be_edited(
    bot: Bot, world: World, resident: User
) -> None:
    sent = await bot.send_message(resident.id, "x")
    await bot.delete_message(resident.id, sent.message_id)
    assert sent.message_id not in {m.message_id for m in world.history(resident.id, resident.id)}
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("y", chat_id=resident.id, message_id=sent.message_id)


async def test_messages_older_than_two_days_cannot_be_deleted(
    bot: Bot, clock: Any, resident: User
) -> None:
    sent = await bot.send_message(resident.id, "x")
    clock.advance(hours=48)
    with pytest.raises(TelegramBadRequest, match="message can't be deleted for everyone"):
        await bot.delete_message(resident.id, sent.message_id)


async def test_only_an_administrator_deletes_what_others_wrote(
    bot: Bot, world: World, resident: User, group: Chat
) -> None:
    said = world.say(resident.id, group.id, "广告")
    with pytest.raises(TelegramBadRequest, match="message can't be deleted"):
        await bot.delete_messages(group.id, [said.message_id])
    world.promote(group.id, world.bot.id)
    await bot.delete_messages(group.id, [said.message_id, 9999])
    assert said.message_id not in {m.message_id for m in world.history(group.id, resident.id)}


async def test_the_latest_pinned_message_stands_in_the_chat(
    bot: Bot, world: World, resident: User, group: Chat
) -> None:
    first = await bot.send_message(group.id, "一")
    second = await bot.send_message(group.id, "二")
    await bot.pin_chat_message(group.id, first.message_id)
    await bot.pin_chat_message(group.id, second.message_id)
    chat = await bot.get_chat(group.id)
    assert chat.pinned_message is not None
    assert chat.pinned_message.message_id == second.message_id
    await bot.unpin_chat_message(group.id)
    chat = await bot.get_chat(group.id)
    assert chat.pinned_message is not None
    assert chat.pinned_message.message_id == first.message_id
    assert [update.event_type for update in await bot.get_updates()] == ["message", "message"]


async def test_a_deleted_message_is_no_longer_pinned(bot: Bot, group: Chat) -> None:
    sent = await bot.send_message(group.id, "一")
    await bot.pin_chat_message(group.id, sent.message_id)
    await bot.delete_message(group.id, sent.message_id)
    assert (await bot.get_chat(group.id)).pinned_message is None


async def test_only_an_administrator_pins_in_a_supergroup(
    bot: Bot, world: World, group: Chat
) -> None:
    chat = world.upgrade(group.id)
    sent = await bot.send_message(chat.id, "一")
    with pytest.raises(TelegramBadRequest, match="not enough rights to manage pinned messages"):
        await bot.pin_chat_message(chat.id, sent.message_id)
    world.promote(chat.id, world.bot.id)
    await bot.pin_chat_message(chat.id, sent.message_id)


async def test_a_copy_may_have_a_caption_of_its_own(
    bot: Bot, world: World, resident: User, group: Chat
) -> None:
    said = world.send_photo(resident.id, resident.id, caption="井盖")
    await bot.copy_message(group.id, resident.id, said.message_id, caption="<b>现场</b>")
    await bot.copy_message(
        group.id, resident.id, said.message_id, caption="<b>现场</b>", parse_mode="HTML"
    )
    plain, parsed = world.history(group.id, resident.id)[-2:]
    assert (plain.caption, parsed.caption) == ("<b>现场</b>", "现场")


async def test_a_protected_message_stays_where_it_is(
    bot: Bot, world: World, resident: User, group: Chat
) -> None:
    sent = await bot.send_message(resident.id, "门锁密码", protect_content=True)
    with pytest.raises(TelegramBadRequest, match="message can't be copied"):
        await bot.copy_message(group.id, resident.id, sent.message_id)
    with pytest.raises(PhoneError, match="cannot be forwarded"):
        world.forward(resident.id, group.id, resident.id, sent.message_id)


async def test_a_copy_does_not_tell_where_it_comes_from(
    bot: Bot, world: World, resident: User, group: Chat
) -> None:
    said = world.send_photo(resident.id, resident.id, caption="井盖")
    copied = await bot.copy_message(group.id, resident.id, said.message_id)
    shown = world.history(group.id, resident.id)[-1]
    assert (shown.message_id, shown.caption) == (copied.message_id, "井盖")
    assert shown.forward_origin is None
    assert shown.photo


async def test_a_forward_tells_where_it_comes_from(
    bot: Bot, world: World, resident: User, group: Chat
) -> None:
    said = world.say(resident.id, resident.id, "井盖坏了")
    forwarded = await bot.forward_message(group.id, resident.id, said.message_id)
    assert forwarded.text == "井盖坏了"
    assert forwarded.forward_origin is not None
    assert forwarded.forward_origin.type == "user"
