"""The program as `make run` starts it: filed with a photo, solved and rated, all by clicks.

The pictures taken on the way go to the folder PICTURES, where it is set: they are the README's.
"""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, FilePayload, Page, ViewportSize, expect

from bot.demo import BESIDE_HER, IN_THE_THIRD, ON_WECHAT, RESIDENT
from tests.browser.demo import PhoneView
from tests.browser.night import street_at_night

pytestmark = [
    pytest.mark.browser,
    pytest.mark.process,
    pytest.mark.asyncio(loop_scope="session"),
]

ROOT = Path(__file__).parents[2]
WIDE: ViewportSize = {"width": 1440, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}
ON_TELEGRAM = (RESIDENT, "社区工作者", "志愿者队长")
PATIENCE = 15_000
"""Milliseconds."""
A_DAY = 120_000
"""Milliseconds that the clock takes for a day, at most."""


@pytest_asyncio.fixture(loop_scope="session")
async def address(tmp_path: Path) -> AsyncIterator[str]:
    """The one address that the program prints."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "run"),
        cwd=tmp_path,
        env=kept | {"PYTHONPATH": str(ROOT), "WEB_PORT": "0", "FOLLOW_UP_AFTER": "1h"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert program.stdout is not None
    async with asyncio.timeout(60):
        while not (found := re.search(rb"http://\S+", await program.stdout.readline())):
            assert program.returncode is None, "the program ended"
    yield found[0].decode()
    program.terminate()
    await asyncio.wait_for(program.wait(), 15)


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(chromium: Browser, address: str) -> AsyncIterator[Page]:
    context = await chromium.new_context(
        base_url=address, viewport=WIDE, locale="zh-CN", reduced_motion="reduce"
    )
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    await page.goto(address)
    await page.locator('[data-testid="connection"][data-state="online"]').wait_for()
    yield page
    await context.close()


async def phone_of(page: Page, name: str) -> PhoneView:
    world = await (await page.request.get("/sandbox/world")).json()
    return PhoneView(page, next(u["id"] for u in world["users"] if u["first_name"] == name))


async def taken_out(page: Page, name: str) -> PhoneView:
    phone = await phone_of(page, name)
    if not await phone.node.count():
        await page.get_by_role("button", name=name, exact=True).click()
    return phone


async def says(phone: PhoneView, words: str) -> None:
    await expect(phone.node.get_by_text(words).last).to_be_visible(timeout=PATIENCE)


async def taps(phone: PhoneView, label: str) -> None:
    await phone.button(label).last.click()


async def keep_picture(page: Page, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        await page.screenshot(path=Path(folder) / f"{name}.png")


async def test_a_resident_files_with_a_photo_staff_solve_it_the_resident_rates_it(
    open_page: Page,
) -> None:
    page = open_page
    for messenger in ("wechat", "wecom"):
        await page.get_by_test_id(messenger).click()
    resident, staff, _volunteer = [await taken_out(page, name) for name in ON_TELEGRAM]

    await settles_in(resident)
    await files(resident)
    await keep_picture(page, "filed")
    await solve(staff)
    await says(resident, "灯泡换好了，晚上亮了")
    tomorrow = page.locator('[data-move="tomorrow"]')
    await tomorrow.click()
    await expect(tomorrow).to_be_enabled(timeout=A_DAY)
    await expect(resident.node.get_by_text("现在解决了吗").first).to_be_visible()
    await rates(resident)
    await says(staff, "满意")
    await keep_picture(page, "desk")

    await page.emulate_media(color_scheme="dark")
    await keep_picture(page, "dark")
    await page.emulate_media(color_scheme="light")
    await page.set_viewport_size(NARROW)
    await keep_picture(page, "phone")


async def test_a_request_goes_its_way_on_three_messengers(open_page: Page) -> None:
    """As "try it" leads: whatever is lit is pressed, until all has been done."""
    page = open_page
    await goes_the_way(page, "three")

    resident = page.locator(f'[data-wechat="{ON_WECHAT}"]').get_by_test_id("wechat-bubble")
    await expect(resident.last).to_contain_text("谢谢您")
    staff = page.locator("[data-wecom]").get_by_test_id("wecom-bubble")
    await expect(staff.first).to_contain_text("2 人遇到")
    await says(await phone_of(page, BESIDE_HER), "灯泡换好了，晚上亮了")
    await keep_picture(page, "three")


async def test_a_group_without_a_robot_acts_on_the_page_behind_a_link(open_page: Page) -> None:
    page = open_page
    await goes_the_way(page, "webhook")
    wecom = page.locator("[data-wecom]")
    opened = wecom.frame_locator("iframe")
    await opened.get_by_label("您叫什么名字？").fill("竹林干事")
    await opened.get_by_role("button", name="接单").click()
    await expect(opened.get_by_text("竹林干事 接单")).to_be_visible()
    await wecom.get_by_test_id("wecom-page-close").click()
    await expect(wecom.locator("iframe")).to_have_count(0)
    await expect(wecom.get_by_test_id("wecom-bubble").last).to_contain_text("处理中")
    await expect(wecom.get_by_test_id("wecom-mention")).to_have_count(0)
    await says(await phone_of(page, IN_THE_THIRD), "有人去办了")


async def goes_the_way(page: Page, tour: str) -> None:
    await page.get_by_test_id("tries").click()
    await page.locator(f'[data-tour="{tour}"]').click()
    steps = page.locator("[data-step]")
    for number in range(await steps.count()):
        await expect(steps.nth(number)).to_have_attribute("aria-current", "step", timeout=A_DAY)
        await page.locator(".lit").click()
    await expect(page.get_by_text("走完了")).to_be_visible()
    await page.locator(".tries .close").click()


async def settles_in(resident: PhoneView) -> None:
    await resident.node.get_by_test_id("start").click()
    for label in ("同意", "🗂 从名单里选", "东街街道", "军门社区", "军门新村", "3号楼"):
        await taps(resident, label)
    await says(resident, "记下了")


async def files(resident: PhoneView) -> None:
    await resident.say("楼下路灯不亮了，晚上黑漆漆的，老人怕摔跤")
    await says(resident, "直接发来就行")
    await resident.node.get_by_test_id("file-photo").set_input_files(
        FilePayload(name="light.png", mimeType="image/png", buffer=street_at_night())
    )
    await resident.composer.press("Enter")
    await says(resident, "照片、语音等：1 个")
    await taps(resident, "改公开方式")
    await taps(resident, "公开，可以叫我的称呼")
    await says(resident, "办事的人可以叫您的称呼")
    await taps(resident, "提交")
    await says(resident, "提交好了")


async def solve(staff: PhoneView) -> None:
    await says(staff, "待接单")
    await taps(staff, "接单")
    await taps(staff, "办结")
    await says(staff, "写下办理结果")
    await staff.say("灯泡换好了，晚上亮了")
    await says(staff, "居民已经收到")


async def rates(resident: PhoneView) -> None:
    await says(resident, "现在解决了吗")
    for label in ("解决了", "满意"):
        await taps(resident, label)
    await says(resident, "谢谢您")
