"""Filing, from an open chat."""

from tests.dialogues.effort.counted import Effort, counted
from tests.dialogues.phones import Phone


async def test_a_complaint_whose_home_is_known(resident: Phone) -> None:
    async with counted(resident, "complaint, home known", Effort(1, 2)) as phone:
        await phone.says("3号楼楼下的路灯不亮了")
        await phone.taps("提交")
    resident.sees("提交好了")
