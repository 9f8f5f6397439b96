"""A volunteer at home: changing what they said, a break, the roll of honour, leaving, tasks."""

import pytest

from tests.dialogues.phones import Desk, Phone
from tests.dialogues.volunteering import roster


@pytest.fixture
async def volunteer(desk: Desk, resident: Phone) -> Phone:
    await roster.admitted(desk, resident, "林师傅")
    return resident


async def test_they_see_what_is_kept_of_them(volunteer: Phone) -> None:
    await volunteer.says("🤝 志愿者")
    volunteer.sees(
        "林师傅", "可以接任务", "累计 0 分钟", "助老守望和平安巡逻", "什么时候都行", "哪里都行"
    )


@pytest.mark.can("Volunteers: what they do and when is changed")
async def test_posts_and_times_are_changed_by_taps_or_numbers(volunteer: Phone) -> None:
    await volunteer.says("/volunteer")
    await volunteer.taps("改我的资料")
    await volunteer.taps("愿意做的事")
    await volunteer.taps("平安巡逻")
    await volunteer.taps("选好了")
    volunteer.sees("改好了", "愿意做：助老守望\n")
    await volunteer.taps("改我的资料")
    await volunteer.taps("有空的时候")
    await volunteer.says("2、5")
    await volunteer.taps("选好了")
    volunteer.sees("改好了", "平时下午和周末下午")


async def test_at_least_one_post_stays(volunteer: Phone) -> None:
    await volunteer.says("/volunteer", "1", "1")
    await volunteer.taps("平安巡逻")
    await volunteer.taps("助老守望")
    volunteer.sees("请至少留一样", "愿意做哪些事")
    assert "✅ 助老守望" in volunteer.choices()


async def test_name_reach_and_team_are_changed_in_words(volunteer: Phone) -> None:
    await volunteer.says("/volunteer", "1", "称呼", "林 <老师>")
    volunteer.sees("改好了", "林 <老师>")
    await volunteer.says("1", "愿意走多远", "走路 15 分钟以内")
    volunteer.sees("改好了", "多远：走路 15 分钟以内")
    await volunteer.says("1", "队伍", "军门社区邻里志愿队")
    volunteer.sees("队伍：军门社区邻里志愿队")
    await volunteer.says("1", "称呼", "名" * 41)
    volunteer.sees("最多 40 个字", "怎么称呼您")
    await volunteer.says("0")
    volunteer.sees("改哪一样")
    await volunteer.says("0")
    volunteer.sees("林 <老师>")


async def test_who_scans_the_code_of_a_team_is_of_that_team(volunteer: Phone) -> None:
    await volunteer.starts("v_jm-hospital")
    volunteer.sees("您现在是双报到·市医院党支部", "队伍：双报到·市医院党支部")
    await volunteer.says("1", "队伍", "不参加队伍", "/volunteer")
    assert "队伍：" not in volunteer.text_of(volunteer.last), "the code is not used twice"


async def test_a_break_until_a_day_ends_by_itself(desk: Desk, volunteer: Phone) -> None:
    await roster.put_up(desk, "陪老人买菜", days=8)
    await volunteer.says("/volunteer")
    await volunteer.taps("休息一阵")
    await volunteer.says("11月25日")
    volunteer.sees("休息到 2026-11-24", "第二天自动回来")
    await volunteer.says("/tasks")
    volunteer.sees("休息到")
    desk.clock.move(days=2)
    await volunteer.says("/tasks")
    volunteer.sees("陪老人买菜")
    await volunteer.says("/volunteer")
    volunteer.sees("可以接任务")


async def test_the_day_they_are_back_may_be_a_weekday(volunteer: Phone) -> None:
    await volunteer.says("/volunteer", "2", "下周三")
    volunteer.sees("休息到 2026-12-01", "第二天自动回来")


async def test_an_open_break_ends_by_a_tap(volunteer: Phone) -> None:
    await volunteer.says("/volunteer")
    await volunteer.taps("休息一阵")
    await volunteer.taps("等我说回来")
    volunteer.sees("您先休息")
    await volunteer.says("/volunteer")
    volunteer.sees("休息中")
    await volunteer.taps("恢复接任务")
    volunteer.sees("欢迎回来", "可以接任务")


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("改天再说", "看不懂"),
        ("2027-02-30", "2月没有30日"),
        ("2026-11-23", "已经过了"),
        ("2026-01-05", "已经过了"),
    ],
)
async def test_a_day_that_is_none_is_asked_again(volunteer: Phone, said: str, seen: str) -> None:
    await volunteer.says("/volunteer")
    await volunteer.taps("休息一阵")
    await volunteer.says(said)
    volunteer.sees(seen, "休息多久")


