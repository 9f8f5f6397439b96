"""/volunteers: a coordinator's Monday in the office's group, and what volunteers see in theirs."""

from collections.abc import Callable

import pytest

from services.areas import by_code
from storage.tables import Person, TeamKind, VolunteerTeam
from tests.dialogues.conftest import NewPerson
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.volunteering import roster
from tests.dialogues.workbooks import workbook_of


@pytest.fixture
async def neighbours(desk: Desk, new_resident: NewPerson) -> list[Phone]:
    """Two volunteers: the first lives near, the second nobody knows where."""
    phones = [new_resident("近的"), new_resident("远的")]
    for phone, name in zip(phones, ("近邻居", "<远>邻居"), strict=True):
        await phone.starts()
        await phone.agrees()
        await roster.admitted(desk, phone, name)
    async with desk.app.database.transaction() as session:
        home = await by_code(session, "junmen-xincun-3")
        person = await session.get_one(Person, await phones[0].person_id())
        assert home is not None
        person.home_id = home.id
    return phones


async def asks(staff: Phone, what: str) -> None:
    await staff.says("/volunteers")
    await staff.taps(what)


async def test_who_is_free_is_found_by_post_place_day_and_hour(
    staff: Phone, neighbours: list[Phone]
) -> None:
    alone = staff.in_private()
    await alone.starts()
    await asks(staff, "谁有空")
    assert "私聊" in staff.toast()
    alone.sees("找人做什么")
    await alone.taps("助老守望")
    await alone.taps("军门新村")
    alone.sees("哪一天")
    await alone.taps("11月25日周三")
    await alone.taps("上午")
    alone.sees("2 人有空", "1. 近邻居 · 走路", "2. <远>邻居 · 不知道住哪", "做过 0 分钟")
    await asks(staff, "谁有空")
    await alone.taps("应急救援")
    await alone.taps("整个军门社区")
    await alone.taps("11月25日周三")
    await alone.taps("晚上")
    alone.sees("没有合适的人有空")


async def test_who_has_no_chat_with_us_opens_it_and_taps_once_more(
    staff: Phone, neighbours: list[Phone]
) -> None:
    await asks(staff, "谁有空")
    assert "请先打开和我的私聊" in staff.toast()
    alone = staff.in_private()
    await alone.starts()
    await staff.taps("谁有空")
    alone.sees("找人做什么")


async def test_every_step_of_the_search_leads_back(staff: Phone, neighbours: list[Phone]) -> None:
    alone = staff.in_private()
    await alone.starts()
    await asks(staff, "谁有空")
    await alone.taps("助老守望")
    await alone.taps("军门新村")
    await alone.taps("11月25日周三")
    for seen in ("哪一天", "在哪里做", "找人做什么", "不找了"):
        await alone.taps("返回")
        alone.sees(seen)


async def test_places_that_nobody_took_are_listed(desk: Desk, staff: Phone) -> None:
    await asks(staff, "没人认领的")
    staff.sees("都有人认领了")
    await roster.put_up(desk, "陪老人买菜", places=2)
    await roster.put_up(desk, "下个月的事", days=20)
    await asks(staff, "没人认领的")
    staff.sees("陪老人买菜：2 人里还差 2 人")
    assert "下个月的事" not in staff.text_of(staff.last)


async def sheets_of(phone: Phone) -> dict[str, list[list[object]]]:
    book = await workbook_of(phone)
    return {
        page.title: [list(row) for row in page.iter_rows(values_only=True)]
        for page in book.worksheets
    }


async def test_hours_come_as_a_sheet_by_person_and_by_team(
    desk: Desk, staff: Phone, neighbours: list[Phone]
) -> None:
    async with desk.app.database.transaction() as session:
        community = await by_code(session, "350102004001")
        assert community is not None
        team = VolunteerTeam(
            code="t", area_id=community.id, name="=市医院", kind=TeamKind.WORKPLACE
        )
        session.add(team)
        await session.flush()
        team_id = team.id
    await roster.served(desk, await neighbours[0].person_id(), 90, team_id=team_id)
    await roster.served(desk, await neighbours[1].person_id(), 150)
    await roster.served(desk, None, 30)
    await asks(staff, "工时表（Excel）")
    await staff.taps("这个月")
    sheets = await sheets_of(staff)
    people = {row[0]: row[1:] for row in sheets["按人"][2:]}
    assert people["近邻居"] == ["=市医院", 1, 90, 1.5]
    assert people["<远>邻居"] == ["", 1, 150, 2.5]
    assert people["（删除了资料的人）"] == ["", 1, 30, 0.5]
    assert people["一共"] == [None, 3, 270, 4.5]
    assert {row[0]: row[1] for row in sheets["按队"][2:4]} == {"=市医院": 1, "（没有队伍）": 1}


