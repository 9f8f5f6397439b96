"""/checkup: planners see which buildings lack which services."""

from collections.abc import Callable

from tests.dialogues.phones import Phone
from tests.dialogues.workbooks import workbook_of


async def test_a_community_gets_a_picture_and_a_sheet_of_all_its_buildings(staff: Phone) -> None:
    await staff.says("/checkup")
    staff.finds("军门社区：15 分钟走得到什么")
    assert staff.pictures() == 1
    book = await workbook_of(staff)
    heading, *rows = book.worksheets[0].iter_rows(values_only=True)
    assert heading[:2] == ("楼栋", "缺几种")
    assert "军门社区 · 军门新村 · 3号楼" in [row[0] for row in rows]


async def test_a_street_chooses_the_community(
    member_of: Callable[[str, str], Phone],
) -> None:
    street = member_of("东街街道网格中心", "值班员")
    await street.says("/checkup")
    street.sees("给哪个社区做体检")
    await street.taps("军门社区")
    street.finds("军门社区：15 分钟走得到什么")


async def test_other_groups_are_told_where_it_is_done(
    member_of: Callable[[str, str], Phone],
) -> None:
    patrol = member_of("东街街道城管巡查组", "城管")
    await patrol.says("/checkup")
    patrol.sees("工作群里做")
