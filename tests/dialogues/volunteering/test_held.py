"""A place that is held: handed over, called off, and what its holder is reminded of."""

import pytest
from sqlalchemy import select

from services.volunteering import tasks
from storage.tables import Task
from tests.dialogues.channels import LEAVING
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.volunteering.claiming import DOOR, MakeHelper, group, new_helper, put_up

__all__ = ["group", "new_helper"]


@pytest.mark.can("Volunteers: a place handed over by name")
async def test_a_place_is_handed_over_by_name_if_the_other_agrees(
    desk: Desk, new_helper: MakeHelper, group: Phone
) -> None:
    first, second = await new_helper("林师傅"), await new_helper("陈师傅")
    await put_up(desk)
    await first.claims()
    await first.alone.taps("转交给别人")
    first.alone.sees("转交给谁")
    await first.alone.says("没有这个人")
    first.alone.sees("没有找到叫“没有这个人”")
    await first.alone.says("陈")
    assert first.alone.choices() == ["陈师傅", "返回"]
    await first.alone.says("1")
    first.alone.sees("问过了", "名额还是您的")
    second.alone.sees("林师傅 来不了了", "陪老人散步", "您愿意吗")
    second.alone.does_not_see(DOOR)
    await second.alone.taps("愿意接手")
    second.alone.finds("您接手了", DOOR)
    first.alone.sees("陈师傅 接手了", "不用去了")
    group.sees("已认领 1/1", "陈师傅")
    await second.alone.taps("愿意接手")
    assert "不用您接手" in second.alone.toast()


async def test_who_declines_leaves_the_place_where_it_is(
    desk: Desk, new_helper: MakeHelper, group: Phone
) -> None:
    first, second = await new_helper("林师傅"), await new_helper("陈师傅")
    await put_up(desk)
    await first.claims()
    await first.alone.taps("转交给别人")
    await first.alone.says("陈")
    await first.alone.taps("陈师傅")
    await second.alone.taps("不方便")
    first.alone.sees("陈师傅 不方便接手", "名额还是您的")
    group.sees("林师傅")
    await first.alone.taps("转交给别人")
    await first.alone.says("返回")
    first.alone.sees("名额还是您的")


async def test_a_task_called_off_says_why_to_everyone_in_it(
    desk: Desk, new_helper: MakeHelper, group: Phone
) -> None:
    first, second = await new_helper("林师傅"), await new_helper("小陈")
    task = await put_up(desk, organiser_id=1)
    await first.claims()
    await second.claims("排队")
    async with desk.app.work.unit() as unit:
        await tasks.cancel(unit.session, task.id, 1, "台风 <红色>", now=unit.now)
    await desk.sends_off()
    for helper in (first, second):
        helper.alone.sees("取消了：台风 <红色>", "陪老人散步")
    group.sees("🚫", "台风 <红色>")
    assert group.choices() == []


async def test_holders_are_reminded_the_day_before_and_three_hours_before(
    desk: Desk, new_helper: MakeHelper
) -> None:
    holds, waits = await new_helper("林师傅"), await new_helper("小陈")
    desk.clock.move(hours=5)
    await put_up(desk)
    await holds.claims()
    await waits.claims("排队")
    await desk.later(days=2)
    await holds.alone.looks_in()
    told = holds.alone.finds("快到了", "陪老人散步", DOOR)
    assert holds.alone.labels_of(told)[-1] == "退出"
    await desk.later(hours=21)
    holds.alone.sees("还有大约 3 小时就开始了", DOOR)
    waits.alone.does_not_see("提醒")


async def test_what_begins_early_reminds_its_holders_the_evening_before(
    desk: Desk, new_helper: MakeHelper
) -> None:
    holds = await new_helper("林师傅")
    desk.clock.move(hours=-1)
    await put_up(desk)
    await holds.claims()
    await desk.later(days=2, hours=1)
    await holds.alone.looks_in()
    holds.alone.finds("快到了", "陪老人散步", DOOR)
    await desk.later(hours=11)
    holds.alone.sees("还有大约 12 小时就开始了", DOOR)
    said = len(holds.alone.screen)
    await desk.later(hours=12)
    assert len(holds.alone.screen) == said


@LEAVING
async def test_who_stopped_the_bot_is_not_written_to(desk: Desk, new_helper: MakeHelper) -> None:
    helper = await new_helper("林师傅")
    await put_up(desk)
    await helper.claims()
    await helper.alone.leaves()
    await desk.later(days=2)
    helper.alone.does_not_see("快到了")
    async with desk.app.database.reading() as session:
        assert len((await session.scalars(select(Task))).all()) == 1
