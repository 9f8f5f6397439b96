"""/stewards: the office gives a role, makes the link, notes a signature, ends it."""

import re
from datetime import date

import pytest
from sqlalchemy import select, update

from storage.tables import Area, Level, Steward
from tests.dialogues.conftest import NewPerson
from tests.dialogues.phones import Desk, Phone


@pytest.fixture
async def office(staff: Phone) -> Phone:
    """A colleague who has opened the private chat, looking at it."""
    alone = staff.in_private()
    await alone.arrives()
    await staff.says("/stewards 军门新村7号楼")
    return alone


async def appoints(office: Phone, *, phone: str = "13800001111", paper: bool = False) -> None:
    await office.taps("➕ 加一位")
    await office.taps("楼栋长")
    await office.says("郑阿姨")
    await office.says(phone)
    if paper:
        await office.taps("给，有本人签字的纸")
        await office.says("11月20日")
    else:
        await office.taps("先不给，等本人自己定")
    await office.taps("✅ 登记")


async def link_from(office: Phone) -> str:
    await office.taps("🔗 给本人的链接")
    [*_earlier, caption] = [
        text for each in office.screen if "只能用一次" in (text := office.text_of(each))
    ]
    found = re.search(r"start[= ]([\w-]+)", caption)
    assert found
    return found[1]


async def asks_who(resident: Phone) -> str:
    await resident.says("7号楼的楼栋长是谁")
    return resident.text_of(resident.last)


async def test_somebody_gets_a_role_joins_by_the_link_and_shows_the_telephone(
    office: Phone, new_resident: NewPerson, resident: Phone
) -> None:
    office.sees("军门新村 · 7号楼", "还没有登记人")
    await appoints(office)
    office.sees("登记好了", "郑阿姨", "居民看不到", "还没有打开过链接")
    text = await asks_who(resident)
    assert "郑阿姨" in text
    assert "13800001111" not in text
    link = await link_from(office)
    steward = new_resident("郑")
    await steward.arrives(link)
    steward.sees("7号楼", "楼栋长", "郑阿姨", "是您本人吗")
    await steward.taps("是我")
    steward.sees("登记好了", "居民看不到")
    await steward.taps("楼栋长：电话给居民看")
    steward.sees("居民看得到您的电话了")
    assert "13800001111" in await asks_who(resident)
    await steward.says("/who")
    await steward.taps("我的电话给不给居民看")
    await steward.taps("楼栋长：电话不给居民看")
    assert "13800001111" not in await asks_who(resident)


async def test_a_signature_shows_the_telephone_and_the_office_hides_it(
    office: Phone, resident: Phone
) -> None:
    await appoints(office, paper=True)
    office.sees("居民看得到")
    assert "13800001111" in await asks_who(resident)
    await office.taps("电话不给居民看")
    assert "13800001111" not in await asks_who(resident)
    await office.taps("电话给居民看（有签字）")
    await office.says("明天")
    office.sees("这一天还没有到")
    await office.says("昨天")
    office.sees("居民看得到这个电话了")
    await office.taps("改电话")
    await office.says("没有")
    office.sees("不像电话号码", "新的电话号码")
    await office.says("13900002222")
    office.sees("13900002222", "居民看不到")
    await office.taps("改电话")
    await office.taps("没有电话了，删掉")
    office.sees("电话删掉了", "没有登记电话")


