"""What people can write, send and do from their phones, as the bot hears it over HTTP."""

import pytest
from playwright.async_api import FilePayload, Page, expect

from bot.sandbox.images import SAMPLE_PNG
from tests.browser.demo import PhoneView, Sandbox

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def picture(name: str = "现场.png") -> FilePayload:
    return {"name": name, "mimeType": "image/png", "buffer": SAMPLE_PNG}


async def test_enter_sends_and_shift_enter_breaks_the_line(
    sandbox: Sandbox, resident: PhoneView
) -> None:
    await resident.composer.press_sequentially("路灯")
    await resident.composer.press("Shift+Enter")
    await resident.composer.press_sequentially("不亮了")
    await resident.composer.press("Enter")
    assert (await sandbox.bot.message()).text == "路灯\n不亮了"
    await expect(resident.composer).to_have_value("")


async def test_enter_that_ends_pinyin_does_not_send(resident: PhoneView) -> None:
    await resident.composer.fill("ludeng")
    await resident.composer.dispatch_event(
        "keydown", {"key": "Enter", "isComposing": True, "bubbles": True}
    )
    await expect(resident.composer).to_have_value("ludeng")


async def test_refused_message_comes_back_into_the_field(
    sandbox: Sandbox, resident: PhoneView
) -> None:
    await resident.composer.fill("还在吗")
    await sandbox.go_offline()
    await resident.composer.press("Enter")
    await expect(resident.toast).to_be_visible()
    await expect(resident.composer).to_have_value("还在吗")


async def test_reply_quotes_the_message_answered(sandbox: Sandbox, worker: PhoneView) -> None:
    card = await sandbox.bot.api.send_message(sandbox.group, "编号 0042，" + "路灯不亮" * 20)
    await worker.bubble(card.message_id).hover()
    await worker.bubble(card.message_id).get_by_test_id("reply").click()
    await expect(worker.node.get_by_test_id("reply-strip")).to_contain_text("编号 0042")
    await worker.say("我去看看")
    await expect(worker.node.locator(f'[data-quote="{card.message_id}"]')).to_be_visible()
    while (heard := await sandbox.bot.message()).text != "我去看看":
        pass
    assert heard.reply_to_message is not None
    assert heard.reply_to_message.message_id == card.message_id


async def test_own_message_can_be_edited(sandbox: Sandbox, resident: PhoneView) -> None:
    said = sandbox.world.say(sandbox.resident, sandbox.resident, "3号楼")
    bubble = resident.bubble(said.message_id)
    await bubble.hover()
    await bubble.get_by_test_id("message-menu").click()
    await resident.page.get_by_role("menuitem", name="编辑").click()
    await resident.say("5号楼")
    await expect(bubble).to_contain_text("5号楼")
    await expect(bubble).to_contain_text("已编辑")


async def test_photos_go_as_an_album_with_the_words_as_caption(
    sandbox: Sandbox, resident: PhoneView
) -> None:
    await resident.node.get_by_test_id("file-photo").set_input_files([picture(), picture("2.png")])
    await expect(resident.node.get_by_test_id("tray").locator("li")).to_have_count(2)
    await resident.say("楼下")
    first, second = await sandbox.bot.message(), await sandbox.bot.message()
    assert first.caption == "楼下"
    assert first.media_group_id == second.media_group_id is not None
    await expect(resident.node.get_by_test_id("album").locator("img")).to_have_count(2)


async def test_chosen_file_can_be_taken_away_before_it_is_sent(resident: PhoneView) -> None:
    await resident.node.get_by_test_id("file-photo").set_input_files([picture(), picture("2.png")])
    await resident.button("去掉 2.png").click()
    await expect(resident.node.get_by_test_id("tray").locator("li")).to_have_count(1)


@pytest.mark.parametrize("kind", ["document", "voice", "video"])
async def test_file_goes_as_the_kind_chosen(
    sandbox: Sandbox, resident: PhoneView, kind: str
) -> None:
    file: FilePayload = {"name": "a.bin", "mimeType": "application/octet-stream", "buffer": b"OggS"}
    await resident.node.get_by_test_id(f"file-{kind}").set_input_files([file])
    await resident.composer.press("Enter")
    assert getattr(await sandbox.bot.message(), kind) is not None


async def test_attach_menu_opens_the_file_chooser(page: Page, resident: PhoneView) -> None:
    async with page.expect_file_chooser() as choosing:
        await resident.choose("attach", "attach-photo")
    assert (await choosing.value).is_multiple()


async def test_sticker_is_drawn_and_sent(sandbox: Sandbox, resident: PhoneView) -> None:
    await resident.choose("attach", "attach-sticker")
    await resident.button("👍").click()
    assert (await sandbox.bot.message()).sticker is not None


async def test_place_is_chosen_from_presets(sandbox: Sandbox, resident: PhoneView) -> None:
    await resident.choose("attach", "attach-location")
    await resident.node.get_by_test_id("placeJunmen").click()
    location = (await sandbox.bot.message()).location
    assert location is not None
    assert (location.latitude, location.longitude) == (26.0863, 119.3005)


async def test_place_can_be_given_by_coordinates(sandbox: Sandbox, resident: PhoneView) -> None:
    await resident.choose("attach", "attach-location")
    await resident.node.get_by_label("纬度").fill("-33.5")
    await resident.node.get_by_label("经度").fill("151.25")
    await resident.node.get_by_label("经度").press("Enter")
    location = (await sandbox.bot.message()).location
    assert location is not None
    assert (location.latitude, location.longitude) == (-33.5, 151.25)


async def test_first_moment_offers_start_with_a_payload(
    page: Page, sandbox: Sandbox, worker: PhoneView
) -> None:
    await worker.open(sandbox.worker)
    await worker.node.get_by_test_id("deep-link").click()
    await worker.node.get_by_test_id("start-payload").fill("building_12")
    await worker.node.get_by_test_id("start").click()
    await expect(worker.composer).to_be_visible()
    await worker.shows("/start building_12")


async def test_blocked_bot_can_be_unblocked(sandbox: Sandbox, resident: PhoneView) -> None:
    await resident.choose("chat-menu", "block")
    await resident.node.get_by_test_id("confirm").get_by_role("button", name="屏蔽机器人").click()
    await expect(resident.composer).to_have_count(0)
    await resident.node.get_by_test_id("unblock").click()
    await expect(resident.composer).to_be_visible()
