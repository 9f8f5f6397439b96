"""Reply keyboards and the command menu."""

import pytest
from aiogram.types import (
    BotCommand,
    ForceReply,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from playwright.async_api import expect

from tests.browser.demo import PhoneView, Sandbox

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

MENU = ReplyKeyboardMarkup(
    keyboard=[
        [KeyboardButton(text="报事报修"), KeyboardButton(text="长者食堂")],
        [KeyboardButton(text="发位置", request_location=True)],
        [KeyboardButton(text="发电话", request_contact=True)],
    ],
    resize_keyboard=True,
    input_field_placeholder="说说您遇到的事",
)
COMMANDS = [
    BotCommand(command="complaint", description="报事报修"),
    BotCommand(command="my", description="我的诉求"),
]


async def test_keyboard_button_says_its_label(sandbox: Sandbox, resident: PhoneView) -> None:
    await sandbox.bot.api.send_message(sandbox.resident, "您好", reply_markup=MENU)
    await resident.keyboard.get_by_role("button", name="长者食堂").click()
    assert (await sandbox.bot.message()).text == "长者食堂"
    await expect(resident.keyboard).to_be_visible()


async def test_placeholder_of_the_keyboard_stands_in_the_field(
    sandbox: Sandbox, resident: PhoneView
) -> None:
    await sandbox.bot.api.send_message(sandbox.resident, "您好", reply_markup=MENU)
    await expect(resident.composer).to_have_attribute("placeholder", "说说您遇到的事")


async def test_one_time_keyboard_goes_when_used(sandbox: Sandbox, resident: PhoneView) -> None:
    once = MENU.model_copy(update={"one_time_keyboard": True})
    await sandbox.bot.api.send_message(sandbox.resident, "您好", reply_markup=once)
    await resident.keyboard.get_by_role("button", name="报事报修").click()
    await expect(resident.keyboard).to_be_hidden()


async def test_keyboard_goes_when_the_bot_removes_it(sandbox: Sandbox, resident: PhoneView) -> None:
    await sandbox.bot.api.send_message(sandbox.resident, "您好", reply_markup=MENU)
    await expect(resident.keyboard).to_be_visible()
    await sandbox.bot.api.send_message(
        sandbox.resident, "好了", reply_markup=ReplyKeyboardRemove(remove_keyboard=True)
    )
    await expect(resident.keyboard).to_be_hidden()


async def test_keyboard_can_be_folded_away_unless_it_is_persistent(
    sandbox: Sandbox, resident: PhoneView
) -> None:
    await sandbox.bot.api.send_message(sandbox.resident, "您好", reply_markup=MENU)
    await resident.node.get_by_test_id("keyboard-toggle").click()
    await expect(resident.keyboard).to_be_hidden()
    lasting = MENU.model_copy(update={"is_persistent": True})
    await sandbox.bot.api.send_message(sandbox.resident, "您好", reply_markup=lasting)
    await expect(resident.keyboard).to_be_visible()
    await expect(resident.node.get_by_test_id("keyboard-toggle")).to_be_hidden()


async def test_location_button_asks_which_place(sandbox: Sandbox, resident: PhoneView) -> None:
    await sandbox.bot.api.send_message(sandbox.resident, "您在哪？", reply_markup=MENU)
    await resident.keyboard.get_by_role("button", name="发位置").click()
    await resident.node.get_by_test_id("placeParis").click()
    location = (await sandbox.bot.message()).location
    assert location is not None
    assert location.latitude == 48.8566


async def test_contact_button_asks_before_it_shares(sandbox: Sandbox, resident: PhoneView) -> None:
    await sandbox.bot.api.send_message(sandbox.resident, "电话？", reply_markup=MENU)
    await resident.keyboard.get_by_role("button", name="发电话").click()
    await resident.node.get_by_test_id("confirm").get_by_role("button", name="分享").click()
    contact = (await sandbox.bot.message()).contact
    assert contact is not None
    assert contact.user_id == sandbox.resident


async def test_command_menu_lists_what_the_bot_set(sandbox: Sandbox, resident: PhoneView) -> None:
    await sandbox.bot.api.set_my_commands(COMMANDS)
    await resident.node.get_by_test_id("commands").click()
    entries = resident.node.get_by_test_id("command-list").get_by_role("button")
    await expect(entries).to_have_text(["/complaint报事报修", "/my我的诉求"])


async def test_typed_slash_narrows_the_commands(sandbox: Sandbox, resident: PhoneView) -> None:
    await sandbox.bot.api.set_my_commands(COMMANDS)
    await resident.composer.fill("/m")
    entries = resident.node.get_by_test_id("command-list").get_by_role("button")
    await expect(entries).to_have_text(["/my我的诉求"])
    await resident.composer.press("Tab")
    await expect(resident.composer).to_have_value("/my ")


async def test_chosen_command_is_sent_with_the_bots_name_in_groups(
    sandbox: Sandbox, worker: PhoneView
) -> None:
    await sandbox.bot.api.set_my_commands(COMMANDS)
    await worker.node.get_by_test_id("commands").click()
    await worker.node.get_by_role("button", name="/my").click()
    await worker.shows("/my@jinlin_bot")


async def test_forced_reply_answers_the_message_that_asked_for_it(
    sandbox: Sandbox, worker: PhoneView
) -> None:
    asked = await sandbox.bot.api.send_message(
        sandbox.group, "怎么解决的？", reply_markup=ForceReply(input_field_placeholder="写结果")
    )
    await sandbox.bot.api.send_message(sandbox.group, "还有一件事。")
    await expect(worker.node.get_by_test_id("reply-strip")).to_contain_text("怎么解决的？")
    await expect(worker.composer).to_have_attribute("placeholder", "写结果")
    await worker.say("换了灯泡")
    heard = await sandbox.bot.message()
    assert heard.reply_to_message is not None
    assert heard.reply_to_message.message_id == asked.message_id
