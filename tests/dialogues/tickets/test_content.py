"""What people say and show: words, photos, voice, in any order; nothing cut, nothing lost."""

import pytest

from bot.sandbox.files import FileKind
from services.tickets import TEXT_LIMIT
from storage.tables import Channel, Ticket
from tests.dialogues.channels import DOCUMENTS, elsewhere
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import STREET_LIGHT, files, reviews


async def stored_text(desk: Desk) -> str:
    async with desk.app.database.reading() as session:
        return (await session.get_one(Ticket, 1)).text


async def at_content(resident: Phone) -> None:
    await resident.says("/complaint")
    await resident.taps("停车难")


async def finishes(resident: Phone) -> None:
    await resident.taps("提交")


@pytest.mark.parametrize("kind", ["photo", "video"])
@pytest.mark.can("Requests: filed with a photo or a video alone")
async def test_one_file_without_a_word_is_enough(
    resident: Phone, staff: Phone, kind: FileKind
) -> None:
    await is_filed_without_a_word(resident, staff, kind)


@DOCUMENTS
@pytest.mark.can("Requests: filed with a document alone")
async def test_a_document_without_a_word_is_enough(resident: Phone, staff: Phone) -> None:
    await is_filed_without_a_word(resident, staff, "document")


@elsewhere(wecom="its words arrive, without the sound")
@pytest.mark.can("Requests: filed with a voice message alone")
async def test_a_voice_message_is_enough(resident: Phone, staff: Phone) -> None:
    await is_filed_without_a_word(resident, staff, "voice")


@pytest.mark.on(Channel.WECOM)
@pytest.mark.can(
    "Requests: filed with a voice message alone", wecom="by its words, without the sound"
)
async def test_of_a_voice_message_the_words_are_filed(resident: Phone, staff: Phone) -> None:
    await at_content(resident)
    await resident.sends("voice")
    resident.sees("请看一遍", "内容：路灯坏了")
    await finishes(resident)
    staff.finds("待接单", "路灯坏了")


async def is_filed_without_a_word(resident: Phone, staff: Phone, kind: FileKind) -> None:
    await at_content(resident)
    await resident.sends(kind)
    resident.sees("请看一遍", "（没有文字）", "1 个")
    await finishes(resident)
    staff.finds("（没有文字）", "照片、语音等 1 个")
    assert any(getattr(message, kind) for message in staff.screen)


@pytest.mark.can("Requests: several photos get one answer")
async def test_an_album_gets_one_answer(resident: Phone) -> None:
    await at_content(resident)
    before = len(resident.screen)
    await resident.sends_album(10)
    assert len(resident.screen) == before + 1


@pytest.mark.can("Requests: filed with several photos")
async def test_an_album_reaches_the_staff_whole(resident: Phone, staff: Phone) -> None:
    await at_content(resident)
    await resident.sends_album(10, "门口停满了")
    resident.sees("请看一遍", "门口停满了", "10 个")
    await resident.says("从昨天开始")
    await finishes(resident)
    assert staff.pictures() == 10
    staff.finds("门口停满了\n从昨天开始")


async def test_an_album_in_an_idle_chat_is_taken_whole(resident: Phone) -> None:
    before = len(resident.screen)
    await resident.sends_album(10, "门口停满了")
    assert len(resident.screen) <= before + 2
    resident.sees("门口停满了", "10 个")


async def test_the_thirty_first_photo_is_refused_aloud_and_its_words_are_kept(
    resident: Phone,
) -> None:
    await at_content(resident)
    for _each in range(3):
        await resident.sends_album(10)
    await resident.photographs("还有这里")
    resident.sees("最多收 30 个", "还有这里", "30 个")
    await finishes(resident)
    resident.sees("提交好了")


@pytest.mark.parametrize("messages", [8, 10])
async def test_thirty_thousand_characters_are_kept_whole(
    desk: Desk, resident: Phone, staff: Phone, messages: int
) -> None:
    text = "".join(f"{number:05}号车" for number in range(TEXT_LIMIT // 7 + 1))[:TEXT_LIMIT]
    await at_content(resident)
    if messages == 8:
        await resident.says(text)
    else:
        await resident.says(*(text[at : at + 3000] for at in range(0, TEXT_LIMIT, 3000)))
    await finishes(resident)
    assert (await stored_text(desk)).replace("\n", "") == text
    await staff.taps("看全文")
    shown = "".join(staff.text_of(message) for message in staff.screen if message.reply_to_message)
    assert text in shown.replace("\n", "")


@elsewhere(wechat="nobody can write so much in one message")
async def test_what_goes_beyond_thirty_thousand_is_refused_aloud(
    desk: Desk, resident: Phone
) -> None:
    await at_content(resident)
    await resident.says("长" * TEXT_LIMIT, "还有一句")
    resident.sees("最多 30000 个字", "没有收下")
    await finishes(resident)
    assert len(await stored_text(desk)) == TEXT_LIMIT


async def test_words_that_come_while_a_tap_is_awaited_are_kept(desk: Desk, resident: Phone) -> None:
    await resident.says(STREET_LIGHT, "在三号楼东边", "已经三天了")
    await resident.taps("改公开方式")
    await resident.says("晚上很黑")
    resident.sees("加到内容里了", "邻居能看到")
    await resident.taps("公开，不留名")
    await resident.says("老人不敢出门")
    resident.sees("请看一遍", "老人不敢出门")
    await resident.taps("提交")
    assert await stored_text(desk) == "\n".join(
        [STREET_LIGHT, "在三号楼东边", "已经三天了", "晚上很黑", "老人不敢出门"]
    )


async def test_a_sticker_is_not_understood_and_the_question_comes_again(resident: Phone) -> None:
    await resident.says(STREET_LIGHT)
    await resident.sends("sticker")
    resident.sees("看不懂", "请看一遍")


async def test_markup_is_shown_as_it_was_written(resident: Phone, staff: Phone) -> None:
    text = "<b>路灯</b> & *坏了* </i> {text} %s"
    await reviews(resident, text)
    resident.sees("路灯", "坏了", "{text} %s")
    await resident.taps("提交")
    staff.finds("待接单", text)


async def test_a_long_text_is_cut_on_the_card_and_whole_on_demand(
    resident: Phone, staff: Phone
) -> None:
    await files(resident, "路灯坏了" * 500 + "完")
    assert "坏了完" not in staff.text_of(staff.finds("待接单"))
    await staff.taps("看全文")
    staff.sees("坏了完")
