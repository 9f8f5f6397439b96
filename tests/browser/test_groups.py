"""Groups on the phones: made, joined, left, upgraded, with and without the bot."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.demo import PhoneView, Sandbox

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_who_leaves_a_group_no_longer_has_it(sandbox: Sandbox, worker: PhoneView) -> None:
    await worker.choose("chat-menu", "leave")
    await worker.node.get_by_test_id("confirm").get_by_role("button", name="退群").click()
    await expect(worker.entry(sandbox.worker)).to_be_visible()
    await expect(worker.entry(sandbox.group)).to_have_count(0)


async def test_others_see_who_left(sandbox: Sandbox, worker: PhoneView) -> None:
    sandbox.world.leave(sandbox.group, sandbox.colleague)
    await expect(worker.node.locator(".service").last).to_have_text("社区工作者 退出了群")


async def test_upgraded_group_goes_on_under_its_new_id(sandbox: Sandbox, worker: PhoneView) -> None:
    await worker.choose("chat-menu", "upgrade")
    await expect(worker.node.locator("[data-open-chat^='-100']")).to_be_visible()
    await expect(worker.node.locator(".service").last).to_have_text("群已升级为超级群")
    await worker.say("还在")
    await worker.shows("还在")


async def test_neighbour_can_be_invited(page: Page, sandbox: Sandbox, worker: PhoneView) -> None:
    await worker.choose("chat-menu", "invite")
    await page.get_by_role("menuitem", name="居民", exact=True).click()
    await expect(worker.node.locator(".service").last).to_have_text("居民 加入了群")
    assert sandbox.world.room(sandbox.group).present(sandbox.resident)


async def test_bot_can_be_put_out_and_taken_in_again(sandbox: Sandbox, worker: PhoneView) -> None:
    await worker.choose("chat-menu", "toggle-bot")
    await expect(worker.node.locator(".service").last).to_have_text("网格员 将 近邻 移出群")
    await worker.choose("chat-menu", "toggle-bot")
    await expect(worker.node.locator(".service").last).to_have_text("网格员 邀请 近邻 进群")


async def test_new_group_appears_on_its_members_phones(page: Page, worker: PhoneView) -> None:
    await page.get_by_test_id("more").click()
    await page.get_by_test_id("new-group").click()
    window = page.get_by_test_id("new-group-window")
    await window.get_by_test_id("group-title").fill("志愿者群")
    await window.get_by_label("网格员").check()
    await window.get_by_test_id("submit").click()
    await worker.node.get_by_test_id("back").click()
    await expect(worker.node.get_by_role("button", name="志愿者群")).to_be_visible()


async def test_flood_control_is_switched_from_the_page(page: Page, sandbox: Sandbox) -> None:
    await page.get_by_test_id("more").click()
    await page.get_by_test_id("flood-control").click()
    await page.get_by_test_id("more").click()
    await expect(page.get_by_test_id("flood-control")).to_have_text("关闭限流 (429)")
    assert sandbox.world.flood_control