async def test_what_lies_below_comes_page_by_page(desk: Desk, office: Phone) -> None:
    async with desk.app.database.transaction() as session:
        compound = (await session.scalars(select(Area).where(Area.code == "junmen-xincun"))).one()
        count = len(
            (await session.scalars(select(Area).where(Area.parent_id == compound.id))).all()
        )
        for number in range(101, 221):
            name = f"{number}号楼"
            area = Area(code=name, name=name, level=Level.BUILDING, parent_id=compound.id, path="")
            session.add(area)
            await session.flush()
            area.path = f"{compound.path}{area.id}/"
    await office.says("0")
    assert len(office.buttons(office.last)) < 100
    office.sees("军门新村")
    pages, seen = -(-(count + 120) // 40), set(labels(office))
    for page in range(2, pages + 1):
        await office.taps("再看下面的")
        office.sees(f"第 {page} 页，一共 {pages} 页")
        seen |= set(labels(office))
    assert {f"{number}号楼" for number in (3, *range(101, 221))} <= seen


def labels(office: Phone) -> list[str]:
    return office.choices()


async def test_a_telephone_that_is_none_is_asked_for_again(office: Phone) -> None:
    await office.taps("➕ 加一位")
    await office.taps("中心户")
    await office.says("吴阿姨")
    await office.says("不知道")
    office.sees("不像电话号码", "13800001111", "电话号码是多少")
    await office.taps("没有，或者不登记")
    office.sees("请看一下", "没有登记")
    await office.taps("✅ 登记")
    office.sees("没有登记电话")


async def test_a_role_that_begins_later_is_joined_before(
    desk: Desk, office: Phone, new_resident: NewPerson
) -> None:
    await appoints(office)
    link = await link_from(office)
    async with desk.app.database.transaction() as session:
        await session.execute(
            update(Steward).where(Steward.name == "郑阿姨").values(since=date(2026, 12, 1))
        )
    steward = new_resident("郑")
    await steward.starts(link)
    await steward.agrees()
    await steward.taps("以后再说")
    await steward.taps("是我")
    steward.sees("登记好了", "从 2026-12-01 起", "楼栋长")


async def test_a_role_that_ended_meanwhile_has_no_telephone_to_show(
    desk: Desk, office: Phone, new_resident: NewPerson
) -> None:
    await appoints(office)
    link = await link_from(office)
    steward = new_resident("郑")
    await steward.starts(link)
    await steward.agrees()
    await steward.taps("以后再说")
    await steward.taps("是我")
    await steward.says("/who")
    await office.taps("不做了")
    await office.taps("不做了", on="不做了吗")
    await steward.taps("我的电话给不给居民看")
    steward.sees("没有在任的角色")


async def test_a_link_counts_once(office: Phone, new_resident: NewPerson) -> None:
    await appoints(office)
    link = await link_from(office)
    first, second = new_resident("先"), new_resident("后")
    for each in (first, second):
        await each.arrives()
    await second.starts(link)
    await first.starts(link)
    await first.taps("是我")
    await second.taps("是我")
    second.sees("已经用过")
    await second.starts(link)
    second.sees("已经用过")


async def test_who_it_was_not_made_for_says_so_and_it_still_counts(
    office: Phone, resident: Phone, new_resident: NewPerson
) -> None:
    await appoints(office)
    link = await link_from(office)
    await resident.starts(link)
    await resident.taps("不是我")
    resident.sees("什么都没有登记")
    await resident.starts(link)
    await resident.taps("是我")
    resident.sees("登记好了")


async def test_a_link_runs_out(desk: Desk, office: Phone, resident: Phone) -> None:
    await appoints(office)
    link = await link_from(office)
    desk.clock.move(days=15)
    await resident.starts(link)
    resident.sees("过期了")


async def test_a_role_ends_and_with_it_the_link(
    office: Phone, resident: Phone, new_resident: NewPerson
) -> None:
    await appoints(office)
    link = await link_from(office)
    await office.taps("不做了")
    office.sees("从今天起不做了吗")
    await office.taps("不做了")
    office.sees("郑阿姨 今天起不做了", "还没有登记人")
    assert "郑阿姨" not in await asks_who(resident)
    await resident.starts(link)
    resident.sees("已经用过，或者过期了")


async def test_a_role_that_ended_meanwhile_cannot_be_changed(
    office: Phone, colleague: Phone
) -> None:
    await appoints(office)
    other = colleague.in_private()
    await other.arrives()
    await colleague.says("/stewards 军门新村7号楼")
    await other.taps("楼栋长 郑阿姨")
    await office.taps("不做了")
    await office.taps("不做了")
    await other.taps("改电话")
    await other.says("13900002222")
    other.sees("这一任已经结束了")


async def test_the_tree_is_walked_down_and_up(office: Phone) -> None:
    await office.says("0")
    office.sees("军门社区 · 军门新村")
    await office.taps("5号楼")
    office.sees("楼栋长 何阿姨")
    await office.says("0")
    await office.says("0")
    office.sees("军门第一网格", "林网格员")
    await office.says("0")
    office.sees("军门社区")
    assert "军门第八网格" in office.choices()
    await office.says("0")
    office.sees("再发 /stewards")


async def test_who_is_no_member_hears_where_it_is_done(resident: Phone) -> None:
    await resident.says("/stewards")
    resident.sees("工作群")
