"""How messages look and what can be done with them, the bot polling over HTTP."""

import pytest
from aiogram.types import BufferedInputFile, InputMediaPhoto
from playwright.async_api import Page, expect

from bot.sandbox.images import SAMPLE_PNG
from tests.browser.demo import PhoneView, Sandbox, buttons

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PICTURE = BufferedInputFile(SAMPLE_PNG, "picture.png")


async def test_answer_of_the_bot_appears(sandbox: Sandbox, resident: PhoneView) -> None:
    sent = await sandbox.bot.api.send_message(sandbox.resident, "您好")
    await expect(resident.bubble(sent.message_id)).to_contain_text("您好")


async def test_entities_become_elements_nested_as_they_are(
    sandbox: Sandbox, resident: PhoneView
) -> None:
    html = (
        "<blockquote>编号 <b>0042 <i>路灯</i></b></blockquote><code>E27</code> <u>急</u> <s>旧</s>"
    )
    sent = await sandbox.bot.api.send_message(sandbox.resident, html, parse_mode="HTML")
    bubble = resident.bubble(sent.message_id)
    await expect(bubble.locator("blockquote > strong > em")).to_have_text("路灯")
    await expect(bubble.locator("code")).to_have_text("E27")
    await expect(bubble.locator("u")).to_have_text("急")


async def test_spoiler_shows_when_tapped(sandbox: Sandbox, resident: PhoneView) -> None:
    sent = await sandbox.bot.api.send_message(
        sandbox.resident, "密码 <tg-spoiler>1234</tg-spoiler>", parse_mode="HTML"
    )
    spoiler = resident.bubble(sent.message_id).locator(".spoiler")
    await spoiler.click()
    await expect(spoiler).to_have_class("spoiler revealed")


async def test_markup_in_names_and_texts_stays_text(
    page: Page, sandbox: Sandbox, worker: PhoneView
) -> None:
    trap = '<img src=x onerror="window.caught=1"><b>粗</b>'
    stranger = sandbox.world.add_user(trap).id
    sandbox.world.join(sandbox.group, stranger)
    said = sandbox.world.say(stranger, sandbox.group, trap)
    bubble = worker.bubble(said.message_id)
    await expect(bubble.locator(".text")).to_have_text(trap)
    await expect(bubble.locator(".sender")).to_have_text(trap)
    assert await page.evaluate("window.caught") is None


async def test_only_safe_addresses_are_followed(page: Page) -> None:
    targets = {
        "https://example.org/a": {"href": "https://example.org/a"},
        "example.org": {"href": "https://example.org/"},
        "mailto:a@example.org": {"href": "mailto:a@example.org"},
        "javascript:alert(1)": {},
        "data:text/html,<script>": {},
        "file:///etc/passwd": {},
        "https://t.me/Jinlin_Bot?start=b12": {"start": "b12"},
        "tg://resolve?domain=jinlin_bot&start=b12": {"start": "b12"},
        "https://t.me/other_bot?start=b12": {"href": "https://t.me/other_bot?start=b12"},
    }
    find = """async (addresses) => {
        const { linkTarget } = await import('/sandbox/page/js/chat/links.js');
        return Object.fromEntries(addresses.map((one) => [one, linkTarget(one, 'jinlin_bot')]));
    }"""
    assert await page.evaluate(find, list(targets)) == targets


async def test_deep_link_in_a_message_starts_the_bot(sandbox: Sandbox, resident: PhoneView) -> None:
    await sandbox.bot.api.send_message(
        sandbox.resident, '<a href="https://t.me/jinlin_bot?start=b12">扫码</a>', parse_mode="HTML"
    )
    await resident.button("扫码").click()
    await resident.shows("/start b12")


