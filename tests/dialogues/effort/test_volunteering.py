"""What staff, volunteers and those who want help do, from an open chat."""

from tests.dialogues.effort.counted import Effort, counted
from tests.dialogues.phones import Phone


async def test_a_task_by_staff(staff: Phone) -> None:
    alone = staff.in_private()
    await alone.starts()
    async with counted(alone, "a task by staff", Effort(1, 1)) as phone:
        await phone.says("/task 明天9点到11点 军门社区 陪诊 2人")
        await phone.taps("发布")
    alone.sees("发布了", "军门社区志愿者群")
