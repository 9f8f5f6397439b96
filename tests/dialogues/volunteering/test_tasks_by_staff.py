"""/task: one sentence begins it, in private, and only the card stands in the group."""

from collections.abc import Callable

import pytest

from tests.dialogues.channels import LINKS, MEMBERS
from tests.dialogues.phones import Desk, Phone

MemberOf = Callable[[str, str], Phone]


@pytest.fixture
def volunteer(member_of: MemberOf) -> Phone:
    return member_of("军门社区志愿者群", "志愿者甲")


@pytest.fixture
async def alone(staff: Phone) -> Phone:
    """The chat of staff with us, opened before."""
    phone = staff.in_private()
    await phone.starts()
    return phone


async def test_one_sentence_in_the_group_and_one_tap_in_private(
    staff: Phone, alone: Phone, volunteer: Phone
) -> None:
    await staff.says("/task 明天9点到11点 军门社区 陪诊 2人")
    staff.sees("社工甲", "发到您的私聊里了")
    alone.sees("陪诊", "助老守望 ❔", "11月24日周二 09:00–11:00", "军门社区\n", "2 人")
    await alone.taps("发布")
    alone.sees("发布了", "军门社区志愿者群")
    volunteer.sees("陪诊", "助老守望", "已认领 0/2", "组织：社工甲")
    staff.sees("发到您的私聊里了")


@LINKS
async def test_who_never_wrote_to_us_opens_the_chat_from_the_group(staff: Phone) -> None:
    await staff.says("/task")
    (link,) = staff.buttons(staff.sees("社工甲", "私聊"))
    assert str(link.url).endswith("?start=task")
    alone = staff.in_private()
    await alone.starts("task")
    alone.sees("写一句话")


async def test_in_private_it_is_for_the_group_where_they_were_seen(
    staff: Phone, alone: Phone, resident: Phone
) -> None:
    await staff.turns_up()
    await alone.says("/task 周六9点 社区大扫除 10人")
    alone.sees("社区大扫除", "09:00–11:00 ❔", "军门社区 ❔", "10 人")
    await resident.says("/task")
    resident.sees("要在工作群和志愿者群里发")


@MEMBERS
async def test_who_left_the_group_publishes_nothing_for_it(
    desk: Desk, staff: Phone, alone: Phone, volunteer: Phone
) -> None:
    await staff.says("/task 明天9点到11点 陪诊 2人")
    desk.world.leave(staff.chat_id, staff.user_id)
    await desk.settle()
    await alone.taps("发布")
    alone.sees("已经不在那个群里了")
    volunteer.does_not_see("陪诊")


async def test_what_the_sentence_leaves_open_is_asked(
    staff: Phone, alone: Phone, volunteer: Phone
) -> None:
    await staff.says("/task")
    alone.sees("写一句话")
    await alone.says("明天上午 浇浇花花草草")
    alone.sees("浇浇花花草草", "军门社区 ❔", "哪一类")
    await alone.taps("环境美化")
    alone.sees("11月24日周二几点到几点")
    await alone.says("9点到10点")
    await alone.says("2 搬运，1 拍照")
    alone.sees("搬运 2 人 · 拍照 1 人")
    await alone.taps("发布")
    volunteer.sees("搬运", "拍照", "已认领 0/2", "已认领 0/1")


async def test_doors_and_names_are_for_those_alone_who_claim(
    staff: Phone, alone: Phone, volunteer: Phone
) -> None:
    await staff.says("/task")
    await alone.says("明天9点到11点 军门新村3号楼 林奶奶 13800000000 陪诊 1人")
    alone.sees("军门社区 · 军门新村\n", "只告诉认领的人：3号楼，林奶奶，13800000000")
    await alone.taps("发布")
    card = volunteer.text_of(volunteer.sees("陪诊", "军门新村"))
    assert not any(secret in card for secret in ("3号楼", "林奶奶", "13800000000"))


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("改到下午2点到4点", "11月24日周二 14:00–16:00"),
        ("后天9点到10点", "11月25日周三 09:00–10:00"),
        ("3人", "🙋 3 人"),
        ("在军门新村凉亭", "📍 军门社区 · 军门新村 凉亭"),
        ("今天8点到9点", "已经过了"),
        ("你好", "请点下面的按钮"),
    ],
)
async def test_words_below_the_review_change_it(
    staff: Phone, alone: Phone, said: str, answer: str
) -> None:
    await staff.says("/task 明天9点到11点 陪诊 2人")
    await alone.says(said)
    alone.sees(answer, "陪诊")


