"""Ways into a filing, its categories, and answering by tap, number or label."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from storage.tables import Ticket
from tests.dialogues.channels import EDITS, LATE_TAPS, TAPS
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import HOME, STREET_LIGHT, files, reviews, writes

NewPerson = Callable[[str], Phone]


async def count_of_tickets(desk: Desk) -> int:
    async with desk.app.database.reading() as session:
        return await session.scalar(select(func.count()).select_from(Ticket)) or 0


@pytest.mark.parametrize("way_in", ["/complaint", "📮 我要反映", "我要反映"])
async def test_the_command_and_the_menu_offer_all_categories(resident: Phone, way_in: str) -> None:
    await resident.says(way_in)
    resident.sees("哪一类事")
    assert len(resident.choices()) == 18 + 1
    assert {"路灯不亮", "停水", "其他", "返回"} <= set(resident.choices())


@pytest.mark.can("Requests: filed in one sentence")
async def test_a_sentence_is_enough(desk: Desk, resident: Phone, staff: Phone) -> None:
    await resident.says("5号楼楼下的路灯不亮了")
    resident.sees(
        "类别：路灯不亮 （我猜的", "5号楼（楼下） （我猜的", "公开：邻居也能看到；不说您是谁"
    )
    await resident.taps("提交")
    resident.sees("提交好了")
    staff.finds("待接单", "军门新村 · 5号楼（楼下）", "5号楼楼下的路灯不亮了")


async def test_a_wrong_guess_costs_one_tap(resident: Phone) -> None:
    await resident.says(STREET_LIGHT)
    await resident.taps("改类别")
    await resident.taps("消防燃气隐患")
    resident.sees("请看一遍", "类别：消防燃气隐患\n")


async def test_how_it_is_shown_is_remembered(resident: Phone) -> None:
    await files(resident, privacy="不公开，可以叫我的称呼")
    await resident.says("楼道里堆满了电动车")
    resident.sees("不公开：只有办事的人看到，可以叫您的称呼")


async def test_a_photo_and_then_words_are_one_request(resident: Phone) -> None:
    await resident.photographs()
    resident.sees("哪一类事")
    await resident.says(STREET_LIGHT)
    resident.sees("请看一遍", "类别：路灯不亮", "1 个")


async def test_words_that_say_no_category_bring_three_guesses_and_others(
    resident: Phone,
) -> None:
    await resident.says("那个东西又那样了")
    resident.sees("收到了", "哪一类事")
    guesses = resident.choices()
    assert len(guesses) == 3 + 2
    assert guesses[-2:] == ["都不是，看所有类别", "返回"]
    await resident.taps("都不是，看所有类别")
    assert "宠物" in resident.choices()
    await resident.taps("返回")
    assert resident.choices() == guesses


async def test_a_photo_in_an_idle_chat_begins_a_request(resident: Phone) -> None:
    await resident.photographs()
    resident.sees("哪一类事")
    await resident.taps("环境脏乱")
    resident.sees("请看一遍", "1 个")


async def test_a_category_with_a_question_offers_it_and_others_do_not(resident: Phone) -> None:
    await resident.says("停水了")
    assert "从什么时候开始停的？" in resident.choices()
    await resident.taps("从什么时候开始停的？")
    await resident.says("早上六点")
    resident.sees("请看一遍", "从什么时候开始停的？ 早上六点")
    assert "从什么时候开始停的？" not in resident.choices()
    await resident.taps("改类别")
    await resident.taps("停车难")
    assert len(resident.choices()) == 5 + 1


async def test_the_receipt_says_number_holder_clock_and_telephone(
    resident: Phone, staff: Phone
) -> None:
    number = await files(resident)
    resident.sees(
        f"编号 {number}", "现在在：军门社区工作群", "最晚 11月25日 11:00 给您回音", "0591-8700 0119"
    )
    staff.finds("待接单", number, STREET_LIGHT, "军门新村 · 3号楼")


@pytest.mark.can("Requests: filed step by step, by numbers")
async def test_each_step_can_be_answered_by_its_number(resident: Phone) -> None:
    await resident.says("/complaint")
    await resident.says("6")
    resident.sees("请说说是怎么回事")
    await resident.says("门口停满了车")
    resident.sees("请看一遍")
    await resident.says("3")
    resident.sees("在哪里")
    await resident.taps(HOME)  # Its number depends on whether a location can be sent.
    await resident.says("5")
    resident.sees("邻居能看到")
    await resident.says("４")
    resident.sees("请看一遍", "停车难", "军门新村 · 3号楼", "不说您是谁")
    await resident.says("1。")
    resident.sees("提交好了")


async def test_each_step_can_be_answered_by_its_label(resident: Phone) -> None:
    await resident.says("我要反映")
    await resident.says("停车难")
    await resident.says("门口停满了车", "改地点")
    await resident.says(HOME.removeprefix("🏠 "))
    await resident.says("改公开方式", "不公开，不留名")
    await resident.says("提交")
    resident.sees("提交好了")


@TAPS
async def test_a_double_tap_on_filing_files_once(desk: Desk, resident: Phone) -> None:
    await reviews(resident)
    resident.press("提交")
    resident.press("提交")
    await desk.settle()
    assert await count_of_tickets(desk) == 1


async def test_what_is_typed_twice_is_filed_once(desk: Desk, resident: Phone) -> None:
    await reviews(resident)
    await resident.says("提交", "提交")
    assert await count_of_tickets(desk) == 1


@TAPS
async def test_a_double_tap_in_the_middle_answers_one_question(desk: Desk, resident: Phone) -> None:
    await resident.says(STREET_LIGHT)
    resident.press("改公开方式")
    resident.press("改公开方式")
    await desk.settle()
    resident.finds("邻居能看到")


@LATE_TAPS
async def test_an_old_button_shows_the_question_that_stands(resident: Phone) -> None:
    await resident.says(STREET_LIGHT)
    reviewed = resident.last
    before = str(resident.buttons(reviewed)[1].callback_data)
    await resident.says("改公开方式")
    resident.world.tap(resident.user_id, resident.chat_id, reviewed.message_id, before, stale=True)
    await resident.desk.settle()
    assert "已经选过“改公开方式”" in resident.toast()
    resident.sees("邻居能看到")


@EDITS
async def test_a_question_that_was_tapped_loses_its_buttons(resident: Phone) -> None:
    await resident.says(STREET_LIGHT)
    await resident.taps("改类别")
    assert resident.buttons(resident.finds("请看一遍")) == []


@LATE_TAPS
async def test_two_devices_at_once_file_one_request(desk: Desk, resident: Phone) -> None:
    other_device = Phone(desk, resident.user_id, resident.chat_id)
    await writes(resident)
    await other_device.taps(HOME)
    resident.press("提交")
    other_device.press("提交")
    await desk.settle()
    assert await count_of_tickets(desk) == 1


async def test_who_has_not_met_us_yet_may_simply_write(
    new_resident: NewPerson, staff: Phone
) -> None:
    phone = new_resident("新居民")
    await phone.says(STREET_LIGHT)
    phone.sees("您同意吗")
    await phone.agrees()
    await phone.says("军门新村3号楼")
    phone.sees("请看一遍")
    await phone.taps("提交")
    staff.finds("待接单", STREET_LIGHT)
