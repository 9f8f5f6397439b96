"""代办: filed for a neighbour, who hears it in chat or by telephone, and rates it themselves."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.housekeeping import tidy
from storage.tables import EventKind, OnBehalf, Steward, Ticket, TicketEvent
from tests.dialogues.channels import UNALTERED
from tests.dialogues.conftest import NewPerson
from tests.dialogues.meals import kitchen
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import number_in, rates

WHOM, PHONE = "郑奶奶 13900001234", "13900001234"
MATTER = "军门新村5号楼楼道的路灯不亮了"


@pytest.fixture
async def elder(desk: Desk, new_resident: NewPerson) -> Phone:
    """郑奶奶, who gave her telephone at the canteen."""
    phone = new_resident("郑")
    await phone.arrives()
    async with desk.app.work.unit() as unit:
        await kitchen.lives_here(unit.session, unit.now, "郑奶奶", person=phone, phone=PHONE)
    return phone


@pytest.fixture
async def office(staff: Phone) -> Phone:
    """A colleague of the office who is in nobody's way: looking at the private chat."""
    await staff.turns_up()
    alone = staff.in_private()
    await alone.arrives()
    return alone


async def files_for(person: Phone, whom: str = WHOM, matter: str = MATTER) -> str:
    await person.says("代办")
    await person.says(whom)
    await person.says(matter)
    await person.taps("提交")
    return number_in(person.text_of(person.finds("提交好了")))


async def the_ticket(desk: Desk) -> Ticket:
    async with desk.app.database.reading() as session:
        return (await session.scalars(select(Ticket))).one()


async def kinds(desk: Desk) -> list[EventKind]:
    async with desk.app.database.reading() as session:
        return list(await session.scalars(select(TicketEvent.kind).order_by(TicketEvent.id)))


async def resolves(staff: Phone) -> None:
    await staff.taps("接单")
    await staff.taps("办结")
    await staff.replies("写下办理结果", "灯泡换好了")


async def test_a_neighbour_with_us_is_asked_and_hears_the_news(
    desk: Desk, steward: Phone, elder: Phone, staff: Phone
) -> None:
    await steward.says("代办")
    steward.sees("替谁反映", "称呼和电话")
    await steward.says(WHOM)
    steward.sees("怎么回事")
    await steward.says(MATTER)
    steward.sees("念给本人听一遍", "郑奶奶 13900001234", "5号楼", MATTER)
    await steward.taps("提交")
    steward.finds("提交好了", "请本人确认")
    elder.sees("楼栋长林阿姨", "替您反映了", MATTER, "对吗")
    await elder.taps("对")
    elder.sees("有进展会告诉您")
    staff.finds("本人确认：说得对")
    staff.finds("（代办）")
    await resolves(staff)
    elder.finds("办好了", "灯泡换好了")
    assert not [each for each in steward.screen if "灯泡换好了" in steward.text_of(each)]
    await desk.later(hours=25)
    await rates(elder, "解决了", "满意")
    assert (await the_ticket(desk)).author_id == await elder.person_id()


async def test_what_is_otherwise_stands_below_the_card(
    steward: Phone, elder: Phone, staff: Phone
) -> None:
    await files_for(steward)
    await elder.taps("不对，改一改")
    await elder.says("是三楼的灯，不是楼下的")
    elder.sees("转给办事的人了", "还有要改的请接着发")
    staff.finds("本人更正：是三楼的灯，不是楼下的")
    await elder.says("门口左边那盏")
    elder.sees("补充上了")
    staff.finds("居民补充：门口左边那盏")
    await elder.taps("补充好了")
    elder.sees("办事的人都能看到")
    await elder.taps("对", on="替您反映了")
    assert "确认过了" in elder.toast()


async def test_a_neighbour_who_asked_nobody_is_rid_of_it(
    desk: Desk, steward: Phone, elder: Phone, staff: Phone
) -> None:
    number = await files_for(steward)
    await elder.taps("我没有托人反映")
    elder.sees("跟您没有关系了")
    steward.finds("没有托人反映", number)
    staff.finds("现在算代办的人自己反映的")
    ticket = await the_ticket(desk)
    assert (ticket.author_id, ticket.author_name) == (await steward.person_id(), None)
    assert (ticket.on_behalf, ticket.filed_by_id) == (False, None)
    async with desk.app.database.reading() as session:
        assert (await session.scalars(select(OnBehalf))).all() == []
    await resolves(staff)
    assert "灯泡换好了" not in elder.text_of(elder.last)


async def test_nobody_is_found_by_the_telephone_alone(
    desk: Desk, steward: Phone, elder: Phone
) -> None:
    await files_for(steward, f"别的名字 {PHONE}")
    assert "替您反映了" not in elder.text_of(elder.last)
    assert (await the_ticket(desk)).author_id == await steward.person_id()


