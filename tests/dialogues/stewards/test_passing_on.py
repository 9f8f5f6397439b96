"""随手报: one message of a building head becomes a request, one tap where the kind is unsure."""

from sqlalchemy import select

from storage.tables import Steward, Ticket
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import number_in


async def filed(desk: Desk) -> list[Ticket]:
    async with desk.app.database.reading() as session:
        return list(await session.scalars(select(Ticket)))


async def test_a_photo_and_a_line_are_filed_at_once(steward: Phone, staff: Phone) -> None:
    await steward.photographs("楼道的路灯不亮了")
    steward.finds("记下了，编号", "路灯", "军门新村 · 3号楼")
    staff.finds("路灯", "军门新村 · 3号楼", "楼栋长 林阿姨", "楼道的路灯不亮了")


async def test_a_place_in_the_line_goes_before_their_building(steward: Phone, staff: Phone) -> None:
    await steward.says("5号楼门口的路灯不亮了")
    steward.finds("记下了，编号", "5号楼")


async def test_where_the_kind_is_unsure_one_tap_files_it(desk: Desk, steward: Phone) -> None:
    await steward.says("有个事情跟大家说一下楼上")
    steward.sees("是哪一类事")
    assert await filed(desk) == []
    await steward.photographs()
    await steward.says("1")
    steward.finds("记下了，编号")
    [ticket] = await filed(desk)
    assert ticket.text == "有个事情跟大家说一下楼上"


async def test_none_of_the_kinds_leads_to_the_usual_questions(desk: Desk, steward: Phone) -> None:
    await steward.says("有个事情跟大家说一下楼上")
    await steward.taps("都不是")
    await steward.says("1")
    steward.sees("请看一遍", "有个事情跟大家说一下楼上")
    assert await filed(desk) == []


async def test_what_was_wrong_is_taken_back(desk: Desk, steward: Phone) -> None:
    await steward.says("楼道的路灯不亮了")
    number = number_in(steward.text_of(steward.finds("记下了，编号")))
    await steward.taps("撤回")
    await steward.taps("撤回")
    steward.sees("撤回了", number)


async def test_a_resident_is_asked_to_look_it_over(desk: Desk, resident: Phone) -> None:
    await resident.says("楼道的路灯不亮了")
    resident.sees("请看一遍")
    assert await filed(desk) == []


async def test_who_is_no_steward_any_more_is_asked_to_look_it_over(
    desk: Desk, steward: Phone
) -> None:
    async with desk.app.work.unit() as unit:
        [head] = await unit.session.scalars(select(Steward).where(Steward.person_id.is_not(None)))
        head.until = head.since
    await steward.says("楼道的路灯不亮了")
    steward.sees("请看一遍")
    assert await filed(desk) == []


async def test_whose_role_ends_before_the_tap_goes_on_as_everybody(
    desk: Desk, steward: Phone
) -> None:
    await steward.says("有个事情跟大家说一下楼上")
    async with desk.app.work.unit() as unit:
        [head] = await unit.session.scalars(select(Steward).where(Steward.person_id.is_not(None)))
        head.until = head.since
    await steward.says("1")
    steward.sees("哪一类事")
    assert await filed(desk) == []


async def test_a_place_in_another_community_is_looked_over_first(
    desk: Desk, steward: Phone
) -> None:
    await steward.says("三坊七巷社区门口的路灯不亮了")
    steward.sees("请看一遍")
    assert await filed(desk) == []


async def test_their_own_matter_goes_the_usual_way(desk: Desk, steward: Phone) -> None:
    await steward.taps("📮 我要反映")
    steward.sees("哪一类事")