async def test_each_part_is_changed_by_one_tap(
    staff: Phone, alone: Phone, volunteer: Phone
) -> None:
    await staff.says("/task 明天9点到11点 包饺子 2人")
    await alone.taps("改名称")
    await alone.says("包汤圆")
    await alone.taps("改类别")
    await alone.taps("返回")
    alone.sees("包汤圆", "类别：文体活动\n")
    await alone.taps("认领到几时")
    await alone.taps("开始前 2 小时")
    alone.sees("11月24日 07:00 前可以认领")
    await alone.taps("改地点")
    await alone.taps("从名单里选")
    await alone.taps("军门新村")
    await alone.taps("就记军门新村")
    alone.sees("📍 军门社区 · 军门新村\n")
    await alone.taps("发布")
    volunteer.sees("包汤圆")


@pytest.mark.parametrize(
    ("when", "answer"),
    [
        ("尽快", "看不懂"),
        ("下周一到周五 9点到11点", "一次只写一天"),
        ("今天8点到9点", "已经过了"),
        ("2062-01-01 9:00-10:00", "太远"),
        ("2月30日 9点到10点", "2月没有30日"),
        ("腊月二十三 9点到10点", "请写成这样"),
    ],
)
async def test_a_time_that_cannot_be_is_asked_for_again(
    staff: Phone, alone: Phone, when: str, answer: str
) -> None:
    await staff.says("/task 陪诊 2人")
    await alone.says(when)
    alone.sees(answer, "什么时候")
    await alone.says("明天9点到11点")
    alone.sees("请看一下对不对")


async def test_too_many_people_are_refused_with_the_limit(staff: Phone, alone: Phone) -> None:
    await staff.says("/task 明天9点到11点 陪诊")
    await alone.says("500")
    alone.sees("1 到 50", "要几个人")


async def test_small_talk_in_the_group_is_no_answer(staff: Phone, alone: Phone) -> None:
    await staff.says("/task", "明天9点到11点 陪诊 2人", "1")
    alone.sees("写一句话")


async def test_back_leads_to_the_question_before_and_out_of_it(staff: Phone, alone: Phone) -> None:
    await staff.says("/task 明天9点到11点 浇花花草草")
    alone.sees("哪一类")
    await alone.says("0")
    alone.sees("写一句话")
    await alone.says("0")
    alone.sees("没有发布")


async def test_a_weekly_task_is_put_up_for_two_weeks_ahead(
    desk: Desk, staff: Phone, alone: Phone, volunteer: Phone
) -> None:
    await staff.says("/task 每周三 15:00-16:00 巡楼 2人")
    alone.sees("每周三", "放假停一次")
    await alone.taps("发布")
    alone.sees("提前两周")
    volunteer.finds("巡楼", "11月25日")
    volunteer.finds("巡楼", "12月2日")
    volunteer.does_not_see("12月9日")
    await desk.later(days=2)
    volunteer.finds("巡楼", "12月9日")


async def test_a_series_is_ended_with_a_reason(
    staff: Phone, alone: Phone, volunteer: Phone
) -> None:
    await staff.says("/task 周三 15:00-16:00 巡楼 2人")
    await alone.taps("重复")
    await alone.taps("每周三")
    await alone.taps("放假照常")
    await alone.taps("发布")
    await alone.says("/task")
    await alone.taps("取消或者停掉已发的")
    await alone.taps("🔁 巡楼")
    await alone.says("冬天改到上午")
    alone.sees("停了")
    volunteer.finds("巡楼", "取消了：冬天改到上午")


async def test_a_task_is_called_off_with_a_reason(
    staff: Phone, alone: Phone, volunteer: Phone
) -> None:
    await staff.says("/task 周六9点到11点 包饺子 3人")
    await alone.taps("发布")
    await staff.says("/task")
    await alone.taps("取消或者停掉已发的")
    await alone.taps("包饺子 · 11月28日 09:00")
    await alone.says("面粉没到")
    alone.sees("取消了")
    volunteer.finds("包饺子", "取消了：面粉没到")


async def test_a_member_of_the_volunteers_group_publishes_in_private_too(
    volunteer: Phone,
) -> None:
    alone = volunteer.in_private()
    await alone.starts()
    await volunteer.says("/task 周日8点到9点 沿河捡垃圾 5人")
    await alone.taps("发布")
    volunteer.finds("捡垃圾", "已认领 0/5")


async def test_a_task_published_twice_by_two_taps_is_one(
    staff: Phone, alone: Phone, volunteer: Phone
) -> None:
    await staff.says("/task 明天9点到11点 陪诊 1人")
    alone.press("发布")
    alone.press("发布")
    await staff.desk.settle()
    cards = [message for message in volunteer.screen if "已认领" in volunteer.text_of(message)]
    assert len(cards) == 1
