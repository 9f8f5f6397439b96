"""平安守望: who was not seen is looked in on, and those who care hear how it went."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from services.meals import alerts
from storage.tables import CareCause, MealBooking, Mode
from tests.dialogues.meals.kitchen import UNTIL_COUNTED, UNTIL_CUT_OFF, ate_for_days, eats
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.volunteering import helping


@pytest.fixture
async def alert(desk: Desk, resident: Phone, staff: Phone) -> Phone:
    """居民甲, who lives alone and usually eats, did not come; the child who booked it."""
    await eats(desk, "居民甲", booked_by=resident)
    await ate_for_days(desk, "居民甲", 8)
    await desk.later(**UNTIL_CUT_OFF)
    await desk.later(**UNTIL_COUNTED)
    return resident


async def test_who_lives_alone_and_did_not_come_is_looked_in_on(alert: Phone, staff: Phone) -> None:
    staff.sees("平安守望：请去看看居民甲", "2单元301", "059100000000", "平时几乎餐餐来吃")
    assert staff.choices() == ["我去看看", "转志愿者", "平安", "外出了，平安", "需要帮助"]
    alert.finds("居民甲订了午餐，没有来吃", "社区会有人去看", "社区电话")


async def test_who_goes_is_named_and_the_child_hears_both(
    alert: Phone, staff: Phone, colleague: Phone
) -> None:
    await staff.taps("我去看看")
    staff.sees("社工甲", "去看了，请看完点结果")
    alert.sees("社工甲 去看居民甲了")
    await staff.taps("平安")
    card = staff.sees("平安守望", "✅ 平安 · 社工甲")
    for secret in ("居民甲", "301", "059100000000"):
        assert secret not in staff.text_of(card)
    assert staff.choices() == []
    alert.sees("见到居民甲了，人平安")


async def test_the_second_who_goes_hears_who_went(
    desk: Desk, alert: Phone, staff: Phone, colleague: Phone
) -> None:
    staff.press("我去看看")
    colleague.press("我去看看")
    await desk.settle()
    assert "社工甲 已经接下来了" in colleague.toast()


async def test_a_call_that_went_through_settles_it_without_a_walk(
    alert: Phone, staff: Phone
) -> None:
    await staff.taps("外出了，平安")
    staff.sees("✅ 外出了，平安 · 社工甲")
    alert.sees("居民甲出门去了，人平安")


async def test_who_needs_help_is_described_and_the_child_is_asked_to_come(
    alert: Phone, staff: Phone
) -> None:
    await staff.taps("需要帮助")
    await staff.replies("现在怎么样", "摔了一跤，<送医院>")
    staff.finds("🆘 需要帮助 · 社工甲", "摔了一跤，<送医院>")
    alert.sees("居民甲需要帮助", "尽快联系")
    alert.does_not_see("摔了一跤")


async def test_a_tap_on_help_by_mistake_changes_nothing(alert: Phone, staff: Phone) -> None:
    await staff.taps("需要帮助")
    await staff.replies("现在怎么样", "0")
    staff.sees("没有动")
    await staff.taps("平安")
    staff.finds("✅ 平安 · 社工甲")


async def test_at_night_the_child_hears_that_nobody_has_gone(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    code = await eats(desk, "居民甲", booked_by=resident)
    desk.clock.move(hours=13)
    async with desk.app.work.unit() as unit:
        found = await unit.session.scalars(select(MealBooking).where(MealBooking.code == code))
        await alerts.raise_alert(unit.session, found.one(), CareCause.NOBODY_HOME, now=unit.now)
    await desk.sends_off()
    staff.sees("平安守望：请去看看居民甲")
    resident.sees("居民甲的午餐送到门口，没有人应门")

    await desk.later(minutes=31)
    staff.sees("还没有人去看，请马上安排")
    resident.sees("现在还没有人去看居民甲", "请打 120 或 110")

    said = len(resident.screen)
    await desk.later(minutes=31)
    staff.sees("还没有人去看，请马上安排")
    assert len(resident.screen) == said


async def test_as_long_as_nobody_goes_the_group_is_told_every_half_hour(
    desk: Desk, alert: Phone, staff: Phone
) -> None:
    await desk.later(minutes=31)
    staff.sees("还没有人去看，请马上安排", "居民甲")
    await desk.later(minutes=31)
    staff.sees("还没有人去看")
    await staff.taps("我去看看")
    await desk.later(hours=2)
    staff.finds("社工甲", "去看了")


@pytest.fixture
def volunteers(member_of: Callable[[str, str], Phone]) -> Phone:
    return member_of("军门社区志愿者群", "热心邻居")


async def test_a_volunteer_goes_and_the_office_says_what_was_found(
    desk: Desk, alert: Phone, staff: Phone, volunteers: Phone
) -> None:
    helper = await helping.in_private(desk, volunteers, "热心邻居")
    await staff.taps("转志愿者")
    staff.finds("平安守望", "请过志愿者去看")
    card = volunteers.finds("平安守望")
    assert "居民甲" not in volunteers.text_of(card)
    await volunteers.taps("认领")
    helper.finds("居民甲", "2单元301")
    staff.finds("平安守望", "热心邻居", "去看了")
    await staff.taps("平安")
    alert.sees("见到居民甲了，人平安")


@pytest.mark.parametrize("found", ["我去看看", "平安", "需要帮助"])
async def test_volunteers_are_called_back_when_the_office_sees_to_it(
    desk: Desk, alert: Phone, staff: Phone, volunteers: Phone, found: str
) -> None:
    await staff.taps("转志愿者")
    await staff.taps(found)
    if found == "需要帮助":
        await staff.replies("现在怎么样", "摔了一跤")
    card = volunteers.finds("平安守望", "社区自己去看了")
    assert "认领" not in volunteers.labels_of(card)


async def test_an_alert_ends_when_the_diner_comes_after_all(
    desk: Desk, alert: Phone, staff: Phone, canteen_staff: Phone
) -> None:
    await canteen_staff.says("/serve")
    await canteen_staff.replies("还有 0 位", "居民甲")
    await canteen_staff.taps("取走了", on="居民甲")
    staff.finds("✅ 平安 · 食堂管理员甲")


async def test_nobody_is_looked_in_on_for_a_meal_that_was_only_delivered_unsaid(
    desk: Desk, staff: Phone
) -> None:
    await eats(desk, "居民乙", Mode.DELIVERY)
    await ate_for_days(desk, "居民乙", 8)
    await desk.later(**UNTIL_CUT_OFF)
    await desk.later(**UNTIL_COUNTED)
    staff.does_not_see("平安守望")
