"""How staff draw a list of visits, and go to its doors."""

from collections.abc import Sequence

from tests.dialogues.phones import Phone

DOORS = "军门新村3号楼 301 林阿姨\n军门新村3号楼 302 陈伯\n军门新村5号楼 101 黄依姆"
POINTS = "军门新村3号楼 消防通道\n军门新村配电房"
VISIT, INSPECTION = "新的走访名单", "新的巡查名单"


async def begins_a_list(staff: Phone, *, kind: str = VISIT, title: str = "重阳走访") -> Phone:
    """Begun in the group; the private chat, where it is asked where to go."""
    private = staff.in_private()
    await private.says("/start")
    await staff.says("/visits")
    await private.taps(kind)
    await private.says(title)
    return private


async def draws(
    staff: Phone,
    doors: str = DOORS,
    *,
    kind: str = VISIT,
    title: str = "重阳走访",
    goers: Sequence[str] = ("社工甲",),
    until: str = "周五",
    questions: str = "没有",
    rhythm: str = "不重复",
) -> Phone:
    """The whole list, sent out; the private chat."""
    private = await begins_a_list(staff, kind=kind, title=title)
    await private.says(doors)
    await private.says("1")
    for name in goers:
        await private.taps(name)
    await private.taps("选好了")
    await private.says(until)
    await private.says(questions)
    await private.taps(rhythm)
    await private.taps("发下去")
    return private
