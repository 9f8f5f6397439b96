"""The desk itself: from nothing to ready, and the ways below the menu."""

from storage.tables import Channel
from tests.dialogues.conftest import NewPerson
from tests.dialogues.effort.counted import Effort, counted
from tests.dialogues.phones import Phone


def _first(messenger: Channel) -> Effort:
    """Telegram says how people are called; elsewhere they write it."""
    return Effort(0, 3) if messenger == Channel.TELEGRAM else Effort(1, 3)


async def test_the_code_at_the_door(new_resident: NewPerson, messenger: Channel) -> None:
    newcomer, goal = new_resident("新来的"), _first(messenger)
    async with counted(newcomer, "first start, from the code at the door", goal) as phone:
        await phone.starts("b_junmen-xincun-3")
        await phone.agrees()
        await phone.taps("是，我住这里")
        phone.sees("记下了", "直接写下来")
    newcomer.sees_the_menu()


async def test_a_plain_start(new_resident: NewPerson, messenger: Channel) -> None:
    newcomer = new_resident("新来的")
    async with counted(newcomer, "first start, plain", _first(messenger)) as phone:
        await phone.arrives()
        phone.sees("直接写下来")
    newcomer.sees_the_menu()


async def test_the_telephone_of_the_community(resident: Phone) -> None:
    async with counted(resident, "telephone of the community", Effort(0, 2)) as phone:
        await phone.taps("➕ 更多服务")
        await phone.taps("☎️ 社区电话")
        phone.sees("0591-8700 0119")


async def test_ones_own_data(resident: Phone) -> None:
    async with counted(resident, "reading one's own data", Effort(0, 4)) as phone:
        await phone.taps("➕ 更多服务")
        await phone.taps("⚙️ 设置")
        await phone.taps("我的资料：查看、删除")
        await phone.taps("看一看")
        phone.sees("称呼：居民", "3号楼")
