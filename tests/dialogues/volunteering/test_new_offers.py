"""Where volunteers have no group, who asks for it hears of new tasks in their own chat."""

import pytest

from storage.tables import Channel
from tests.dialogues.channels import elsewhere
from tests.dialogues.conftest import NewPerson
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.volunteering import roster

pytestmark = elsewhere(telegram="a new task’s card stands in the volunteers’ group")


@pytest.fixture
async def volunteer(desk: Desk, resident: Phone) -> Phone:
    """Who wants to hear of new tasks, and talks about nothing else."""
    return await _wanting(desk, resident, "林师傅")


@pytest.fixture
async def neighbour(desk: Desk, new_resident: NewPerson) -> Phone:
    phone = new_resident("邻居")
    await phone.arrives()
    return await _wanting(desk, phone, "陈师傅")


async def _wanting(desk: Desk, phone: Phone, name: str) -> Phone:
    await roster.admitted(desk, phone, name)
    await phone.says("/volunteer")
    await phone.taps("附近有新任务就告诉我")
    phone.sees("最多能发五条", "新任务不用告诉我")
    await phone.says("0")
    desk.clock.move(hours=1)
    return phone


@pytest.mark.can("Volunteers: new tasks offered in their own chat")
async def test_a_new_task_is_offered_and_claimed_by_its_number(
    desk: Desk, volunteer: Phone
) -> None:
    await roster.put_up(desk, "陪陈奶奶买菜")
    await desk.later(minutes=5)
    volunteer.sees("附近有新的志愿任务", "陪陈奶奶买菜", "已认领 0/1")
    assert volunteer.choices() == ["认领"]
    await volunteer.says("1")
    volunteer.finds("您认领了", "陪陈奶奶买菜", "3号楼 502")


async def test_of_two_who_want_the_one_place_the_second_hears_that_it_is_taken(
    desk: Desk, volunteer: Phone, neighbour: Phone
) -> None:
    await roster.put_up(desk, "陪陈奶奶买菜")
    await desk.later(minutes=5)
    neighbour.sees("附近有新的志愿任务")
    await volunteer.says("1")
    await neighbour.says("1")
    volunteer.finds("您认领了", "3号楼 502")
    neighbour.finds("名额满了，您排在第 1 位")
    neighbour.does_not_see("3号楼 502")


async def test_a_place_given_back_late_is_offered_to_the_others(
    desk: Desk, volunteer: Phone, neighbour: Phone
) -> None:
    await roster.put_up(desk, "陪陈奶奶买菜")
    await desk.later(minutes=5)
    await volunteer.says("1")
    await desk.later(hours=4)
    await volunteer.taps("退出")
    volunteer.sees("不到一天了")
    await volunteer.says("1")
    await desk.later(minutes=5)
    neighbour.sees("有人临时来不了", "陪陈奶奶买菜", "已认领 0/1")
    volunteer.does_not_see("有人临时来不了")
    await neighbour.says("1")
    neighbour.finds("您认领了", "3号楼 502")


@pytest.mark.on(Channel.WECHAT)
async def test_an_offer_that_could_not_leave_never_does_once_the_task_is_taken(
    desk: Desk, neighbour: Phone, volunteer: Phone
) -> None:
    desk.clock.move(hours=47)
    await volunteer.says("/tasks")
    desk.clock.move(hours=2)
    await roster.put_up(desk, "陪陈奶奶买菜")
    await desk.later(minutes=5)
    volunteer.sees("附近有新的志愿任务")
    await volunteer.says("1")
    await neighbour.says("/my")
    neighbour.does_not_see("陪陈奶奶买菜")


async def test_further_tasks_wait_four_hours_and_are_counted(desk: Desk, volunteer: Phone) -> None:
    await roster.put_up(desk, "陪陈奶奶买菜")
    await desk.later(minutes=5)
    for title in ("护送孩子放学", "清理楼道"):
        await roster.put_up(desk, title, days=2)
    await desk.later(hours=3)
    volunteer.sees("陪陈奶奶买菜")
    await desk.later(hours=1)
    volunteer.sees("护送孩子放学", "还有 1 个新任务，发 /tasks 看")


async def test_nobody_is_offered_anything_while_they_talk_with_us(
    desk: Desk, volunteer: Phone
) -> None:
    await volunteer.says("楼下路灯不亮了")
    await roster.put_up(desk, "陪陈奶奶买菜")
    await desk.later(minutes=5)
    volunteer.sees("请看一遍")
    await desk.later(minutes=30)
    volunteer.sees("附近有新的志愿任务")


async def test_at_night_it_waits_for_the_morning(desk: Desk, volunteer: Phone) -> None:
    desk.clock.move(hours=13)
    await roster.put_up(desk, "陪陈奶奶买菜", days=2)
    await desk.later(minutes=5)
    volunteer.does_not_see("陪陈奶奶买菜")
    await desk.later(hours=10)
    volunteer.sees("陪陈奶奶买菜")


async def test_who_wants_no_more_hears_of_no_more(desk: Desk, volunteer: Phone) -> None:
    await volunteer.says("/volunteer")
    await volunteer.taps("新任务不用告诉我")
    volunteer.sees("新任务不再发给您", "附近有新任务就告诉我")
    await roster.put_up(desk, "陪陈奶奶买菜")
    await desk.later(hours=1)
    volunteer.does_not_see("陪陈奶奶买菜")


@pytest.mark.on(Channel.WECHAT)
async def test_open_tasks_stand_in_the_accounts_menu_and_are_claimed_by_number(
    desk: Desk, resident: Phone
) -> None:
    await roster.admitted(desk, resident, "林师傅")
    await resident.taps("志愿任务")
    resident.sees("现在没有等人认领的任务", "附近有新任务就告诉我")
    await roster.put_up(desk, "陪陈奶奶买菜")
    await resident.taps("志愿任务")
    resident.sees("等人认领的任务有 1 个", "陪陈奶奶买菜：还差 1 人")
    await resident.says("1", "1")
    resident.finds("您认领了", "3号楼 502")
