"""拆分: one request that tells of two things becomes two."""

import pytest

from tests.dialogues.channels import BY_LINK
from tests.dialogues.phones import Phone
from tests.dialogues.tickets.requests import files

MIXED = "楼下路灯不亮了，还有楼道里堆满了纸箱"
REST = "楼道里堆满了纸箱"


@pytest.fixture
async def asked(resident: Phone, staff: Phone) -> str:
    """The number of a request whose other half is written and waits for its kind."""
    number = await files(resident, MIXED, photos=1)
    await staff.taps("更多", on=number)
    await staff.taps("拆分")
    await staff.replies("写下要另外办的那一部分", REST)
    return number


@pytest.mark.staff_can("Requests: one is split in two")
@BY_LINK
async def test_the_other_half_becomes_a_request_with_one_tap(
    asked: str, resident: Phone, staff: Phone
) -> None:
    staff.sees("社工甲", REST, "哪一类事")
    await staff.taps(staff.choices()[0], on="哪一类事")
    staff.finds("这一部分分出去了", REST)
    new = staff.finds("从编号", asked, "里分出来的")
    assert REST in staff.text_of(new)
    assert staff.pictures() == 2
    told = resident.text_of(resident.sees("分开来办", REST))
    assert asked in told
    assert "-2" in told


async def test_from_the_whole_list_by_its_number(asked: str, resident: Phone, staff: Phone) -> None:
    await staff.taps("其他", on="哪一类事")
    await staff.replies("哪一类事", "1")
    resident.sees("分开来办")


async def test_who_thinks_better_of_it_changes_nothing(
    asked: str, resident: Phone, staff: Phone
) -> None:
    await staff.replies("哪一类事", "0")
    staff.sees("没有拆分")
    resident.does_not_see("分开来办")


async def test_withdrawn_meanwhile_it_is_not_split(
    asked: str, resident: Phone, staff: Phone
) -> None:
    await resident.says("/my")
    await resident.taps("撤回")
    await resident.taps("撤回")
    await staff.replies("哪一类事", "1")
    staff.sees("这一步做不了")
