"""From 路灯坏了 to solved and rated."""

from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import number_in


async def test_a_street_light_goes_from_complaint_to_rated(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await resident.says("楼下路灯不亮了")
    resident.sees("请看一遍", "路灯不亮", "军门新村 · 3号楼（楼下）", "楼下路灯不亮了")
    await resident.photographs("3号楼东侧第二盏")
    resident.sees("请看一遍", "楼下路灯不亮了\n3号楼东侧第二盏", "1 个")
    await resident.taps("提交")
    number = number_in(resident.text_of(resident.sees("编号")))
    staff.finds("待接单", "路灯不亮", "楼下路灯不亮了")

    await staff.taps("接单")
    staff.finds("处理中", "社工甲")
    resident.sees("有人去办了")
    await staff.taps("办结")
    await staff.replies("写下办理结果", "灯泡换好了")
    resident.sees("办好了", "灯泡换好了")

    await desk.later(hours=25)
    resident.sees("现在解决了吗")
    await resident.taps("解决了")
    await resident.taps("满意")
    resident.sees("谢谢您", "办完了")
    await resident.says("师傅很快")
    staff.finds("已结束", "满意", number)
