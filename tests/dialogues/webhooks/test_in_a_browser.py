"""The page for acting in a real browser, at the size of a phone and without scripts."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import FilePayload, Page, ViewportSize, async_playwright, expect

from bot.sandbox.images import SAMPLE_PNG
from storage.tables import Channel
from tests.browser.conftest import a_chromium
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files
from tests.dialogues.webhook_phones import WebhookPhone

pytestmark = [pytest.mark.browser, pytest.mark.staff_on(Channel.WECOM_WEBHOOK)]
SMALL: ViewportSize = {"width": 320, "height": 568}
PHOTO = FilePayload(name="灯.png", mimeType="image/png", buffer=SAMPLE_PNG)


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    """Of a small phone. What the page's policy forbids is not even tried."""
    async with async_playwright() as playwright, a_chromium(playwright) as chromium:
        context = await chromium.new_context(
            viewport=SMALL, locale="zh-CN", java_script_enabled=False
        )
        opened = await context.new_page()
        said: list[str] = []
        opened.on("console", lambda message: said.append(message.text))
        yield opened
        assert not any("Content Security Policy" in each for each in said)


def address(desk: Desk, staff: WebhookPhone) -> str:
    assert desk.webhooks is not None
    assert desk.webhooks.pages is not None
    return str(desk.webhooks.pages.make_url(staff.link()))


async def fits(page: Page) -> bool:
    """Nothing has to be pushed aside to be read."""
    return bool(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


async def test_a_request_is_taken_and_resolved_with_a_photo_on_a_small_phone(
    desk: Desk, resident: Phone, staff: WebhookPhone, page: Page, tmp_path: Path
) -> None:
    number = await files(resident, "楼下路灯不亮了" + "，一到晚上就黑" * 20 + "A" * 60)
    await page.goto(address(desk, staff))
    assert await fits(page)
    await page.get_by_role("button", name="接单").click()
    assert await page.locator("input:invalid").count() == 1
    await page.get_by_label("您叫什么名字？").fill("社工甲")
    await page.screenshot(path=tmp_path / "card.png", full_page=True)
    await page.get_by_role("button", name="接单").click()
    await expect(page.get_by_text("社工甲 接单")).to_be_visible()
    await page.get_by_role("button", name="办结").click()
    await page.get_by_label("请写在这里：").fill("灯修好了")
    await page.get_by_label("要带照片").set_input_files(PHOTO)
    assert await fits(page)
    await page.screenshot(path=tmp_path / "words.png", full_page=True)
    await page.get_by_role("button", name="发送").click()
    await expect(page.get_by_text("办结了")).to_be_visible()
    await page.screenshot(path=tmp_path / "done.png", full_page=True)
    await page.go_back()
    await expect(page.get_by_text("用过了")).to_be_visible()
    assert await fits(page)
    await page.screenshot(path=tmp_path / "used.png", full_page=True)
    await desk.settle()
    resident.finds(number, "灯修好了")
    assert resident.pictures() == 1


async def test_it_is_done_by_the_keyboard_alone(
    desk: Desk, resident: Phone, staff: WebhookPhone, page: Page
) -> None:
    number = await files(resident)
    await page.goto(address(desk, staff))
    await goes_to(page, "input[name=name]")
    await page.keyboard.type("社工甲")
    await goes_to(page, "button:text('接单')")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("社工甲 接单")).to_be_visible()
    await goes_to(page, "button:text('办结')")
    await page.keyboard.press("Space")
    await goes_to(page, "textarea")
    await page.keyboard.type("灯修好了")
    await goes_to(page, "input[type=file]")
    # From here on it is the browser's own window, which opens by the keyboard as it does elsewhere.
    await page.get_by_label("要带照片").set_input_files(PHOTO)
    await goes_to(page, "button:text('发送')")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("办结了")).to_be_visible()
    await desk.settle()
    resident.finds(number, "灯修好了")


async def goes_to(page: Page, what: str) -> None:
    """By the tab key; where one is has to be seen."""
    wanted = page.locator(what)
    for _each in range(20):
        await page.keyboard.press("Tab")
        if await wanted.evaluate("each => each === document.activeElement"):
            assert await wanted.evaluate("each => getComputedStyle(each).outlineStyle") != "none"
            return
    raise AssertionError(f"the keyboard never comes to {what}")


async def test_enter_in_the_name_presses_no_button(
    desk: Desk, resident: Phone, staff: WebhookPhone, page: Page
) -> None:
    """Browsers would press the first one, and ending the line on a phone would take the request."""
    await files(resident)
    await page.goto(address(desk, staff))
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    await page.get_by_label("您叫什么名字？").fill("社工甲")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="接单")).to_be_focused()
    assert sent == []
