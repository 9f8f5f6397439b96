"""How staff draw a list of visits, and go to its doors."""

from collections.abc import Sequence

from tests.dialogues.phones import Phone

DOORS = "军门新村3号楼 301 林阿姨\n军门新村3号楼 302 陈伯\n军门新村5号楼 101 黄依姆"


async def draws(
    staff: Phone,
    doors: str = DOORS,
    *,
    kind: str = "新的走访名单",
    title: str = "重阳走访",
    goers: Sequence[str] = ("社工甲",),
    until: str = "周五",
    questions: str = "没有",
    rhythm: str = "不重复",
) -> Phone:
    """Begun in the group, drawn in private; returns the private chat."""
    await staff.in_private().says("/start")
    await staff.says("/visits")
    private = staff.in_private()
    await private.taps(kind)
    await private.says(title)
    await private.says(doors)
    await private.says("1")
    for name in goers:
        await private.taps(name)
    await private.taps("选好了")
    await private.says(until)
    await private.says(questions)
    await private.taps(rhythm)
    private.sees("请看一下对不对", title)
    await private.taps("发下去")
    return private
