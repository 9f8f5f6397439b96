"""重办: what did not help is opened again, first for another member, then for the level above."""

from collections.abc import Callable

import pytest

from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import asked, rates, resolves

MemberOf = Callable[[str, str], Phone]


@pytest.mark.parametrize("answers", [("没有解决", "基本满意"), ("解决了", "不满意")])
async def test_who_is_unhappy_has_it_opened_again(
    desk: Desk, resident: Phone, staff: Phone, answers: tuple[str, str]
) -> None:
    number = await asked(desk, resident, staff)
    await rates(resident, "没有联系", *answers)
    resident.finds("对不起，没有办好", number)
    resident.finds("重新办理", "最晚", "给您回音")
    staff.finds("待接单", number, "第 1 次重办")
    staff.finds("先请别的同事接单")


async def test_the_first_redo_goes_to_another_member_first(
    desk: Desk, resident: Phone, staff: Phone, colleague: Phone
) -> None:
    await asked(desk, resident, staff)
    await rates(resident, "联系了", "没有解决", "不满意")
    await staff.taps("接单", on="第 1 次重办")
    assert "先请其他同事接" in staff.toast()
    await colleague.taps("接单", on="第 1 次重办")
    colleague.finds("处理中", "社工乙", "第 1 次重办")


async def test_where_nobody_else_takes_it_the_same_member_may(
    desk: Desk, resident: Phone, staff: Phone, colleague: Phone
) -> None:
    await asked(desk, resident, staff)
    await rates(resident, "联系了", "没有解决", "不满意")
    desk.clock.move(hours=2)
    await staff.taps("接单", on="第 1 次重办")
    staff.finds("处理中", "社工甲", "第 1 次重办")


async def test_the_second_redo_goes_to_the_level_above(
    desk: Desk, resident: Phone, staff: Phone, colleague: Phone, member_of: MemberOf
) -> None:
    street = member_of("东街街道网格中心", "街道值班员")
    number = await asked(desk, resident, staff)
    await rates(resident, "联系了", "没有解决", "不满意", "不用了")
    await resolves(colleague)
    await desk.later(hours=25)
    await rates(resident, "联系了", "没有解决", "不满意")
    staff.finds("已转到：东街街道网格中心", number)
    street.finds("待接单", number, "第 2 次重办")
    resident.finds(number, "东街街道网格中心")
