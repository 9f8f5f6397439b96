"""What staff, volunteers and those who want help do, from an open chat."""

from tests.dialogues.effort.counted import Effort, counted
from tests.dialogues.phones import Phone


async def test_a_task_by_staff(staff: Phone) -> None:
    await staff.turns_up()
    alone = staff.in_private()
    await alone.starts()
    async with counted(alone, "a task by staff", Effort(1, 1)) as phone:
        await phone.says("/task 明天9点到11点 军门社区 陪诊 2人")
        await phone.taps("发布")
    alone.sees("发布了", "军门社区志愿者群")


async def test_a_help(resident: Phone) -> None:
    async with counted(resident, "a help (六助)", Effort(1, 1)) as phone:
        await phone.says("上门理发 明天 3号楼302")
        await phone.taps("就这样，告诉社区")
    resident.sees("告诉社区了")


async def test_the_nearest_place_to_measure_blood_pressure(resident: Phone) -> None:
    async with counted(resident, "nearest place for blood pressure", Effort(1, 1)) as phone:
        await phone.says("哪里可以量血压")
        from_home = [each for each in phone.keyboard() or phone.choices() if "我家" in each]
        await phone.taps(from_home[0])
    assert "健康小屋" in resident.text_of(resident.last)


async def test_a_volunteers_application(resident: Phone) -> None:
    async with counted(resident, "volunteer application", Effort(1, 3)) as phone:
        await phone.says("/volunteer")
        await phone.taps("居民")
        await phone.taps("不参加队伍")
        await phone.taps("交上去")
    resident.finds("交上去了")
