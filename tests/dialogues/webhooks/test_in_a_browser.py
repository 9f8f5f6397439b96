"""The page for acting in a real browser, at the size of a phone and without scripts."""

from pathlib import Path

import pytest
from playwright.async_api import Page, ViewportSize, async_playwright, expect

from storage.tables import Channel
from tests.browser.conftest import a_chromium
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files
from tests.dialogues.webhook_phones import WebhookPhone

pytestmark = [pytest.mark.browser, pytest.mark.staff_on(Channel.WECOM_WEBHOOK)]
SMALL: ViewportSize = {"width": 360, "height": 740}


async def fits(page: Page) -> bool:
    """Nothing has to be pushed aside to be read."""
    return bool(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


async def test_a_request_is_taken_and_resolved_on_a_small_phone(
    desk: Desk, resident: Phone, staff: WebhookPhone, tmp_path: Path
) -> None:
    number = await files(resident, "楼下路灯不亮了" + "，一到晚上就黑" * 20)
    assert desk.webhooks is not None
    assert desk.webhooks.pages is not None
    async with async_playwright() as playwright, a_chromium(playwright) as chromium:
        context = await chromium.new_context(
            viewport=SMALL, locale="zh-CN", java_script_enabled=False
        )
        page = await context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        await page.goto(str(desk.webhooks.pages.make_url(staff.link())))
        assert await fits(page)
        await page.get_by_role("button", name="接单").click()
        assert await page.locator("input:invalid").count() == 1
        await page.get_by_label("您叫什么名字？").fill("社工甲")
        await page.screenshot(path=tmp_path / "card.png", full_page=True)
        await page.get_by_role("button", name="接单").click()
        await expect(page.get_by_text("社工甲 接单")).to_be_visible()
        await page.get_by_role("button", name="办结").click()
        await page.get_by_label("请写在这里：").fill("灯修好了")
        assert await fits(page)
        await page.screenshot(path=tmp_path / "words.png", full_page=True)
        await page.get_by_role("button", name="发送").click()
        await expect(page.get_by_text("办结了")).to_be_visible()
        await page.screenshot(path=tmp_path / "done.png", full_page=True)
        await page.go_back()
        await expect(page.get_by_text("用过了")).to_be_visible()
        await page.screenshot(path=tmp_path / "used.png", full_page=True)
        assert not any("Content Security Policy" in each for each in said)
    await desk.settle()
    resident.finds(number, "灯修好了")
