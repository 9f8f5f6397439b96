"""WeChat's phones on the page: following, the menu at the bottom, msgmenus, links, cards."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from bot.sandbox.images import SAMPLE_PNG
from bot.sandbox.wechat.callbacks import HttpAnswer, Query
from bot.sandbox.wechat.follower import Follower
from bot.sandbox.wechat.platform import Platform
from bot.sandbox.wechat.screen import Bubble, Item
from bot.sandbox.wechat.templates import Consent, Template
from bot.sandbox.wechat.xml import Fields, read_xml, write_xml
from tests.browser.conftest import opened
from tests.browser.demo import peopled_world, serve

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@dataclass
class WeChat:
    """A page with one WeChat phone on it, whose account repeats what is written."""

    page: Page
    platform: Platform
    lin: Follower

    @property
    def phone(self) -> Locator:
        return self.page.locator('[data-wechat="林阿姨"]')

    @property
    def bubbles(self) -> Locator:
        return self.phone.get_by_test_id("wechat-bubble")

    def button(self, label: str) -> Locator:
        return self.phone.get_by_role("button", name=label, exact=True)


async def repeat(_: Query, body: bytes) -> HttpAnswer:
    message = read_xml(body)
    if message.findtext("MsgType") != "text":
        return 200, b"success"
    fields: Fields = {
        "ToUserName": message.findtext("FromUserName") or "",
        "FromUserName": message.findtext("ToUserName") or "",
        "CreateTime": 1,
        "MsgType": "text",
        "Content": f'收到“{message.findtext("Content")}”，<a href="weixin://bizmsgmenu?'
        'msgmenucontent=再来一次&msgmenuid=1">再来一次</a>',
    }
    return 200, write_xml(fields)


@pytest_asyncio.fixture(loop_scope="session")
async def wechat(chromium: Browser) -> AsyncIterator[WeChat]:
    platform = Platform(lambda: datetime.now(UTC))
    platform.deliver = repeat
    platform.menu = [
        {"type": "click", "name": "报修", "key": "repair"},
        {
            "name": "更多",
            "sub_button": [{"type": "location_select", "name": "发位置", "key": "place"}],
        },
    ]
    lin = platform.add_person("林阿姨")
    runner, port = await serve(peopled_world(), platform=platform)
    async with opened(chromium, f"http://127.0.0.1:{port}") as page:
        made = WeChat(page, platform, lin)
        await expect(made.phone).to_be_visible()
        yield made
    await runner.cleanup()


@pytest_asyncio.fixture(loop_scope="session")
async def following(wechat: WeChat) -> WeChat:
    await wechat.lin.follow()
    await expect(wechat.button("报修")).to_be_visible()
    return wechat


async def test_who_follows_gets_the_menu(wechat: WeChat) -> None:
    await wechat.button("关注公众号").click()
    await wechat.button("报修").click()
    await expect(wechat.phone.get_by_test_id("wechat-left")).to_have_text("公众号还能主动发 3 条")
    told = [callback.fields["Event"] for callback in wechat.platform.callbacks]
    assert told == ["subscribe", "CLICK"]


async def test_words_are_written_and_answered(following: WeChat) -> None:
    await following.phone.get_by_test_id("wechat-toggle").click()
    field = following.phone.get_by_test_id("wechat-field")
    await field.fill("灯坏了")
    await field.press("Enter")
    await expect(following.bubbles).to_have_text(["灯坏了", "收到“灯坏了”，再来一次"])
    await following.button("再来一次").click()
    await expect(following.bubbles).to_have_count(4)
    await expect(following.bubbles.nth(2)).to_have_text("再来一次")


async def test_a_msgmenu_is_picked_from_again_and_again(following: WeChat) -> None:
    items = (Item("1", "修好了"), Item("2", "还没有"))
    text = "修好了吗？\n修好了\n还没有"
    now = following.platform.clock()
    following.lin.show(Bubble(now, "account", "custom", "msgmenu", text, items=items))
    for _ in range(2):
        await following.button("还没有").click()
    await expect(following.bubbles).to_have_count(5)
    assert following.lin.screen[-1].text.startswith("收到“还没有”")


async def test_a_location_from_the_menu(following: WeChat) -> None:
    await following.button("更多").click()
    await following.page.get_by_role("menuitem", name="发位置").click()
    await following.phone.get_by_role("button", name="军门社区").click()
    await expect(following.bubbles).to_have_text(["军门社区26.08320, 119.30531"])
    assert following.platform.callbacks[-1].fields["Location_X"] == 26.0832


async def test_files_and_cards_are_shown(following: WeChat) -> None:
    await following.phone.get_by_test_id("wechat-toggle").click()
    await following.phone.get_by_test_id("wechat-file-photo").set_input_files(
        {"name": "灯.png", "mimeType": "image/png", "buffer": SAMPLE_PNG}
    )
    await expect(following.bubbles.locator("img")).to_have_count(1)
    width = await following.bubbles.locator("img").evaluate("image => image.decode().then(() => 1)")
    assert width == 1
    rows = (("事项", "三号楼灯坏了"), ("状态", "已修好"))
    now = following.platform.clock()
    following.lin.show(
        Bubble(
            now,
            "account",
            "template",
            "template",
            "报修进度",
            rows=rows,
            url="https://jinlin.example/1",
        )
    )
    card = following.bubbles.last
    await expect(card).to_contain_text("已修好")
    await expect(card.get_by_role("link")).to_have_attribute("href", "https://jinlin.example/1")


async def test_a_subscription_is_allowed_and_taken_back(following: WeChat) -> None:
    template = Template("once", "办结回访", {"thing1": "内容"}, consent=Consent.ONCE)
    following.platform.add_template(template)
    following.platform.tell(following.lin.openid)
    for label, state in (("允许", "还可以发 1 条"), ("关掉", "还没有允许")):
        await following.phone.get_by_test_id("wechat-options").click()
        await following.page.get_by_test_id("wechat-subscriptions").click()
        await following.button(label).click()
        await expect(following.phone.get_by_test_id("wechat-asks")).to_have_count(0)
        await following.phone.get_by_test_id("wechat-options").click()
        await following.page.get_by_test_id("wechat-subscriptions").click()
        asks = following.phone.get_by_test_id("wechat-asks")
        await expect(asks).to_contain_text(state)
        await following.button("关闭").click()


async def test_who_leaves_is_asked_to_follow(following: WeChat) -> None:
    await following.phone.get_by_test_id("wechat-options").click()
    await following.page.get_by_test_id("wechat-unfollow").click()
    await following.button("不再关注").click()
    await expect(following.button("关注公众号")).to_be_visible()


async def test_somebody_new_is_added(wechat: WeChat) -> None:
    await wechat.page.get_by_test_id("add-wechat").click()
    await wechat.page.get_by_test_id("submit").click()
    await expect(wechat.page.locator("[data-wechat]")).to_have_count(2)


async def test_the_phones_are_put_away_by_the_bar(wechat: WeChat) -> None:
    button = wechat.page.get_by_test_id("wechat")
    await button.click()
    await expect(wechat.phone).to_be_hidden()
    await wechat.page.reload()
    await expect(wechat.page.locator('[data-testid="connection"]')).to_be_visible()
    await expect(wechat.phone).to_be_hidden()
    await button.click()
    await expect(wechat.phone).to_be_visible()


async def test_a_narrow_window_shows_one_or_the_other(wechat: WeChat) -> None:
    await wechat.page.set_viewport_size({"width": 390, "height": 780})
    await expect(wechat.page.locator("[data-phone]:visible")).to_have_count(0)
    await wechat.page.get_by_test_id("wechat").click()
    await expect(wechat.page.locator("[data-phone]:visible")).to_have_count(1)
    await expect(wechat.phone).to_be_hidden()
