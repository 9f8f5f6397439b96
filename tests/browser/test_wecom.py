"""WeCom's phone on the page: chats, cards that change for everybody, mentions, quotes, files."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from bot.sandbox.images import SAMPLE_PNG
from bot.sandbox.wecom import Chat, Gateway
from tests.browser.conftest import opened
from tests.browser.demo import peopled_world, serve
from tests.sandbox.wecom.conftest import BOT_ID, SECRET, Line, buttons, card_message

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@dataclass
class WeCom:
    """A page, a group of two, and a robot whose every frame a test decides."""

    page: Page
    gateway: Gateway
    group: Chat
    robot: Line

    @property
    def phone(self) -> Locator:
        return self.page.locator("[data-wecom]")

    @property
    def bubbles(self) -> Locator:
        return self.phone.get_by_test_id("wecom-bubble")

    async def says(self, words: str) -> None:
        field = self.phone.get_by_test_id("wecom-field")
        await field.fill(words)
        await field.press("Enter")

    async def gets_a_card(self) -> None:
        await self.says("有吗")
        await expect(self.bubbles).to_have_count(1)
        card = card_message(buttons("t1", "接单", "转派"))
        self.robot.obeys("aibot_respond_msg", card, to=self.robot.heard())


@pytest_asyncio.fixture(loop_scope="session")
async def wecom(chromium: Browser) -> AsyncIterator[WeCom]:
    gateway = Gateway(lambda: datetime.now(UTC))
    gateway.add_robot(BOT_ID, SECRET, "近邻")
    for userid, name in (("lin", "林干事"), ("chen", "陈网格员")):
        gateway.add_member(userid, name)
    group = gateway.add_group("军门工作群", ["lin", "chen"])
    robot = Line(gateway)
    robot.subscribes()
    runner, port = await serve(peopled_world(), gateway=gateway)
    async with opened(chromium, f"http://127.0.0.1:{port}") as page:
        made = WeCom(page, gateway, group, robot)
        await expect(made.phone.locator('[data-wecom-chat="军门工作群"]')).to_be_visible()
        await expect(made.phone).to_be_visible()
        yield made
    await runner.cleanup()


async def test_a_card_pressed_by_one_has_changed_for_the_other(wecom: WeCom) -> None:
    await wecom.gets_a_card()
    await wecom.phone.get_by_role("button", name="接单", exact=True).click()
    await expect(wecom.phone.get_by_role("button", name="接单", exact=True)).to_have_attribute(
        "aria-busy", "true"
    )
    changed = {
        "response_type": "update_template_card",
        "template_card": buttons("t1", "办结", title="处理中"),
    }
    wecom.robot.obeys("aibot_respond_update_msg", changed, to=wecom.robot.heard())
    await expect(wecom.bubbles.last).to_contain_text("处理中")
    await wecom.page.locator('[data-wecom-switch="陈网格员"]').click()
    await expect(wecom.phone).to_have_attribute("data-wecom", "陈网格员")
    await expect(wecom.bubbles.last).to_contain_text("处理中")
    await expect(wecom.phone.get_by_role("button", name="办结", exact=True)).to_be_visible()


async def test_the_robot_is_mentioned_unless_the_chip_is_off(wecom: WeCom) -> None:
    await wecom.says("路灯坏了")
    await expect(wecom.bubbles).to_have_text(["@近邻 路灯坏了"])
    assert wecom.robot.heard()["body"]["text"]["content"] == "@近邻 路灯坏了"
    await wecom.phone.get_by_test_id("wecom-mention").click()
    await wecom.says("吃了吗")
    await expect(wecom.bubbles.last).to_have_text("吃了吗")
    assert wecom.robot.frames == []


async def test_a_message_is_quoted_and_a_picture_goes_along(wecom: WeCom) -> None:
    await wecom.says("3号楼")
    await wecom.phone.get_by_test_id("wecom-quote").click()
    await expect(wecom.phone.get_by_test_id("wecom-strip")).to_contain_text("3号楼")
    await wecom.says("谁去看看")
    await expect(wecom.bubbles.last).to_have_text("3号楼@近邻 谁去看看")
    await wecom.phone.get_by_test_id("wecom-file-image").set_input_files(
        {"name": "灯.png", "mimeType": "image/png", "buffer": SAMPLE_PNG}
    )
    picture = wecom.bubbles.last.locator("img")
    await expect(picture).to_have_count(1)
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1


async def test_the_single_chat_is_in_the_list_and_greeted_when_opened(wecom: WeCom) -> None:
    await wecom.phone.get_by_test_id("wecom-back").click()
    await wecom.phone.get_by_role("button", name="近邻").click()
    await expect(wecom.phone.locator('[data-wecom-chat="近邻"]')).to_be_visible()
    await wecom.says("在吗")
    await expect(wecom.bubbles).to_have_text(["在吗"])
    kinds = [frame["body"]["msgtype"] for frame in wecom.robot.frames]
    assert kinds == ["event", "text"]


async def test_a_voice_is_said_in_words_and_its_answer_rated(wecom: WeCom) -> None:
    await wecom.phone.get_by_test_id("wecom-back").click()
    await wecom.phone.get_by_role("button", name="近邻").click()
    await wecom.phone.get_by_test_id("wecom-more").click()
    await wecom.page.get_by_test_id("wecom-speak").click()
    voice = wecom.phone.get_by_test_id("wecom-voice")
    await voice.get_by_role("textbox").fill("几点开门")
    await voice.get_by_role("textbox").press("Enter")
    await expect(wecom.bubbles).to_have_text(["几点开门"])
    await expect(wecom.phone.get_by_test_id("wecom-feedback")).to_have_count(0)
    _entered, asked = wecom.robot.frames
    stream = {"id": "s", "finish": True, "content": "八点", "feedback": {"id": "f-1"}}
    wecom.robot.frames.clear()
    wecom.robot.obeys("aibot_respond_msg", {"msgtype": "stream", "stream": stream}, to=asked)
    up = wecom.phone.get_by_role("button", name="准", exact=True)
    await up.click()
    await expect(up).to_have_attribute("aria-pressed", "true")
    assert wecom.robot.heard()["body"]["event"]["feedback_event"] == {"id": "f-1", "type": 1}