async def test_who_is_not_with_us_is_rung_by_the_office(
    desk: Desk, steward: Phone, staff: Phone, colleague: Phone
) -> None:
    await files_for(steward)
    staff.finds("代办确认", MATTER)
    assert not [each for each in staff.screen if PHONE in staff.text_of(each)]
    await colleague.taps("📞 看电话", on="代办确认")
    assert colleague.toast() == f"郑奶奶：{PHONE}"
    await colleague.taps("本人说对", on="代办确认")
    staff.finds("代办确认", "社工乙：本人说对")
    assert EventKind.CONFIRMED in await kinds(desk)


async def test_what_they_say_on_the_telephone_stands_below_the_card(
    steward: Phone, staff: Phone
) -> None:
    await files_for(steward)
    await staff.taps("有更正", on="代办确认")
    await staff.replies("本人是怎么说的", "是三楼的灯")
    staff.finds("本人更正：是三楼的灯")
    staff.finds("社工甲：本人有更正")


@UNALTERED
async def test_who_alters_what_they_noted_is_told_how_to_note_it(
    desk: Desk, steward: Phone, staff: Phone
) -> None:
    await files_for(steward)
    await staff.taps("有更正", on="代办确认")
    prompt = staff.finds("本人是怎么说的").message_id
    said = staff.world.say(staff.user_id, staff.chat_id, "是三楼的灯", reply_to=prompt)
    await desk.settle()
    staff.world.edit(staff.user_id, staff.chat_id, said.message_id, "是四楼的灯")
    await desk.settle()
    staff.sees("改过的话我看不到", "把更正记一笔")


async def test_nobody_is_rung_about_what_has_ended(
    desk: Desk, steward: Phone, staff: Phone
) -> None:
    await files_for(steward)
    await staff.taps("有更正", on="代办确认")
    await steward.says("/my")
    await steward.taps("撤回")
    await steward.says("1")
    card = staff.finds("代办确认", "这件事已撤回，不用再打了")
    assert staff.buttons(card) == []
    await staff.replies("本人是怎么说的", "是三楼的灯")
    staff.sees("现在是“已撤回”，这一步做不了")
    assert EventKind.CORRECTED not in await kinds(desk)


async def test_of_two_colleagues_one_has_rung(
    steward: Phone, staff: Phone, colleague: Phone
) -> None:
    await files_for(steward)
    await staff.taps("有更正", on="代办确认")
    await colleague.taps("打不通，不打了", on="代办确认")
    staff.finds("社工乙：打不通")
    await staff.replies("本人是怎么说的", "是三楼的灯")
    staff.sees("社工乙 已经打过电话了")


async def test_only_the_taker_sees_the_telephone_behind_more(
    steward: Phone, staff: Phone, colleague: Phone
) -> None:
    await files_for(steward)
    await staff.taps("接单")
    await staff.taps("⋯ 更多")
    await colleague.taps("📞 联系方式")
    assert PHONE not in colleague.toast()
    await staff.taps("📞 联系方式")
    assert staff.toast() == f"郑奶奶：{PHONE}"


async def test_neither_who_filed_it_nor_who_did_it_asks_whether_it_helped(
    desk: Desk, office: Phone, staff: Phone, colleague: Phone, new_resident: NewPerson
) -> None:
    await files_for(office)
    await colleague.taps("接单")
    await colleague.taps("办结")
    await colleague.replies("写下办理结果", "灯泡换好了")
    office.finds("办好了")
    await desk.later(hours=25)
    assert "解决了吗" not in office.text_of(office.last)
    staff.finds("电话回访", MATTER, "灯泡换好了")
    for blind in (staff, colleague):
        await blind.taps("解决了，满意", on="电话回访")
        assert "请别的同事来问" in blind.toast()


async def test_a_third_colleague_asks_and_writes_down_what_they_say(
    desk: Desk, steward: Phone, staff: Phone, colleague: Phone
) -> None:
    await files_for(steward)
    await resolves(staff)
    await desk.later(hours=25)
    await colleague.taps("📞 看电话", on="电话回访")
    assert colleague.toast() == f"郑奶奶：{PHONE}"
    await colleague.taps("没有解决，或者不满意", on="电话回访")
    await colleague.replies("还差什么", "晚上还是黑的")
    staff.finds("居民说还差", "晚上还是黑的")
    assert (await the_ticket(desk)).round == 1


async def test_content_on_the_telephone_closes_it(
    desk: Desk, steward: Phone, staff: Phone, colleague: Phone
) -> None:
    await files_for(steward)
    await resolves(staff)
    await desk.later(hours=25)
    await colleague.taps("解决了，满意", on="电话回访")
    staff.finds("电话回访", "⭐ 满意")
    assert (await the_ticket(desk)).closed_at is not None


async def test_whom_nobody_reaches_is_closed_unrated(
    desk: Desk, steward: Phone, staff: Phone
) -> None:
    await files_for(steward)
    await resolves(staff)
    for _each in range(3):
        await desk.later(hours=25)
    assert (await the_ticket(desk)).closed_at is not None


