"""/task: staff publish a task in a short conversation, in their group."""

from collections.abc import Callable

import pytest

from tests.dialogues.phones import Desk, Phone

MemberOf = Callable[[str, str], Phone]


@pytest.fixture
def volunteer(member_of: MemberOf) -> Phone:
    return member_of("军门社区志愿者群", "志愿者甲")


async def describes(staff: Phone, title: str = "重阳节包饺子") -> None:
    """Up to the question when."""
    await staff.says("/task")
    await staff.taps("文体活动")
    await staff.replies("任务叫什么", title)
    await staff.replies("要做什么", "一起和面、包饺子，分给楼里的老人")
    await staff.taps("没有")
    await staff.taps("军门社区")


async def publishes(staff: Phone, when: str = "周六上午9点到11点", title: str = "包饺子") -> None:
    await describes(staff, title)
    await staff.replies("什么时候", when)
    await staff.taps("3 人")
    await staff.taps("不重复")
    await staff.taps("✅ 发布")


async def test_a_task_is_published_step_by_step(staff: Phone, volunteer: Phone) -> None:
    await staff.says("/task")
    staff.sees("社工甲", "哪一类")
    await staff.taps("文体活动")
    await staff.replies("任务叫什么", "重阳节包饺子")
    await staff.replies("要做什么", "一起包饺子")
    staff.sees("只告诉认领人")
    await staff.replies("只告诉认领人", "林奶奶，3号楼502，13800000000")
    await staff.taps("军门社区")
    await staff.replies("什么时候", "11月28日 9:00-11:00")
    await staff.taps("3 人")
    await staff.taps("不重复")
    staff.sees(
        "重阳节包饺子", "11月28日周六 09:00–11:00", "林奶奶", "3 人", "11月28日 09:00 前可以认领"
    )
    await staff.taps("✅ 发布")
    staff.sees("发布了", "军门社区志愿者群")
    volunteer.sees("重阳节包饺子", "文体活动", "已认领 0/3", "组织：社工甲")
    volunteer.does_not_see("13800000000")


async def test_roles_are_written_in_one_line(staff: Phone, volunteer: Phone) -> None:
    await describes(staff)
    await staff.replies("什么时候", "明天9点到11点")
    await staff.replies("要几个人", "2 搬运，1 拍照")
    await staff.taps("不重复")
    staff.sees("搬运 2 人 · 拍照 1 人")
    await staff.taps("✅ 发布")
    volunteer.sees("搬运", "拍照", "已认领 0/2", "已认领 0/1")


@pytest.mark.parametrize("count", [4, 6, 12])
async def test_a_number_is_a_number_of_people(staff: Phone, count: int) -> None:
    """Also where five are offered and the sixth key leads back."""
    await describes(staff)
    await staff.replies("什么时候", "明天9点到11点")
    await staff.replies("要几个人", str(count))
    await staff.taps("不重复")
    staff.sees(f"{count} 人")


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
    staff: Phone, when: str, answer: str
) -> None:
    await describes(staff)
    await staff.replies("什么时候", when)
    staff.sees(answer, "什么时候")
    await staff.replies("什么时候", "明天9点到11点")
    staff.sees("要几个人")


async def test_too_many_people_are_refused_with_the_limit(staff: Phone) -> None:
    await describes(staff)
    await staff.replies("什么时候", "明天9点到11点")
    await staff.replies("要几个人", "500")
    staff.sees("1 到 50", "要几个人")


async def test_small_talk_is_not_taken_for_an_answer(staff: Phone, colleague: Phone) -> None:
    await staff.says("/task")
    await staff.taps("文体活动")
    asked = staff.finds("任务叫什么")
    await staff.says("中午吃什么")
    await colleague.says("吃面", reply_to=asked)
    staff.does_not_see("要做什么")
    await staff.replies("任务叫什么", "包饺子")
    staff.sees("要做什么")


async def test_what_was_said_can_be_changed_before_publishing(
    staff: Phone, volunteer: Phone
) -> None:
    await describes(staff)
    await staff.replies("什么时候", "明天9点到11点")
    await staff.taps("3 人")
    await staff.taps("不重复")
    await staff.taps("改一改")
    await staff.taps("名称")
    await staff.replies("任务叫什么", "包汤圆")
    staff.sees("包汤圆", "3 人")
    await staff.taps("改一改")
    await staff.taps("认领截止")
    await staff.taps("开始前 2 小时")
    staff.sees("11月24日 07:00 前可以认领")
    await staff.taps("✅ 发布")
    volunteer.sees("包汤圆")


