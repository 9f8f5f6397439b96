"""Before something is filed twice: what neighbours filed is shown, and joined (附议)."""

from collections.abc import Callable

import pytest

from tests.dialogues.channels import TAPS
from tests.dialogues.moving import moves_in
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files, resolves, reviews

NewPerson = Callable[[str], Phone]


@pytest.fixture
async def neighbour(new_resident: NewPerson) -> Phone:
    return await moves_in(new_resident("邻居"))


async def joined(resident: Phone, neighbour: Phone) -> str:
    number = await files(resident)
    await reviews(neighbour, "路灯还是黑的", photos=1)
    await neighbour.taps("我也遇到")
    return number


async def test_a_similar_request_is_shown_before_the_review(
    resident: Phone, neighbour: Phone
) -> None:
    await files(resident)
    await reviews(neighbour, "路灯还是黑的")
    neighbour.sees("3号楼（楼下），路灯不亮", "已有 1 人反映", "楼下路灯不亮了")
    assert neighbour.choices() == ["我也遇到", "不是一回事，我单独反映", "返回"]


@pytest.mark.can("Requests: a neighbour’s is joined")
async def test_joining_counts_and_brings_along_what_was_written(
    resident: Phone, neighbour: Phone, staff: Phone
) -> None:
    number = await joined(resident, neighbour)
    neighbour.sees(number, "一共 2 人遇到")
    await staff.taps("更多")
    staff.finds(number, "2 人遇到")
    staff.finds("居民补充", "路灯还是黑的")
    assert staff.pictures() == 1


async def test_a_request_of_ones_own_is_not_offered(resident: Phone) -> None:
    await files(resident)
    await reviews(resident)
    resident.sees("请看一遍")


async def test_what_was_joined_is_not_offered_again(resident: Phone, neighbour: Phone) -> None:
    await joined(resident, neighbour)
    await reviews(neighbour)
    neighbour.sees("请看一遍")


async def test_a_private_request_is_not_shown(resident: Phone, neighbour: Phone) -> None:
    await files(resident, privacy="不公开，可以叫我的称呼")
    await reviews(neighbour)
    neighbour.sees("请看一遍")


async def test_something_else_is_filed_on_its_own(resident: Phone, neighbour: Phone) -> None:
    number = await files(resident)
    await reviews(neighbour)
    await neighbour.taps("不是一回事，我单独反映")
    neighbour.sees("请看一遍")
    await neighbour.taps("提交")
    neighbour.sees("提交好了")
    assert number not in neighbour.text_of(neighbour.last)


async def test_a_request_that_ended_meanwhile_is_filed_instead(
    resident: Phone, neighbour: Phone, staff: Phone
) -> None:
    await files(resident)
    await reviews(neighbour, "路灯还是黑的")
    await resolves(staff)
    await neighbour.taps("我也遇到")
    neighbour.finds("社区说这件事办好了")
    neighbour.sees("请看一遍", "路灯还是黑的")


@TAPS
async def test_a_double_tap_joins_once(desk: Desk, resident: Phone, neighbour: Phone) -> None:
    await files(resident)
    await reviews(neighbour)
    neighbour.press("我也遇到")
    neighbour.press("我也遇到")
    await desk.settle()
    neighbour.finds("一共 2 人遇到")


async def test_joiners_hear_what_happens_like_the_author(
    desk: Desk, resident: Phone, neighbour: Phone, staff: Phone
) -> None:
    number = await joined(resident, neighbour)
    await resolves(staff)
    neighbour.finds(number, "有人去办了")
    neighbour.sees(number, "办好了", "灯泡换好了")
    await desk.later(hours=25)
    neighbour.sees("办好了")
    await resident.taps("没有解决")
    await resident.says("还是黑的")
    neighbour.sees(number, "没有办好", "重新办", "给您回音")
    neighbour.does_not_see("还是黑的")


async def test_joiners_hear_of_a_transfer_and_a_withdrawal(
    resident: Phone, neighbour: Phone, staff: Phone
) -> None:
    number = await joined(resident, neighbour)
    await staff.taps("转派")
    await staff.taps("军门物业维修组")
    await staff.taps("归他们管")
    neighbour.sees(number, "军门物业维修组")
    await resident.says("/my")
    await resident.taps("撤回")
    await resident.taps("撤回", on="真的要撤回")
    neighbour.sees(number, "原来是一位邻居反映的")


async def test_joiners_do_not_read_what_author_and_staff_say_to_each_other(
    resident: Phone, neighbour: Phone, staff: Phone
) -> None:
    await joined(resident, neighbour)
    await staff.taps("接单")
    await staff.taps("问居民")
    await staff.replies("要问居民的话", "您家门牌是多少")
    await resident.replies("社区想问您一句", "三号楼五零二")
    await neighbour.says("/my")
    neighbour.sees("在向反映的人了解情况", "反映的人回答了", "补充：路灯还是黑的")
    neighbour.does_not_see("五零二")
    await resident.says("/my")
    resident.sees("您家门牌是多少", "三号楼五零二", "有邻居补充了情况")
    resident.does_not_see("路灯还是黑的")


async def test_what_is_withdrawn_lives_on_for_those_who_joined(
    desk: Desk, resident: Phone, neighbour: Phone, staff: Phone
) -> None:
    number = await joined(resident, neighbour)
    await resident.says("/my", "撤回")
    resident.sees("真的要撤回", "也有邻居遇到")
    await resident.taps("撤回")
    resident.sees("您退出了", number)
    neighbour.finds(number, "原来是一位邻居反映的", "都会找您")
    await staff.taps("更多")
    staff.finds("待接单", number, "由附议的邻居跟进")
    staff.finds("附议的邻居还在等，请接着办")
    await resolves(staff)
    resident.does_not_see("办好了")
    await desk.later(hours=25)
    neighbour.sees(number, "现在解决了吗")
    resident.does_not_see("现在解决了吗")


async def test_the_erasure_of_its_author_leaves_it_to_those_who_joined(
    resident: Phone, neighbour: Phone, staff: Phone
) -> None:
    number = await joined(resident, neighbour)
    await resident.says("/mydata")
    await resident.taps("全部删除")
    await resident.taps("确定删除")
    neighbour.finds(number, "原来是一位邻居反映的")
    await staff.taps("更多")
    card = staff.text_of(staff.finds("待接单", number, "由附议的邻居跟进", "3号楼"))
    assert "楼下路灯不亮了" not in card
    await staff.taps("接单")
    neighbour.finds(number, "有人去办了")


async def test_what_the_author_was_asked_is_not_for_the_neighbour(
    resident: Phone, neighbour: Phone, staff: Phone
) -> None:
    await joined(resident, neighbour)
    await staff.taps("接单")
    await staff.taps("问居民")
    await staff.replies("要问居民的话", "林阿姨，几点在家？")
    await resident.says("/my", "撤回")
    await resident.taps("撤回")
    await neighbour.says("/my")
    assert "几点在家" not in neighbour.text_of(neighbour.last)
    neighbour.sees("反映的人退出了")