async def test_the_office_files_from_its_group(desk: Desk, office: Phone, staff: Phone) -> None:
    await staff.says("/behalf")
    office.sees("替谁反映")
    await office.says("王爷爷")
    office.sees("本人的电话是多少")
    await office.says("不晓得")
    office.sees("不像电话号码", "本人的电话是多少")
    await office.taps("没有电话")
    await office.says("军门新村3号楼水管堵了，冒水了")
    office.sees("王爷爷 （没有电话）")
    await office.taps("提交")
    staff.finds("代办确认")
    await staff.taps("📞 看电话", on="代办确认")
    assert "请上门问一声" in staff.toast()


async def test_a_number_without_a_name_is_asked_for_again(steward: Phone) -> None:
    await steward.says("代办")
    await steward.says(PHONE)
    steward.sees("请把称呼也写上", "替谁反映")
    await steward.says("0")
    steward.sees("没有记下")


async def test_for_whom_is_changed_at_the_review(steward: Phone, desk: Desk) -> None:
    await steward.says("/behalf")
    await steward.says(WHOM)
    await steward.says(MATTER)
    await steward.taps("改替谁反映")
    await steward.says("0")
    steward.sees("念给本人听一遍", "郑奶奶")
    await steward.taps("改替谁反映")
    await steward.says("吴伯 13700001111")
    steward.sees("念给本人听一遍", "吴伯 13700001111")


async def test_a_draft_that_was_left_is_asked_about_first(steward: Phone) -> None:
    await steward.taps("📮 我要反映")
    await steward.says("1")
    await steward.says("家里水管漏水")
    await steward.says("/behalf")
    steward.sees("没写完的", "家里水管漏水")
    await steward.taps("重新写一件")
    steward.sees("替谁反映")


async def test_who_leaves_after_the_name_writes_of_themselves_next(
    desk: Desk, office: Phone
) -> None:
    await office.says("/behalf")
    await office.says(WHOM)
    await office.says("/cancel")
    await office.says(MATTER)
    office.sees("请看一遍，对的话")
    await office.taps("提交")
    assert not (await the_ticket(desk)).on_behalf


async def test_a_resident_hears_who_may(resident: Phone) -> None:
    await resident.says("/behalf")
    resident.sees("网格员、楼栋长，或者社区的工作人员")


async def test_outside_their_community_it_is_their_own_request(desk: Desk, steward: Phone) -> None:
    await steward.says("代办")
    await steward.says(WHOM)
    await steward.says("三坊七巷社区门口的路灯不亮了")
    await steward.taps("提交")
    steward.sees("网格员、楼栋长", "请看一遍，对的话", "三坊七巷")
    await steward.taps("提交")
    ticket = await the_ticket(desk)
    assert (ticket.on_behalf, ticket.filed_by_id) == (False, None)


async def test_whose_role_ended_meanwhile_files_their_own(desk: Desk, steward: Phone) -> None:
    await steward.says("代办")
    await steward.says(WHOM)
    await steward.says(MATTER)
    async with desk.app.work.unit() as unit:
        [head] = await unit.session.scalars(select(Steward).where(Steward.person_id.is_not(None)))
        head.until = head.since
    await steward.taps("提交")
    steward.sees("网格员、楼栋长", "请看一遍，对的话", MATTER)
    async with desk.app.database.reading() as session:
        assert (await session.scalars(select(Ticket))).all() == []


async def test_who_filed_it_leaves_and_the_request_lives_on(
    desk: Desk, steward: Phone, staff: Phone, colleague: Phone
) -> None:
    await files_for(steward)
    await steward.says("/mydata")
    await steward.taps("全部删除")
    await steward.taps("确定删除")
    ticket = await the_ticket(desk)
    assert (ticket.author_id, ticket.filed_by_id, ticket.text) == (None, None, MATTER)
    await resolves(staff)
    await desk.later(hours=25)
    await colleague.taps("解决了，基本满意", on="电话回访")
    assert (await the_ticket(desk)).closed_at is not None


async def test_for_whom_it_was_filed_leaves_and_nothing_of_them_stays(
    desk: Desk, steward: Phone, elder: Phone
) -> None:
    await files_for(steward)
    await elder.says("/mydata")
    await elder.taps("全部删除")
    await elder.taps("确定删除")
    assert (await the_ticket(desk)).text == ""
    async with desk.app.database.reading() as session:
        assert (await session.scalars(select(OnBehalf))).all() == []


async def test_name_and_telephone_are_forgotten_half_a_year_after(
    desk: Desk, steward: Phone, staff: Phone
) -> None:
    await files_for(steward)
    await tidy(desk.app.database, datetime(2027, 12, 1, tzinfo=UTC))
    async with desk.app.database.reading() as session:
        assert len((await session.scalars(select(OnBehalf))).all()) == 1
    await resolves(staff)
    for _each in range(3):
        await desk.later(hours=25)
    await tidy(desk.app.database, datetime(2027, 12, 1, tzinfo=UTC))
    async with desk.app.database.reading() as session:
        assert (await session.scalars(select(OnBehalf))).all() == []