async def test_any_days_can_be_asked_for(desk: Desk, staff: Phone, neighbours: list[Phone]) -> None:
    await roster.served(desk, await neighbours[0].person_id(), 90)
    await asks(staff, "工时表（Excel）")
    await staff.taps("别的日子")
    await staff.replies("哪天到哪天", "上礼拜")
    staff.sees("看不懂", "哪天到哪天")
    await staff.replies("看不懂", "2026-10-01 到 2026-10-31")
    staff.sees("2026-10-01 到 2026-10-31 没有确认过的服务时长")
    await asks(staff, "工时表（Excel）")
    await staff.taps("别的日子")
    await staff.replies("哪天到哪天", "2026年11月1日到2026年11月30日")
    assert "近邻居" in str(await sheets_of(staff))


async def test_the_roll_of_honour_names_those_who_agreed(
    desk: Desk,
    staff: Phone,
    neighbours: list[Phone],
    member_of: Callable[[str, str], Phone],
) -> None:
    await roster.served(desk, await neighbours[0].person_id(), 90)
    await roster.served(desk, await neighbours[1].person_id(), 600)
    await neighbours[0].says("/volunteer")
    await neighbours[0].taps("上光荣榜")
    group = member_of("军门社区志愿者群", "随便谁")
    await asks(group, "光荣榜")
    group.sees("2026 年光荣榜", "1. 近邻居 · 1 小时 30 分钟", "（没有队伍）：2 人，11 小时 30 分钟")
    assert "<远>邻居" not in group.text_of(group.last)


async def test_in_the_volunteers_group_nobody_asks_who_is_free_or_stops_anybody(
    desk: Desk, neighbours: list[Phone], member_of: Callable[[str, str], Phone]
) -> None:
    group = member_of("军门社区志愿者群", "随便谁")
    await group.says("/volunteers")
    assert group.choices() == ["没人认领的", "心愿墙", "光荣榜", "返回"]
    await group.says("谁有空")
    assert "找人做什么" not in group.text_of(group.last)


async def test_staff_stop_somebody_with_a_reason_and_have_them_back(
    desk: Desk, staff: Phone, neighbours: list[Phone]
) -> None:
    await roster.put_up(desk, "陪老人买菜")
    await neighbours[0].says("/tasks", "1", "1")
    await asks(staff, "停用、恢复")
    await staff.replies("写志愿者的称呼", "没有这个人")
    staff.sees("没有找到叫“没有这个人”的志愿者")
    await staff.replies("没有找到叫", "近邻")
    staff.sees("近邻居：可以接任务")
    await staff.taps("停用 近邻居")
    await staff.replies("写下原因", "0")
    staff.sees("没有动")
    await staff.taps("停用 近邻居")
    await staff.replies("写下原因", "三次没来")
    staff.finds("停用了，本人会看到原因")
    neighbours[0].sees("停用了您的志愿者身份", "三次没来", "0591")
    await neighbours[0].says("/tasks")
    neighbours[0].sees("三次没来")
    await neighbours[0].says("/volunteer")
    neighbours[0].sees("停用了", "三次没来", "时长和积分都还在")
    await asks(staff, "没人认领的")
    staff.sees("陪老人买菜：1 人里还差 1 人")
    await asks(staff, "停用、恢复")
    await staff.replies("写志愿者的称呼", "近邻")
    await staff.taps("恢复 近邻居")
    assert "恢复了" in staff.toast()
    neighbours[0].sees("恢复了", "又可以接任务了")


async def test_applications_that_wait_come_to_the_end_of_the_chat_again(
    staff: Phone, resident: Phone
) -> None:
    await resident.says("/volunteer", "林师傅", "1 3", "选好了")
    await resident.says("什么时候都行", "3", "不参加队伍", "交上去")
    await staff.says("闲聊")
    await asks(staff, "等同意：1")
    staff.sees("林师傅", "想做志愿者")
    await staff.taps("同意")
    resident.sees("同意了")


async def test_elsewhere_it_is_said_where_to_ask(
    member_of: Callable[[str, str], Phone],
) -> None:
    elsewhere = member_of("军门长者食堂群", "师傅")
    await elsewhere.says("/volunteers")
    elsewhere.sees("工作群或者志愿者群")
