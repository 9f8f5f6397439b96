"""Filing, from an open chat."""

from collections.abc import Callable

import pytest

from tests.dialogues.effort.counted import Effort, counted
from tests.dialogues.phones import Phone

HOME = "b_junmen-xincun-3"


async def test_a_complaint_whose_home_is_known(resident: Phone) -> None:
    async with counted(resident, "complaint, home known", Effort(1, 2)) as phone:
        await phone.says("3号楼楼下的路灯不亮了")
        await phone.taps("提交")
    resident.sees("提交好了")


@pytest.mark.parametrize(
    ("home", "words"),
    [
        (HOME, "路灯还是黑的"),
        (HOME, "军门新村3号楼的路灯坏了"),
        ("b_dagen-xincun-2", "军门新村3号楼的路灯坏了"),
    ],
)
async def test_what_a_neighbour_filed_already(
    resident: Phone, new_resident: Callable[[str], Phone], home: str, words: str
) -> None:
    await resident.says("3号楼楼下的路灯不亮了")
    await resident.taps("提交")
    neighbour = new_resident("邻居")
    await neighbour.starts(home)
    await neighbour.agrees()
    await neighbour.taps("是，我住这里")
    async with counted(neighbour, "附议", Effort(1, 1)) as phone:
        await phone.says(words)
        await phone.taps("我也遇到")
    neighbour.sees("一共 2 人遇到")
