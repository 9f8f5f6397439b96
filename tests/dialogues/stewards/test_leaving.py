"""A steward who erases themselves is no longer named to residents."""

from tests.dialogues.phones import Desk, Phone


async def test_who_erases_themselves_is_named_no_more(
    desk: Desk, steward: Phone, resident: Phone
) -> None:
    await steward.says("/mydata")
    await steward.taps("看一看")
    steward.sees("社区里的角色：楼栋长", "3号楼")
    await steward.taps("发给我一份")
    await steward.says("/mydata")
    await steward.taps("全部删除")
    await steward.taps("确定删除")
    await resident.says("谁管我这栋楼")
    text = resident.text_of(resident.last)
    assert "楼栋长" not in text
    assert "8700 2403" not in text
