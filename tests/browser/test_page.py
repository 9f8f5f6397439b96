"""The page as a whole: the phones on it, how it follows the world, how it looks."""

import pytest
from aiogram.types import KeyboardButton, ReplyKeyboardMarkup
from playwright.async_api import Page, ViewportSize, expect

from tests.browser.demo import PhoneView, Sandbox

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

NARROW: ViewportSize = {"width": 390, "height": 844}


async def test_first_three_people_each_have_a_phone(page: Page) -> None:
    await expect(page.locator("[data-phone]")).to_have_count(3)


async def test_staff_phone_opens_in_its_group_and_residents_with_the_bot(
    sandbox: Sandbox, resident: PhoneView, worker: PhoneView
) -> None:
    await expect(worker.node.locator(f'[data-open-chat="{sandbox.group}"]')).to_be_visible()
    await expect(resident.node.locator(f'[data-open-chat="{sandbox.resident}"]')).to_be_visible()


async def test_new_resident_gets_a_phone_with_the_bot_not_started(
    page: Page, sandbox: Sandbox
) -> None:
    await page.get_by_test_id("add-phone").click()
    await page.get_by_test_id("new-name").fill("新邻居")
    await page.get_by_test_id("new-language").select_option("en")
    await page.get_by_test_id("submit").click()
    newcomer = PhoneView(page, max(sandbox.world.users))
    await expect(newcomer.node.get_by_test_id("start")).to_be_visible()
    assert sandbox.world.users[max(sandbox.world.users)].language_code == "en"


async def test_new_member_phone_opens_in_the_group_joined(page: Page, sandbox: Sandbox) -> None:
    await page.get_by_test_id("add-phone").click()
    await page.get_by_test_id("new-role").select_option(str(sandbox.group))
    await page.get_by_test_id("submit").click()
    opened = page.locator(f'[data-open-chat="{sandbox.group}"]')
    await expect(opened).to_have_count(3)


async def test_phone_put_away_can_be_taken_out_again(page: Page, sandbox: Sandbox) -> None:
    phone = PhoneView(page, sandbox.colleague)
    await page.get_by_role("button", name="收起社区工作者的手机").click()
    await expect(phone.node).to_have_count(0)
    await page.locator(f'[data-switch="{sandbox.colleague}"]').click()
    await expect(phone.node).to_be_visible()


async def test_lost_connection_shows_and_what_was_missed_is_read_after_it(
    page: Page, sandbox: Sandbox, worker: PhoneView
) -> None:
    connection = page.get_by_test_id("connection")
    await sandbox.go_offline()
    await expect(connection).to_have_attribute("data-state", "offline")
    sandbox.world.say(sandbox.colleague, sandbox.group, "断线时说的话")
    await sandbox.come_back()
    await expect(connection).to_have_attribute("data-state", "online", timeout=15_000)
    await worker.shows("断线时说的话")


async def test_narrow_window_shows_one_phone_and_switches(page: Page, sandbox: Sandbox) -> None:
    await page.set_viewport_size(NARROW)
    await expect(page.locator("[data-phone]:visible")).to_have_count(1)
    await page.locator(f'[data-switch="{sandbox.worker}"]').click()
    await expect(PhoneView(page, sandbox.worker).node).to_be_visible()
    await expect(PhoneView(page, sandbox.resident).node).to_be_hidden()


async def test_switcher_counts_what_arrives_on_a_phone_out_of_sight(
    page: Page, sandbox: Sandbox
) -> None:
    await page.set_viewport_size(NARROW)
    tab = page.locator(f'[data-switch="{sandbox.worker}"]')
    sandbox.world.say(sandbox.colleague, sandbox.group, "有人吗")
    await expect(tab.locator(".badge")).to_have_text("1")
    await tab.click()
    await expect(tab.locator(".badge")).to_have_count(0)


async def test_everybody_is_a_click_away_whether_their_phone_is_out_or_not(
    page: Page, sandbox: Sandbox
) -> None:
    await page.get_by_role("button", name="收起社区工作者的手机").click()
    entry = page.locator(f'[data-switch="{sandbox.colleague}"]')
    sandbox.world.say(sandbox.worker, sandbox.group, "在吗")
    await expect(entry.locator(".badge")).to_have_text("1")
    await entry.click()
    await expect(PhoneView(page, sandbox.colleague).node).to_be_visible()
    await expect(entry.locator(".badge")).to_have_count(0)


