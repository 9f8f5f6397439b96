"""走访 and 巡查: a list drawn by staff, worked off at the doors, seen by the office."""

from tests.dialogues.phones import Desk, Phone
from tests.dialogues.visits.lists import draws


async def test_a_list_is_drawn_and_worked_off(desk: Desk, staff: Phone) -> None:
    private = await draws(staff, questions="身体好吗\n还缺什么")
    staff.sees("走访 · 重阳走访", "0/3 走过", "11月27日", "社工甲", "身体好吗；还缺什么")
    staff.does_not_see("林阿姨")
    private.finds("有一份走访名单排了您", "一共 3 处", "11月27日")
    await private.taps("开始走")
    private.sees("军门新村 · 3号楼 301", "林阿姨", "走过 0/3", "到了没有")
    await private.taps("见到了")
    private.sees("身体好吗")
    await private.taps("是")
    private.sees("还缺什么")
    await private.says("降压药")
    private.sees("写一句情况")
    await private.taps("一切正常")
    private.sees("记下了，一切正常", "3号楼 302", "陈伯", "走过 1/3")
    staff.sees("1/3 走过", "社工甲 1 处")
