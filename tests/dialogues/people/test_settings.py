"""Big print, languages, home."""

import pytest

from tests.dialogues.channels import KEYBOARDS
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files


async def in_big_print(resident: Phone) -> None:
    await resident.says("/settings")
    await resident.taps("打开大字版")
    resident.sees("大字版打开了")


@KEYBOARDS
async def test_big_print_numbers_at_most_five_choices_and_pages(resident: Phone) -> None:
    await in_big_print(resident)
    await resident.says("我要反映")
    assert [resident.choices()[each] for each in (0, 4, 5, 6)] == [
        "1 路灯不亮",
        "5 电动车堵消防通道",
        "下一页",
        "0 返回",
    ]
    assert "路灯" not in resident.text_of(resident.last)
    await resident.taps("下一页")
    assert resident.choices()[0] == "6 停车难"
    await resident.says("99")
    assert resident.choices()[0] == "11 物业服务"
    await resident.says("更多")
    assert "18 其他" in resident.choices()
    await resident.says("下一页")
    assert resident.choices()[0] == "1 路灯不亮"
    await resident.says("15")
    resident.sees("请说说是怎么回事")


@KEYBOARDS
@pytest.mark.can("Settings: big print as large buttons")
async def test_big_print_shows_one_button_a_row(resident: Phone) -> None:
    await in_big_print(resident)
    await resident.says("我要反映")
    keyboard = resident.last.reply_markup
    assert keyboard is not None
    assert {len(row) for row in keyboard.inline_keyboard} == {1}


async def test_big_print_pages_ones_own_requests(desk: Desk, resident: Phone) -> None:
    for _each in range(6):
        await files(resident)
        desk.clock.move(minutes=2)
    await in_big_print(resident)
    await resident.says("/my")
    assert len(resident.choices()) == 5 + 2


@pytest.mark.can("Settings: big print on and off")
async def test_big_print_is_switched_off_again(resident: Phone) -> None:
    await in_big_print(resident)
    await resident.taps("➕ 更多服务")
    await resident.taps("⚙️ 设置")
    resident.sees("大字版：开")
    await resident.taps("关掉大字版")
    await resident.says("我要反映")
    assert "路灯不亮" in resident.choices()


@pytest.mark.can("Settings: another language")
async def test_another_language_is_spoken_from_then_on(resident: Phone) -> None:
    await resident.says("/settings")
    await resident.taps("换语言 / Language")
    await resident.taps("English")
    assert "📮 我要反映" not in resident.keyboard()
    await resident.says("/complaint")
    assert "Street light out" in resident.choices()
    await resident.says("Street light out")
    resident.sees("Please say what is the matter")
    await resident.says("/settings")
    await resident.says("3")
    await resident.taps("繁體中文")
    await resident.says("/complaint")
    await resident.says("/cancel")
    await resident.says("/complaint")
    assert "路燈不亮" in resident.choices()


async def test_the_language_of_the_phone_is_spoken_at_first(desk: Desk) -> None:
    user = desk.world.add_user("Visitor", language_code="en-GB")
    phone = Phone(desk, user.id, user.id)
    await phone.starts()
    assert "同意" not in phone.choices()


async def test_a_menu_label_is_understood_in_any_language(resident: Phone) -> None:
    await resident.says("/settings")
    await resident.says("3")
    await resident.taps("English")
    await resident.says("📮 我要反映")
    assert "Street light out" in resident.choices()


async def test_the_home_is_changed(resident: Phone) -> None:
    await resident.says("/settings")
    resident.sees("住处：军门社区 · 军门新村 · 3号楼")
    await resident.taps("改住处")
    await resident.says("军门新村5号楼")
    resident.sees("记下了", "5号楼")


async def test_back_changes_nothing(resident: Phone) -> None:
    await resident.says("/settings")
    await resident.taps("换语言 / Language")
    await resident.says("返回")
    resident.sees("要改哪一样")
    await resident.says("0")
    resident.sees("没有改别的")


async def is_called(resident: Phone, name: str) -> None:
    await resident.says("/settings")
    await resident.taps("改称呼")
    await resident.says(name)
    resident.sees(f"以后称呼您“{name}”")


async def test_how_somebody_is_called_is_changed_and_old_requests_keep_what_they_say(
    resident: Phone, staff: Phone
) -> None:
    await is_called(resident, "林阿姨")
    first = await files(resident)
    await is_called(resident, "陈师傅")
    second = await files(resident)
    staff.finds(first, "林阿姨")
    staff.sees(second, "陈师傅")


async def test_who_wants_no_name_kept_has_none(resident: Phone) -> None:
    await resident.says("/settings")
    await resident.taps("改称呼")
    await resident.taps("不留称呼")
    resident.sees("不再记您的称呼")
    await resident.says("/settings")
    resident.sees("称呼：没有记")


async def test_too_long_a_name_is_asked_for_once_more(resident: Phone) -> None:
    await resident.says("/settings")
    await resident.taps("改称呼")
    await resident.says("住在军门新村三号楼一单元五零一的林阿姨和她先生")
    resident.sees("太长了", "以后怎么称呼您")
    await resident.taps("返回")
    resident.sees("要改哪一样", "称呼：居民")