async def test_the_roll_of_honour_is_their_choice(volunteer: Phone) -> None:
    await volunteer.says("/volunteer")
    await volunteer.taps("上光荣榜")
    volunteer.sees("会写上您的称呼和时长")
    await volunteer.taps("从光荣榜下来")
    volunteer.sees("不再写您的称呼")


async def test_leaving_takes_two_taps_and_the_way_back_is_open(
    desk: Desk, volunteer: Phone
) -> None:
    await roster.put_up(desk, "陪老人买菜")
    await volunteer.says("/tasks", "1", "1")
    await volunteer.says("/volunteer")
    await volunteer.taps("退出志愿者")
    volunteer.sees("还没开始的任务会让给别人", "时长、积分和证明都还是您的")
    await volunteer.taps("退出")
    volunteer.finds("办好了")
    await volunteer.says("/volunteer")
    volunteer.sees("欢迎来", "怎么称呼您")


@pytest.mark.can("Volunteers: a task claimed from the list")
async def test_what_is_open_is_claimed_straight_from_the_list(desk: Desk, volunteer: Phone) -> None:
    await roster.put_up(desk, "发传单", post="policy")
    await roster.put_up(desk, "陪老人买菜", days=2, places=3)
    await volunteer.says("/tasks")
    volunteer.sees("等人认领的任务有 2 个", "陪老人买菜：还差 3 人", "发传单：还差 1 人")
    assert "陪老人买菜" in volunteer.choices()[0], "their own post comes first"
    await volunteer.taps(volunteer.choices()[0])
    volunteer.sees("陪老人买菜", "已认领 0/3", "军门新村门口")
    assert "3号楼 502" not in volunteer.text_of(volunteer.last)
    await volunteer.taps("认领")
    volunteer.finds("您认领了", "3号楼 502")
    await volunteer.says("/tasks")
    volunteer.sees("您认领了 1 个任务", "陪老人买菜（已认领）")
    await volunteer.says("1")
    volunteer.sees("3号楼 502")
    assert "退出" in volunteer.choices()


async def test_many_tasks_come_five_at_a_time(desk: Desk, volunteer: Phone) -> None:
    for number in range(7):
        await roster.put_up(desk, f"第{number}件事", days=number + 1)
    await volunteer.says("/tasks")
    volunteer.sees("第0件事", "第4件事")
    assert "第5件事" not in volunteer.text_of(volunteer.last)
    await volunteer.taps("再看几个")
    volunteer.sees("第5件事", "第6件事")
    await volunteer.says("1")
    volunteer.sees("第5件事", "已认领 0/1")
    await volunteer.says("0")
    volunteer.sees("第5件事", "第6件事")
    await volunteer.taps("再看几个")
    volunteer.sees("第0件事")


@pytest.mark.can("Volunteers: a full task waited for")
async def test_a_full_task_can_be_waited_for(
    desk: Desk, volunteer: Phone, new_resident: object
) -> None:
    await roster.put_up(desk, "陪老人买菜")
    neighbour: Phone = new_resident("邻居")  # type: ignore[operator]
    await neighbour.arrives()
    await roster.admitted(desk, neighbour, "邻居")
    await neighbour.says("/tasks", "1", "1")
    await volunteer.says("/tasks")
    volunteer.sees("陪老人买菜：满了，可以排队")
    await volunteer.says("1", "排队")
    volunteer.finds("排在第 1 位")
    await volunteer.says("/tasks")
    volunteer.sees("陪老人买菜（排队）")


@pytest.mark.parametrize("command", ["/volunteer", "/tasks"])
async def test_words_that_fit_no_option_are_something_new(
    desk: Desk, volunteer: Phone, command: str
) -> None:
    await roster.put_up(desk, "陪老人买菜")
    await volunteer.says(command, "楼下路灯不亮了")
    volunteer.sees("请看一遍", "路灯不亮")


async def test_who_is_no_volunteer_is_led_to_register(resident: Phone) -> None:
    await resident.says("/tasks")
    resident.sees("还没有登记成志愿者", "/volunteer")