async def test_back_leads_to_the_question_before_and_out_of_it(staff: Phone) -> None:
    await staff.says("/task")
    await staff.taps("文体活动")
    await staff.replies("任务叫什么", "包饺子")
    await staff.replies("要做什么", "0")
    staff.sees("任务叫什么")
    await staff.replies("任务叫什么", "返回")
    staff.sees("哪一类")
    await staff.taps("返回")
    staff.sees("没有发布")


async def test_a_weekly_task_is_put_up_for_two_weeks_ahead(
    desk: Desk, staff: Phone, volunteer: Phone
) -> None:
    await describes(staff, "周三巡楼")
    await staff.replies("什么时候", "周三 15:00-16:00")
    await staff.taps("2 人")
    await staff.taps("每周三")
    await staff.taps("放假那天停一次")
    staff.sees("每周三", "放假停一次")
    await staff.taps("✅ 发布")
    staff.sees("提前两周")
    volunteer.finds("周三巡楼", "11月25日")
    volunteer.finds("周三巡楼", "12月2日")
    volunteer.does_not_see("12月9日")
    await desk.later(days=2)
    volunteer.finds("周三巡楼", "12月9日")


async def test_a_series_is_ended_with_a_reason(staff: Phone, volunteer: Phone) -> None:
    await describes(staff, "周三巡楼")
    await staff.replies("什么时候", "周三 15:00-16:00")
    await staff.taps("2 人")
    await staff.taps("每周三")
    await staff.taps("放假照常")
    await staff.taps("✅ 发布")
    await staff.says("/task")
    await staff.taps("取消或者停掉已发的")
    await staff.taps("🔁 周三巡楼")
    await staff.replies("写下原因", "冬天改到上午")
    staff.sees("停了")
    volunteer.finds("周三巡楼", "取消了：冬天改到上午")


async def test_a_task_is_called_off_with_a_reason(staff: Phone, volunteer: Phone) -> None:
    await publishes(staff)
    await staff.says("/task")
    await staff.taps("取消或者停掉已发的")
    await staff.taps("包饺子 · 11月28日 09:00")
    await staff.replies("写下原因", "面粉没到")
    staff.sees("取消了")
    volunteer.finds("包饺子", "取消了：面粉没到")


async def test_in_the_volunteers_group_nothing_private_is_asked_for(volunteer: Phone) -> None:
    await volunteer.says("/task")
    await volunteer.taps("环境美化")
    await volunteer.replies("任务叫什么", "捡垃圾")
    await volunteer.replies("要做什么", "沿河捡垃圾")
    volunteer.sees("在哪里")
    await volunteer.taps("军门社区")
    await volunteer.replies("什么时候", "周日8点到9点")
    await volunteer.taps("5 人")
    await volunteer.taps("不重复")
    await volunteer.taps("✅ 发布")
    volunteer.finds("捡垃圾", "已认领 0/5")


async def test_a_task_published_twice_by_two_taps_is_one(staff: Phone, volunteer: Phone) -> None:
    await describes(staff)
    await staff.replies("什么时候", "明天9点到11点")
    await staff.taps("1 人")
    await staff.taps("不重复")
    staff.press("✅ 发布")
    staff.press("✅ 发布")
    await staff.desk.settle()
    cards = [message for message in volunteer.screen if "已认领" in volunteer.text_of(message)]
    assert len(cards) == 1


async def test_a_place_is_written_in_words_or_chosen(staff: Phone) -> None:
    await staff.says("/task")
    await staff.taps("文体活动")
    await staff.replies("任务叫什么", "包饺子")
    await staff.replies("要做什么", "包饺子")
    await staff.taps("没有")
    await staff.replies("在哪里", "军门新村凉亭")
    await staff.replies("什么时候", "明天9点到11点")
    await staff.taps("1 人")
    await staff.taps("不重复")
    staff.sees("📍 军门新村凉亭")
    await staff.taps("改一改")
    await staff.taps("地点")
    await staff.taps("从名单里选")
    await staff.taps("军门新村")
    await staff.taps("就记军门新村")
    staff.sees("📍 军门社区 · 军门新村")
