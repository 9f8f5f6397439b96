"""Privacy, the review with each part changed, and going back without losing anything."""

from collections.abc import Callable

import pytest
from sqlalchemy import update

from storage.tables import Category
from tests.dialogues.channels import EDITS
from tests.dialogues.moving import moves_in
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import HOME, STREET_LIGHT, reviews, writes

NewPerson = Callable[[str], Phone]
NAME = "王<b>奶奶</b>"


@pytest.fixture
async def named(new_resident: NewPerson) -> Phone:
    return await moves_in(new_resident(NAME))


@pytest.mark.parametrize(
    ("choice", "is_named"),
    [
        ("公开，可以叫我的称呼", True),
        ("公开，不留名", False),
        ("不公开，可以叫我的称呼", True),
        ("不公开，不留名", False),
    ],
)
async def test_staff_see_the_name_only_where_it_may_be_used(
    named: Phone, staff: Phone, choice: str, is_named: bool
) -> None:
    await reviews(named, privacy=choice)
    await named.taps("提交")
    card = staff.text_of(staff.finds("待接单"))
    assert (NAME in card, "不留名" in card) == (is_named, not is_named)


async def test_the_review_shows_everything(resident: Phone) -> None:
    await reviews(resident, photos=2)
    resident.sees(
        "路灯不亮", "军门新村 · 3号楼", STREET_LIGHT, "2 个", "邻居也能看到；办事的人可以叫您的称呼"
    )


async def test_the_category_is_changed(resident: Phone) -> None:
    await reviews(resident)
    await resident.taps("改类别")
    await resident.taps("环境脏乱")
    resident.sees("请看一遍", "类别：环境脏乱", STREET_LIGHT)


async def test_an_answer_to_the_question_of_another_category_stays_as_words(
    resident: Phone,
) -> None:
    await resident.says(STREET_LIGHT)
    await resident.taps("灯杆编号，或者最近的门牌？")
    await resident.says("七号杆")
    resident.sees("请看一遍", "七号杆")
    await resident.taps("改类别")
    await resident.taps("环境脏乱")
    resident.sees("内容：" + STREET_LIGHT + "\n七号杆")


async def test_what_is_said_at_the_review_is_added(resident: Phone) -> None:
    await reviews(resident)
    await resident.says("晚上很黑")
    resident.sees("请看一遍", STREET_LIGHT, "晚上很黑")


async def test_the_content_is_written_again_and_pictures_stay(resident: Phone) -> None:
    await reviews(resident, photos=1)
    await resident.taps("改内容")
    resident.sees("重新写一遍", "照片和语音都还在")
    await resident.says("门口的路灯一闪一闪")
    resident.sees("请看一遍", "内容：门口的路灯一闪一闪", "1 个")
    assert STREET_LIGHT not in resident.text_of(resident.last)


async def test_the_place_is_changed(resident: Phone) -> None:
    await reviews(resident)
    await resident.taps("改地点")
    await resident.says("菜场后面")
    resident.sees("请看一遍", "军门社区（菜场后面）")


async def test_danger_in_the_words_is_a_guess_that_one_tap_changes(
    resident: Phone, staff: Phone
) -> None:
    await resident.says("楼下的路灯漏电")
    resident.sees("急事：马上叫人 （我猜的，不对请改）")
    await resident.taps("不是急事")
    assert "急事：" not in resident.text_of(resident.last)
    await resident.taps("是急事")
    resident.sees("急事：马上叫人\n")
    await resident.taps("提交")
    resident.sees("119", "最晚 11月23日 11:00")
    staff.finds("路灯不亮 🔴 急")


async def test_the_privacy_is_changed(resident: Phone) -> None:
    await reviews(resident)
    await resident.taps("改公开方式")
    await resident.taps("不公开，不留名")
    resident.sees("请看一遍", "不公开：", "不说您是谁")


@pytest.mark.parametrize("change", ["改类别", "改内容", "改地点", "改公开方式"])
async def test_back_from_a_change_shows_the_review_unchanged(resident: Phone, change: str) -> None:
    await reviews(resident)
    review = resident.text_of(resident.last)
    await resident.taps(change)
    await resident.taps("返回")
    assert resident.text_of(resident.last) == review