async def test_tapped_button_waits_until_the_bot_answers(
    sandbox: Sandbox, resident: PhoneView
) -> None:
    await sandbox.bot.api.send_message(
        sandbox.resident, "满意吗？", reply_markup=buttons(["满意", "不满意"])
    )
    button = resident.button("满意")
    await button.click()
    await expect(button).to_have_attribute("aria-busy", "true")
    tap = await sandbox.bot.tap()
    await tap.answer("谢谢您")
    await expect(button).not_to_have_attribute("aria-busy", "true")
    await expect(resident.toast).to_have_text("谢谢您")
    assert tap.data == "满意"


async def test_alert_stays_until_dismissed(sandbox: Sandbox, resident: PhoneView) -> None:
    await sandbox.bot.api.send_message(sandbox.resident, "？", reply_markup=buttons(["接单"]))
    await resident.button("接单").click()
    await (await sandbox.bot.tap()).answer("已经有人接单了", show_alert=True)
    alert = resident.node.get_by_test_id("alert")
    await expect(alert).to_contain_text("已经有人接单了")
    await alert.get_by_role("button").click()
    await expect(alert).to_have_count(0)


async def test_edit_happens_in_place(sandbox: Sandbox, resident: PhoneView) -> None:
    sent = await sandbox.bot.api.send_message(
        sandbox.resident, "选哪一类？", reply_markup=buttons(["路灯"])
    )
    bubble = resident.bubble(sent.message_id)
    await expect(bubble.get_by_role("button", name="路灯")).to_be_visible()
    await sandbox.bot.api.edit_message_text(
        "已选：路灯", chat_id=sandbox.resident, message_id=sent.message_id
    )
    await expect(bubble).to_contain_text("已选：路灯")
    await expect(bubble.get_by_role("button", name="路灯")).to_have_count(0)


async def test_deleted_message_goes(sandbox: Sandbox, resident: PhoneView) -> None:
    sent = await sandbox.bot.api.send_message(sandbox.resident, "稍等")
    await expect(resident.bubble(sent.message_id)).to_be_visible()
    await sandbox.bot.api.delete_message(sandbox.resident, sent.message_id)
    await expect(resident.bubble(sent.message_id)).to_have_count(0)


async def test_album_is_one_bubble_with_a_tile_for_each_photo(
    sandbox: Sandbox, resident: PhoneView
) -> None:
    photos = [InputMediaPhoto(media=PICTURE, caption="现场" if n == 0 else None) for n in range(3)]
    sent = await sandbox.bot.api.send_media_group(sandbox.resident, photos)  # type: ignore[arg-type]
    album = resident.node.get_by_test_id("album")
    await expect(album).to_have_count(1)
    await expect(album.locator("img")).to_have_count(3)
    await expect(resident.bubble(sent[2].message_id)).to_be_visible()
    await expect(resident.node.locator("article").last).to_contain_text("现场")


async def test_photo_opens_large(page: Page, sandbox: Sandbox, resident: PhoneView) -> None:
    sent = await sandbox.bot.api.send_photo(sandbox.resident, PICTURE)
    await resident.bubble(sent.message_id).get_by_role("button", name="看大图").click()
    await expect(page.locator("dialog.lightbox")).to_be_visible()


async def test_document_can_be_downloaded(
    page: Page, sandbox: Sandbox, resident: PhoneView
) -> None:
    await sandbox.bot.api.send_document(sandbox.resident, BufferedInputFile(b"a,b", "台账.csv"))
    async with page.expect_download() as downloading:
        await resident.node.get_by_role("link", name="台账.csv").click()
    assert (await downloading.value).suggested_filename == "台账.csv"


async def test_venue_shows_name_address_and_coordinates(
    sandbox: Sandbox, resident: PhoneView
) -> None:
    await sandbox.bot.api.send_venue(sandbox.resident, 26.09, 119.31, "长者食堂", "军门路")
    place = resident.node.get_by_test_id("place")
    await expect(place).to_contain_text("长者食堂")
    await expect(place).to_contain_text("军门路")
    await expect(place.get_by_role("link")).to_have_text("26.09000, 119.31000")


