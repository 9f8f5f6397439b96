"""An answered question shows what was chosen; a button of long ago says what became of it."""

import pytest

from storage.tables import Channel
from tests.dialogues.channels import EDITS, KEYBOARDS, TAPS
from tests.dialogues.phones import Phone
from tests.dialogues.tickets.requests import STREET_LIGHT, files

WHICH = "您说的是哪一类事？"
UNCLEAR = "有点事情想找你们"


@EDITS
@pytest.mark.parametrize("tapped", [True, False], ids=["tapped", "said"])
async def test_a_label_that_was_chosen_stands_below_the_question(
    resident: Phone, tapped: bool
) -> None:
    await resident.says(UNCLEAR)
    label = resident.choices()[0]
    await (resident.taps(label) if tapped else resident.says(label))
    answered = resident.finds(f"{WHICH} ✔ {label}")
    assert resident.buttons(answered) == []


@EDITS
async def test_a_number_chooses_visibly(resident: Phone) -> None:
    await resident.says(UNCLEAR)
    label = resident.choices()[1]
    await resident.says("2")
    assert resident.buttons(resident.finds(f"{WHICH} ✔ {label}")) == []


@EDITS
async def test_an_answer_in_words_stands_below_the_question(resident: Phone) -> None:
    await resident.says("/volunteer")
    assert resident.choices()
    await resident.says("老林")
    assert resident.buttons(resident.finds("怎么称呼", "✔ 老林")) == []


async def test_a_question_that_was_not_understood_keeps_its_buttons(resident: Phone) -> None:
    await resident.says("/settings")
    await resident.sends("sticker")
    assert resident.buttons(resident.finds("要改哪一样", "看不懂"))


async def test_in_a_group_it_shows_who_chose_what(resident: Phone, staff: Phone) -> None:
    await files(resident)
    await staff.taps("转派")
    await staff.replies("要转给谁", "1")
    label = staff.choices()[0]
    await staff.replies("为什么", "1")
    answered = staff.finds("为什么", f"✔ {label}")
    assert staff.buttons(answered) == []
    assert staff.text_of(answered).count("社工甲") == 1


async def test_a_page_is_turned_in_place(resident: Phone, messenger: Channel) -> None:
    """Where what was sent stays as it is, the next page comes after it."""
    await resident.says("/settings")
    await resident.taps("打开大字版")
    await resident.says("我要反映")
    before = len(resident.screen)
    await resident.taps("下一页")
    assert len(resident.screen) == before + (messenger == Channel.WECHAT)
    assert resident.choices()[0].endswith("停车难")


@KEYBOARDS
async def test_keys_give_way_to_the_menu_with_what_was_said(resident: Phone) -> None:
    await resident.says(STREET_LIGHT)
    await resident.taps("改地点")
    await resident.taps("🗂 从名单里选")
    resident.finds("✔ 🗂 从名单里选")
    resident.does_not_see("好的。")
    assert len(resident.keyboard()) == 6


@TAPS
async def test_a_button_pressed_twice_says_what_was_chosen(resident: Phone) -> None:
    await resident.says(UNCLEAR)
    label = resident.choices()[0]
    resident.press(label)
    await resident.taps(label)
    assert resident.toast() == f"这里您已经选过“{label}”了，请看最下面的问题。"
    assert sum("请看一遍" in resident.text_of(each) for each in resident.screen) == 1


async def test_a_button_of_what_was_left_offers_to_begin(resident: Phone) -> None:
    await resident.says(UNCLEAR)
    await resident.says("/cancel")
    await resident.taps("都不是，看所有类别", on=WHICH)
    resident.sees("退出来了", "写了一半", "我要反映")
    resident.sees_the_menu()


@TAPS
async def test_a_button_of_what_was_replaced_leads_to_what_stands(resident: Phone) -> None:
    await resident.says(UNCLEAR)
    await resident.says("/settings")
    await resident.taps("都不是，看所有类别", on=WHICH)
    assert "这一步已经过去了" in resident.toast()
    resident.sees("要改哪一样")
