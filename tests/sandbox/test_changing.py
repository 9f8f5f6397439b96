"""What the bot does with messages that stand: edit, delete, pin, copy, forward."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from telegram import Chat, User

from bot.sandbox.errors import PhoneError
from bot.sandbox.world import World


def button(name: str) -> InlineKeyboardMarkup:
    row = [InlineKeyboardButton(text=name, callback_data=name)]
    return InlineKeyboardMarkup(inline_keyboard=[row])


async def test_an_edit_changes_text_and_buttons_in_place(
    bot: Bot, world: World, resident: User
) -> None:
    sent = await bot.send_message(resident.id, "待接单", reply_markup=button("接单"))
    await bot.edit_message_text(
        "已接单", chat_id=resident.id, message_id=sent.message_id, reply_markup=button("办结")
    )
    shown = world.history(resident.id, resident.id)[-1]
    assert (shown.message_id, shown.text) == (sent.message_id, "已接单")
    assert shown.reply_markup is not None
    assert shown.reply_markup.inline_keyboard[0][0].text == "办结"
    assert shown.edit_date is not None


async def test_an_edit_without_buttons_takes_them_away(
    bot: Bot, world: World, resident: User
) -> None:
    sent = await bot.send_message(resident.id, "x", reply_markup=button("是"))
    await bot.edit_message_reply_markup(chat_id=resident.id, message_id=sent.message_id)
    assert world.history(resident.id, resident.id)[-1].reply_markup is None


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, resident: User) -> None:
    sent = await bot.send_message(resident.id, "x", reply_markup=button("是"))
    with pytest.raises(TelegramBadRequest, match="message is not modified: specified new message"):
        await bot.edit_message_text(
            "x", chat_id=resident.id, message_id=sent.message_id, reply_markup=button("是")
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
