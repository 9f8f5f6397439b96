"""/checkup: planners see which buildings lack which services."""

from collections.abc import Callable
from io import BytesIO

from openpyxl import load_workbook

from tests.dialogues.phones import Desk, Phone


def sheet_of(desk: Desk, phone: Phone) -> list[list[object]]:
    """The first page of the Excel file that came last, row by row."""
    document = phone.last.document
    assert document is not None
    book = load_workbook(BytesIO(desk.world.files.by_id[document.file_id].data))
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


async def test_a_community_gets_a_picture_and_a_sheet_of_all_its_buildings(
    desk: Desk, staff: Phone
) -> None:
    await staff.says("/checkup")
    staff.finds("军门社区：15 分钟走得到什么")
    assert staff.pictures() == 1
    heading, *rows = sheet_of(desk, staff)
    assert heading[:2] == ["楼栋", "缺几种"]
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