async def test_quote_leads_to_the_message_it_answers(sandbox: Sandbox, worker: PhoneView) -> None:
    card = await sandbox.bot.api.send_message(sandbox.group, "编号 0042")
    for number in range(30):
        sandbox.world.say(sandbox.colleague, sandbox.group, f"闲话 {number}")
    note = sandbox.world.say(sandbox.colleague, sandbox.group, "我去", reply_to=card.message_id)
    await expect(worker.bubble(card.message_id)).not_to_be_in_viewport()
    await worker.bubble(note.message_id).get_by_test_id("quote").click()
    await expect(worker.bubble(card.message_id)).to_be_in_viewport()


async def test_forwarded_message_says_from_whom(sandbox: Sandbox, worker: PhoneView) -> None:
    said = sandbox.world.say(sandbox.colleague, sandbox.group, "灯泡在仓库")
    await worker.bubble(said.message_id).hover()
    await worker.bubble(said.message_id).get_by_test_id("message-menu").click()
    await worker.page.get_by_role("menuitem", name="转发").click()
    await worker.page.get_by_role("menuitem", name="近邻").click()
    await expect(worker.node.locator(".forwarded")).to_have_text("转发自 社区工作者")


async def test_group_shows_who_speaks_and_a_run_names_them_once(
    sandbox: Sandbox, worker: PhoneView
) -> None:
    for words in ("一", "二"):
        sandbox.world.say(sandbox.colleague, sandbox.group, words)
    await worker.shows("二")
    await expect(worker.node.locator(".sender")).to_have_text(["社区工作者"])


async def test_pinned_message_stands_under_the_header(sandbox: Sandbox, worker: PhoneView) -> None:
    card = await sandbox.bot.api.send_message(sandbox.group, "编号 0042")
    await sandbox.bot.api.pin_chat_message(sandbox.group, card.message_id)
    await expect(worker.node.get_by_test_id("pinned")).to_contain_text("编号 0042")
    await expect(worker.node.locator(".service").last).to_have_text("近邻 置顶了“编号 0042”")


async def test_typing_shows_until_the_bot_speaks(sandbox: Sandbox, resident: PhoneView) -> None:
    await sandbox.bot.api.send_chat_action(sandbox.resident, "typing")
    await expect(resident.node.locator(".typing")).to_be_visible()
    await sandbox.bot.api.send_message(sandbox.resident, "好了")
    await expect(resident.node.locator(".typing")).to_have_count(0)


async def test_unread_messages_are_counted_until_the_chat_is_opened(
    sandbox: Sandbox, worker: PhoneView
) -> None:
    sandbox.world.start(sandbox.worker)
    for words in ("一", "二"):
        await sandbox.bot.api.send_message(sandbox.worker, words)
    back = worker.node.get_by_test_id("back")
    await expect(back.locator(".badge")).to_have_text("2")
    await back.click()
    await expect(worker.entry(sandbox.worker).locator(".badge")).to_have_text("2")
    await worker.entry(sandbox.worker).click()
    await expect(back.locator(".badge")).to_have_count(0)


async def test_view_stays_where_it_was_scrolled_to(
    page: Page, sandbox: Sandbox, worker: PhoneView
) -> None:
    for number in range(30):
        sandbox.world.say(sandbox.colleague, sandbox.group, f"闲话 {number}")
    await worker.shows("闲话 29")
    await worker.node.get_by_test_id("messages").hover()
    await page.mouse.wheel(0, -600)
    await expect(worker.button("到最新消息")).to_be_visible()
    last = sandbox.world.say(sandbox.colleague, sandbox.group, "新话")
    await expect(worker.bubble(last.message_id)).to_be_attached()
    await expect(worker.bubble(last.message_id)).not_to_be_in_viewport()
    await worker.button("到最新消息").click()
    await expect(worker.bubble(last.message_id)).to_be_in_viewport()
