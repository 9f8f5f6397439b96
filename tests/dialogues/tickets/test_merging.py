"""可能重复, 合并, 撤销合并, as the group and the residents see it."""

from collections.abc import Callable

import pytest

from tests.dialogues.channels import BY_LINK
from tests.dialogues.moving import moves_in
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files, reviews

NewPerson = Callable[[str], Phone]
LAMP, DARK = "3号楼门口的路灯不亮了", "门口路灯好几天不亮，晚上看不见路"


@pytest.fixture
async def neighbour(new_resident: NewPerson) -> Phone:
    return await moves_in(new_resident("邻居"))


@pytest.fixture
async def both(resident: Phone, neighbour: Phone) -> tuple[str, str]:
    """The numbers of two requests about one lamp."""
    first = await files(resident, LAMP)
    await reviews(neighbour, DARK, photos=1)
    await neighbour.taps("不是一回事，我单独反映")
    await neighbour.taps("提交")
    number = neighbour.text_of(neighbour.sees("编号")).partition("编号 ")[2].split()[0]
    return first, number


async def merges(staff: Phone, number: str, into: str) -> None:
    await staff.taps("更多", on=number)
    await staff.taps("可能重复", on=f"{number} 还可以")
    await staff.taps(into, on="和哪一件是同一件事")
    await staff.taps("合并", on="并到编号")


@pytest.mark.staff_can("Requests: two that are the same are merged")
@BY_LINK
async def test_what_may_be_the_same_is_shown_and_merged_with_two_taps(
    both: tuple[str, str], resident: Phone, neighbour: Phone, staff: Phone
) -> None:
    first, second = both
    await merges(staff, second, into=first)
    staff.finds(second, "已合并", f"和编号 {first} 一起办")
    staff.finds(first, "2 人遇到")
    staff.finds(f"编号 {second} 并进来了", DARK)
    neighbour.sees("是一件事，合在一起办了", second, first)
    resident.sees("又有邻居来反映", first, second)


async def test_a_day_that_was_promised_of_it_is_promised_of_what_it_goes_on_as(
    desk: Desk, both: tuple[str, str], resident: Phone, neighbour: Phone, staff: Phone
) -> None:
    first, second = both
    await staff.taps("接单", on=second)
    await staff.taps("更多", on=second)
    await staff.taps("承诺时间", on=f"{second} 还可以")
    await staff.replies("答应居民什么时候前办好", "周五前")
    await staff.taps("记下")
    await merges(staff, second, into=first)
    resident.finds("社区答应您", LAMP, "11月27日")
    staff.finds(first, "🤝 答应居民", "11月27日")
    assert sum("社区答应您" in neighbour.text_of(each) for each in neighbour.screen) == 1
    await desk.later(days=5)
    await resident.looks_in()
    await neighbour.looks_in()
    resident.finds("对不起", "11月27日", "没有做到")
    neighbour.finds("对不起", "11月27日", "没有做到")


async def test_who_filed_it_hears_the_result_in_their_own_words(
    both: tuple[str, str], neighbour: Phone, staff: Phone
) -> None:
    first, second = both
    await merges(staff, second, into=first)
    await staff.taps("接单", on=first)
    await staff.taps("办结", on=first)
    await staff.replies("写下办理结果", "灯泡换好了")
    neighbour.sees("您说的“门口路灯好几天不亮", "灯泡换好了", f"{second}，和编号 {first} 一起办")


async def test_the_old_number_shows_the_joint_one(
    both: tuple[str, str], neighbour: Phone, staff: Phone
) -> None:
    first, second = both
    await merges(staff, second, into=first)
    await neighbour.says("/my")
    await neighbour.taps("返回")
    await neighbour.taps(second)
    neighbour.sees(second, f"一起办：编号 {first}")
    await neighbour.taps("看一起办的那一件")
    neighbour.sees(first, "3号楼门口的路灯不亮了")


async def test_what_is_added_to_the_old_one_comes_below_the_joint_card(
    both: tuple[str, str], neighbour: Phone, staff: Phone
) -> None:
    first, second = both
    await merges(staff, second, into=first)
    await neighbour.says("/my")
    await neighbour.taps("返回")
    await neighbour.taps(second)
    await neighbour.taps("补充")
    await neighbour.says("左边那一盏")
    staff.finds("居民补充", "左边那一盏")


@pytest.mark.staff_can("Requests: a merge is undone")
@BY_LINK
async def test_a_mistake_is_undone(
    both: tuple[str, str], resident: Phone, neighbour: Phone, staff: Phone
) -> None:
    first, second = both
    await merges(staff, second, into=first)
    await staff.taps("更多", on=second)
    await staff.taps("撤销合并")
    assert "分开了" in staff.toast()
    staff.finds(second, "待接单")
    staff.finds(f"编号 {second} 分出去单独办了")
    neighbour.sees("分出来单独办了", second, first)
    resident.sees("分出去单独办了", first, second)


async def test_who_thinks_better_of_it_changes_nothing(both: tuple[str, str], staff: Phone) -> None:
    first, second = both
    await staff.taps("更多", on=second)
    await staff.taps("可能重复")
    await staff.taps(first, on="和哪一件是同一件事")
    await staff.replies("并到编号", "0")
    staff.sees("没有合并")
    staff.finds(second, "待接单")


async def test_by_number_and_in_words_as_well(both: tuple[str, str], staff: Phone) -> None:
    first, second = both
    await staff.taps("更多", on=second)
    await staff.taps("可能重复")
    await staff.replies("和哪一件是同一件事", "1")
    await staff.replies("并到编号", "合并")
    staff.finds(second, "已合并", first)


async def test_of_two_who_merge_them_into_each_other_the_slower_hears_where_it_went(
    both: tuple[str, str], staff: Phone, colleague: Phone
) -> None:
    first, second = both
    await colleague.taps("更多", on=first)
    await colleague.taps("可能重复", on=f"{first} 还可以")
    await colleague.taps(second, on="和哪一件是同一件事")
    await merges(staff, second, into=first)
    await colleague.taps("合并", on="并到编号")
    colleague.sees("已经合并了", first)


async def test_where_nothing_is_alike_a_note_says_so(resident: Phone, staff: Phone) -> None:
    number = await files(resident, LAMP)
    await staff.taps("更多", on=number)
    await staff.taps("可能重复")
    assert "附近没有看起来是同一件的事" in staff.toast()


async def test_once_the_joint_one_has_ended_it_is_not_undone(
    both: tuple[str, str], resident: Phone, staff: Phone, desk: Desk
) -> None:
    first, second = both
    await merges(staff, second, into=first)
    await staff.taps("不予受理", on=first)
    await staff.replies("不受理的原因", "这盏灯归公园管，请打 12345")
    await staff.taps("更多", on=second)
    await staff.taps("撤销合并")
    assert "这一步做不了" in staff.toast()


async def test_both_of_ones_own_are_not_called_a_neighbours(resident: Phone, staff: Phone) -> None:
    first = await files(resident, LAMP)
    second = await files(resident, DARK)
    await merges(staff, second, into=first)
    resident.sees(f"您说的“{DARK[:10]}", f"和“{LAMP[:10]}", "是一件事，合在一起办了", second, first)
    resident.does_not_see("和邻居说的")
