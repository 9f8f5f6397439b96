"""Points: balance and history, rewards and the counter, certificates."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from storage.tables import Certificate, Reward
from tests.dialogues.channels import ALSO_STAFF, SAME_PERSON
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.volunteering.doing import serve, volunteer
from tests.dialogues.volunteering.serving import claimed

__all__ = ["volunteer"]


@pytest.fixture
async def with_points(volunteer: Phone, staff: Phone, desk: Desk) -> Phone:
    """Two points for three hours, on two days."""
    for _day in range(2):
        starts = desk.clock() + timedelta(hours=1)
        await claimed(desk, volunteer, starts_at=starts)
        await serve(volunteer, staff)
        await staff.taps("热心邻居 90 分钟")
        await desk.later(hours=21, minutes=30)
    return volunteer


@pytest.mark.can("Volunteers: hours and points, and where they came from")
async def test_hours_and_points_with_where_they_came_from(with_points: Phone) -> None:
    await with_points.says("/points")
    with_points.sees("您的志愿服务：3 小时", "共 2 次", "2 分")
    await with_points.taps("积分明细")
    with_points.sees("2026年11月", "+1", "陪老人买菜，90 分钟")
    await with_points.taps("上一个月")
    with_points.sees("2026年10月", "这个月没有积分进出")
    await with_points.says("返回")
    with_points.sees("能用的积分")


async def test_who_has_none_yet_is_told_where_to_begin(resident: Phone) -> None:
    await resident.says("/points")
    resident.sees("0 分", "还没有记录", "/tasks")
    await resident.taps("服务证明")
    await resident.taps("从第一次到现在")
    resident.sees("没有登记成志愿者", "/volunteer")


@pytest.mark.can("Volunteers: points exchanged for a reward")
async def test_a_reward_is_reserved_fetched_and_noted(
    with_points: Phone, staff: Phone, desk: Desk
) -> None:
    await with_points.says("/points")
    await with_points.taps("用积分换东西")
    with_points.sees("能用的积分：2 分")
    await with_points.taps("毛巾一条 · 2 分 · 还有 50 份")
    with_points.sees("用 2 分换“毛巾一条”", "军门社区志愿驿站", "两个星期")
    await with_points.taps("换")
    with_points.sees("换好了", "领取码", "能用的积分：0 分", "3 小时")
    code = code_on(with_points)
    await staff.says(f"/redeem {code}")
    staff.sees("毛巾一条", "热心邻居", "核对一下人")
    await staff.taps("交给本人了")
    assert staff.toast() == "记下了，已经领走。"
    with_points.sees("毛巾一条，领到了")
    await staff.taps("交给本人了")
    assert staff.toast() == "这一份已经领走了。"
    await staff.says(f"/redeem {code}")
    staff.sees("这一份已经领走了")


async def test_the_code_may_follow_and_be_wrong(with_points: Phone, staff: Phone) -> None:
    await staff.says("/redeem")
    staff.sees("八位领取码")
    await staff.replies("八位领取码", "1234")
    staff.sees("八位领取码")
    await staff.replies("八位领取码", "0000 0000")
    staff.sees("没有这个领取码")
    await staff.replies("八位领取码", "0")
    staff.sees("没有动")


async def test_too_few_points_say_how_many_are_missing(with_points: Phone) -> None:
    await with_points.says("/points")
    await with_points.taps("用积分换东西")
    await with_points.taps("大米 5 公斤 · 10 分 · 还有 20 份")
    with_points.sees("要 10 分，您现在能用的是 2 分，还差 8 分", "想换什么")


async def test_the_last_one_may_be_gone_between_look_and_tap(
    with_points: Phone, desk: Desk
) -> None:
    await with_points.says("/points")
    await with_points.taps("用积分换东西")
    await with_points.taps("毛巾一条 · 2 分 · 还有 50 份")
    async with desk.app.work.unit() as work:
        await work.session.execute(
            update(Reward).where(Reward.code == "demo-towel").values(stock=0)
        )
    await with_points.taps("换")
    with_points.sees("刚刚被别人换走了", "积分没有动", "想换什么")
    assert not any("毛巾" in label for label in with_points.choices())


async def test_giving_back_returns_the_points(with_points: Phone, staff: Phone) -> None:
    await reserves(with_points)
    code = code_on(with_points)
    await with_points.taps("我换的，等我去领")
    with_points.sees("毛巾一条", "领取码", "请在")
    await with_points.taps("退回：毛巾一条")
    await with_points.taps("退回")
    with_points.sees("退回了，2 分还给您了", "能用的积分：2 分")
    await staff.says(f"/redeem {code}")
    staff.sees("已经退回了")
    await with_points.taps("积分明细")
    with_points.sees("换了：毛巾一条", "退回：毛巾一条", "-2", "+2")


async def test_what_nobody_fetches_goes_back_after_two_weeks(
    with_points: Phone, desk: Desk
) -> None:
    await reserves(with_points)
    await desk.later(days=14)
    await with_points.looks_in()
    with_points.finds("两个星期没有来领", "2 分还给您了")


@SAME_PERSON
@ALSO_STAFF
async def test_nobody_hands_a_reward_to_themselves(
    with_points: Phone, staff: Phone, desk: Desk
) -> None:
    await reserves(with_points)
    desk.world.join(staff.chat_id, with_points.user_id)
    themselves = Phone(desk, with_points.user_id, staff.chat_id)
    await themselves.says(f"/redeem {code_on(with_points)}")
    await themselves.taps("交给本人了")
    assert themselves.toast() == "这是您自己的，请别的同事来确认。"


@pytest.mark.can("Volunteers: a certificate as a picture")
async def test_a_certificate_comes_as_a_picture_with_its_link(
    with_points: Phone, desk: Desk
) -> None:
    await with_points.says("/points")
    await with_points.taps("服务证明")
    with_points.sees("哪一段时间")
    await with_points.taps("今年（2026 年）")
    with_points.sees("哪个名字", "热心邻居")
    await with_points.says("名" * 41)
    with_points.sees("最多 40 个字", "哪个名字")
    await with_points.says("林依妹")
    assert with_points.pictures() == 1
    shown = with_points.finds("志愿服务证明，编号")
    link = re.search(r"http\S+/certificates/(\S+)", with_points.text_of(shown))
    assert link
    async with desk.app.database.reading() as session:
        certificate = await session.get_one(Certificate, link[1])
    assert (certificate.minutes, certificate.services, certificate.name) == (180, 2, "林依妹")
    await with_points.taps("服务证明")
    await with_points.taps("去年（2025 年）")
    with_points.sees("还没有确认过的服务时长")


async def test_the_counter_is_the_offices_alone(
    with_points: Phone, volunteers_group: Phone
) -> None:
    await reserves(with_points)
    await volunteers_group.says(f"/redeem {code_on(with_points)}")
    assert "交给本人了" not in volunteers_group.all_labels()


@pytest.fixture
def volunteers_group(member_of: object) -> Phone:
    assert callable(member_of)
    made: Phone = member_of("军门社区志愿者群", "志愿者乙")
    return made


async def reserves(phone: Phone) -> None:
    """A towel, for two points."""
    await phone.says("/points")
    await phone.taps("用积分换东西")
    await phone.taps("毛巾一条 · 2 分 · 还有 50 份")
    await phone.taps("换")


def code_on(phone: Phone) -> str:
    found = re.search(r"领取码：(\d{4}) (\d{4})", phone.text_of(phone.last))
    assert found, phone.text_of(phone.last)
    return found[1] + found[2]