@pytest.mark.parametrize("back", ["返回", "0", "０", "Back"])
async def test_back_leads_through_every_step_and_loses_nothing(resident: Phone, back: str) -> None:
    await resident.says(STREET_LIGHT)
    await resident.taps("灯杆编号，或者最近的门牌？")
    await resident.says("七号杆")
    for question in ("在哪里", "重新写一遍", "哪一类事"):
        await resident.says(back)
        resident.sees(question)
    await resident.says(back)
    resident.sees("退出来了", "还留着")
    await resident.taps("📮 我要反映")
    await resident.taps("接着写")
    resident.sees("请看一遍", "七号杆", STREET_LIGHT, "3号楼")


async def test_a_category_put_out_of_use_meanwhile_is_chosen_anew(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await reviews(resident)
    async with desk.app.database.transaction() as session:
        lights = Category.key == "streetlight"
        await session.execute(update(Category).where(lights).values(active=False))
    await resident.taps("提交")
    resident.finds("刚刚停用了")
    await resident.taps("都不是，看所有类别")
    await resident.taps("停车难")
    await resident.taps(HOME)
    await resident.taps("提交")
    staff.finds("待接单", "停车难", STREET_LIGHT)


async def test_an_unfinished_request_is_not_mixed_with_a_new_one(resident: Phone) -> None:
    await writes(resident)
    await resident.says("/cancel")
    resident.sees("退出来了", "还留着")
    await resident.says("电梯坏了", "关着人")
    resident.sees("没写完的", STREET_LIGHT)
    await resident.taps("重新写一件")
    resident.sees("类别：电梯故障", "电梯坏了\n关着人")
    assert STREET_LIGHT not in resident.text_of(resident.last)


async def test_a_kind_that_was_chosen_and_left_is_not_kept_for_other_words(
    resident: Phone,
) -> None:
    await resident.says("/complaint")
    await resident.taps("高空抛物")
    await resident.says("/cancel")
    await resident.says(STREET_LIGHT)
    resident.sees("请看一遍", "类别：路灯不亮")


async def test_an_unfinished_request_is_gone_on_with(resident: Phone) -> None:
    await writes(resident)
    await resident.says("/cancel")
    await resident.says("晚上很黑")
    await resident.taps("接着写")
    resident.sees("请看一遍", STREET_LIGHT, "晚上很黑")


@EDITS
async def test_the_review_stands_once_however_much_is_added(resident: Phone) -> None:
    await reviews(resident)
    await resident.says("晚上很黑")
    await resident.photographs()
    standing = [each for each in resident.screen if "请看一遍" in resident.text_of(each)]
    assert len(standing) == 1
    resident.sees("请看一遍", "晚上很黑", "1 个")


async def test_what_was_left_for_a_day_is_cleared_and_said_once(
    desk: Desk, resident: Phone
) -> None:
    await writes(resident)
    await desk.later(hours=25)
    await resident.says("电梯坏了")
    resident.finds("11月23日", STREET_LIGHT, "一直没有提交", "已经清掉了")
    resident.sees("请看一遍", "内容：电梯坏了")
    await resident.taps("提交")
    resident.sees("提交好了")
    assert sum("已经清掉了" in resident.text_of(each) for each in resident.screen) == 1


async def test_a_button_of_what_was_cleared_files_nothing(desk: Desk, resident: Phone) -> None:
    await reviews(resident)
    await desk.later(hours=25)
    await resident.taps("提交")
    resident.finds("已经清掉了")
    resident.does_not_see("已经选过")
    assert "已经选过" not in resident.toast()


async def test_what_was_left_this_morning_is_gone_on_with(desk: Desk, resident: Phone) -> None:
    await writes(resident)
    await resident.says("/cancel")
    await desk.later(hours=5)
    await resident.taps("📮 我要反映")
    resident.sees("没写完的", STREET_LIGHT)