@pytest.mark.parametrize(
    ("width", "height"), [(390, 844), (640, 400)], ids=["phone", "1280 by 800 at 200 %"]
)
async def test_the_conversation_keeps_half_the_height(
    page: Page, sandbox: Sandbox, resident: PhoneView, width: int, height: int
) -> None:
    await page.set_viewport_size({"width": width, "height": height})
    await page.reload()
    keys = [[KeyboardButton(text=f"选项{row}")] for row in range(6)]
    markup = ReplyKeyboardMarkup(keyboard=keys, is_persistent=True)
    await sandbox.bot.api.send_message(sandbox.resident, "选一个", reply_markup=markup)
    await resident.shows("选一个")
    box = await resident.node.get_by_test_id("messages").bounding_box()
    writing = await resident.composer.bounding_box()
    assert box is not None
    assert writing is not None
    assert box["height"] >= height / 2
    assert writing["y"] + writing["height"] <= height


async def test_tab_leads_past_the_messages_to_where_one_writes(
    page: Page, sandbox: Sandbox, resident: PhoneView
) -> None:
    for number in range(3):
        sandbox.world.say(sandbox.resident, sandbox.resident, f"第{number}句")
    await resident.shows("第2句")
    await resident.node.get_by_test_id("skip").focus()
    await page.keyboard.press("Enter")
    await expect(resident.composer).to_be_focused()


async def test_whoever_says_something_sees_it_however_far_up_they_were(
    sandbox: Sandbox, resident: PhoneView
) -> None:
    for number in range(30):
        sandbox.world.say(sandbox.resident, sandbox.resident, f"第{number}句")
    await resident.shows("第29句")
    await resident.node.get_by_test_id("messages").evaluate("node => { node.scrollTop = 0; }")
    await expect(resident.node.get_by_role("button", name="到最新消息")).to_be_visible()
    await resident.say("我刚说的")
    await expect(resident.node.get_by_text("我刚说的")).to_be_in_viewport()


async def test_an_emoji_font_is_there_for_systems_without_one(page: Page) -> None:
    found = await page.evaluate("document.fonts.load('16px \"Served Emoji\"', '🍚')")
    assert len(found) == 1


async def test_narrow_page_never_scrolls_sideways(page: Page, sandbox: Sandbox) -> None:
    await page.set_viewport_size(NARROW)
    sandbox.world.say(
        sandbox.resident, sandbox.resident, "长" * 60 + "https://example.org/" + "a" * 300
    )
    bubbles = page.locator(f'[data-phone="{sandbox.resident}"] .bubble')
    await expect(bubbles).to_have_count(2)
    widths = await page.evaluate(
        "[...document.querySelectorAll('.scroller')].map(s => s.scrollWidth - s.clientWidth)"
    )
    assert max(widths) == 0


async def test_theme_toggle_outlives_a_reload(page: Page) -> None:
    await page.get_by_test_id("theme").click()
    await page.reload()
    scheme = "getComputedStyle(document.documentElement).colorScheme"
    assert await page.evaluate(scheme) == "dark"


async def test_language_toggle_changes_every_word_of_the_page(
    page: Page, resident: PhoneView
) -> None:
    await page.get_by_test_id("language").click()
    await expect(page.get_by_test_id("more")).to_have_attribute("aria-label", "More options")
    await expect(page.get_by_test_id("add-phone")).to_have_text("Add a phone")
    await expect(resident.composer).to_have_attribute("placeholder", "Message")
    await expect(page.locator("html")).to_have_attribute("lang", "en")


async def test_draft_survives_the_change_of_language(page: Page, resident: PhoneView) -> None:
    await resident.composer.fill("写到一半")
    await page.get_by_test_id("language").click()
    await expect(resident.composer).to_have_value("写到一半")


async def test_every_control_has_a_name(page: Page) -> None:
    nameless = await page.evaluate(
        """[...document.querySelectorAll('button, input, textarea, select, a')]
           .filter(node => !node.textContent.trim() && !node.getAttribute('aria-label'))
           .map(node => node.outerHTML)"""
    )
    assert nameless == []


async def test_new_message_is_told_to_those_who_cannot_see_it(
    sandbox: Sandbox, worker: PhoneView
) -> None:
    sandbox.world.say(sandbox.colleague, sandbox.group, "来新诉求了")
    await expect(worker.node.get_by_role("status")).to_have_text("社区工作者: 来新诉求了")


async def test_menu_is_worked_by_keys_alone(page: Page, resident: PhoneView) -> None:
    attach = resident.node.get_by_test_id("attach")
    await attach.press("Enter")
    await expect(page.get_by_test_id("attach-photo")).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await expect(page.get_by_test_id("attach-sticker")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(attach).to_be_focused()


async def test_sheet_keeps_the_rest_of_its_phone_out_of_reach_until_it_closes(
    page: Page, resident: PhoneView, worker: PhoneView
) -> None:
    screens = [phone.node.locator(".screen") for phone in (resident, worker)]
    await resident.choose("attach", "attach-location")
    await expect(screens[0]).to_have_js_property("inert", True)
    await expect(screens[1]).to_have_js_property("inert", False)
    await page.keyboard.press("Escape")
    await expect(screens[0]).to_have_js_property("inert", False)
