"""吹哨报到 in chat: the office whistles, groups report on one card, the lead closes it."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from storage.tables import EventKind, Group, JointPart, TicketEvent
from tests.dialogues.channels import BY_LINK, EVERYWHERE, MEMBERS, STAFF
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files
from tests.dialogues.tickets.test_passing_on import OFFICE, PROPERTY, STREET, gives_back, passes_on

pytestmark = STAFF

MemberOf = Callable[[str, str], Phone]


@pytest.fixture
def property_team(member_of: MemberOf) -> Phone:
    return member_of(PROPERTY, "物业师傅")


@pytest.fixture
def street(member_of: MemberOf) -> Phone:
    return member_of(STREET, "街道值班员")


async def whistles(staff: Phone, *groups: str, lead: str = OFFICE) -> None:
    await staff.taps("更多")
    await staff.taps("吹哨")
    for group in groups:
        await staff.taps(group)
    await staff.taps("选好了")
    await staff.taps(lead)


async def reports(team: Phone, words: str) -> None:
    await team.taps("报到")
    await team.replies("写下本群做了什么", words)


@pytest.mark.staff_can("Requests: several groups called together")
@BY_LINK
async def test_several_report_on_one_card_and_the_lead_closes_it(
    resident: Phone, staff: Phone, property_team: Phone, street: Phone
) -> None:
    number = await files(resident, photos=1)
    await whistles(staff, PROPERTY, STREET)
    assert "几家都收到了" in staff.toast()
    resident.sees(f"几家一起来办，由{OFFICE}牵头", number)
    for team in (property_team, street):
        team.finds("待接单", number, f"{OFFICE}牵头", f"⏳ {PROPERTY}请在", f"⏳ {STREET}请在")
        assert team.pictures() == 1
    await reports(property_team, "水管换了<b>")
    done = f"✅ {PROPERTY}：“水管换了<b>”", f"⏳ {STREET}请在"
    property_team.finds("待接单", *done)
    street.sees_changed("待接单", *done)
    staff.finds(f"{PROPERTY}报到：水管换了")
    resident.does_not_see("水管换了")
    await staff.taps("接单", on="待接单")
    staff.finds("处理中", *done)
    await staff.taps("办结")
    await staff.replies("写下办理结果", "都弄好了")
    resident.sees("办好了", "都弄好了")
    for team in (property_team, street):
        assert team.buttons(team.finds("已办结", f"➖ {STREET}没有报到")) == []


async def test_a_photo_comes_with_the_report(
    resident: Phone, staff: Phone, property_team: Phone
) -> None:
    await files(resident)
    await whistles(staff, PROPERTY)
    await property_team.taps("报到")
    prompt = property_team.finds("写下本群做了什么")
    await property_team.photographs("水管换了", reply_to=prompt)
    property_team.sees("报到了")
    assert staff.pictures() == 1


@EVERYWHERE
async def test_the_second_time_it_is_nobodys_the_desk_whistles(
    resident: Phone, staff: Phone, property_team: Phone
) -> None:
    number = await files(resident)
    await passes_on(staff, PROPERTY)
    await gives_back(property_team)
    await passes_on(staff, PROPERTY)
    await gives_back(property_team, "不在我们的片区")
    staff.finds("待接单", number, f"几家一起办，{OFFICE}牵头", f"⏳ {PROPERTY}请在")
    property_team.finds("待接单", number, f"{OFFICE}牵头")
    assert "报到" in property_team.all_labels()
    resident.sees("几家一起来办", number)
    assert not any(
        f"换{OFFICE}来办" in text for text in map(resident.text_of, resident.screen[-1:])
    )


async def test_who_took_it_first_leads_and_cannot_pass_it_on(
    resident: Phone, staff: Phone, property_team: Phone
) -> None:
    await files(resident)
    await passes_on(staff, PROPERTY)
    await property_team.taps("接单")
    await gives_back(property_team)
    await staff.taps("更多")
    await staff.taps("吹哨")
    await staff.taps(PROPERTY)
    await staff.taps("选好了")
    assert staff.choices()[0] == f"{PROPERTY}（首接）"
    await staff.taps(f"{PROPERTY}（首接）")
    property_team.finds("待接单", f"{PROPERTY}牵头（首接）", f"⏳ {OFFICE}请在")
    await property_team.taps("转派")
    assert "由本群牵头，不能转派、退回" in property_team.toast()
    await reports(staff, "路口围起来了")
    property_team.finds(f"{OFFICE}报到：路口围起来了")


async def test_a_team_is_not_offered_to_whistle(
    resident: Phone, staff: Phone, property_team: Phone
) -> None:
    await files(resident)
    await passes_on(staff, PROPERTY)
    await property_team.taps("更多")
    assert "吹哨" not in property_team.choices()


async def test_ticking_can_be_undone_and_let_be(
    resident: Phone, staff: Phone, property_team: Phone
) -> None:
    number = await files(resident)
    await staff.taps("更多")
    await staff.taps("吹哨")
    await staff.taps(PROPERTY)
    assert f"✅ {PROPERTY}" in staff.choices()
    await staff.taps(PROPERTY)
    assert "👉 选好了" not in staff.choices()
    await staff.replies("请哪几家", "0")
    staff.sees("没有动")
    property_team.does_not_see(number)


async def test_who_reports_late_hears_that_it_is_over(
    resident: Phone, staff: Phone, property_team: Phone
) -> None:
    await files(resident)
    await whistles(staff, PROPERTY)
    await property_team.taps("报到")
    await staff.taps("接单", on="待接单")
    await staff.taps("办结")
    await staff.replies("写下办理结果", "都弄好了")
    await property_team.replies("写下本群做了什么", "到了")
    property_team.sees("已办结")


async def test_a_colleague_who_reports_second_hears_who_did(
    resident: Phone, staff: Phone, property_team: Phone, member_of: MemberOf
) -> None:
    mate = member_of(PROPERTY, "物业小李")
    await files(resident)
    await whistles(staff, PROPERTY)
    await property_team.taps("报到")
    await mate.taps("报到")
    first, second = [
        message for message in mate.screen if "写下本群做了什么" in mate.text_of(message)
    ]
    await property_team.says("到了", reply_to=first)
    await mate.says("我也到了", reply_to=second)
    mate.sees("物业师傅 已经报到了")


async def test_a_called_group_replies_to_the_card_with_a_note_and_lists_what_waits(
    resident: Phone, staff: Phone, property_team: Phone
) -> None:
    number = await files(resident)
    await whistles(staff, PROPERTY)
    await property_team.says("钥匙在门卫", reply_to=property_team.finds("待接单"))
    property_team.sees("记在内部备注里")
    await property_team.says("/list")
    property_team.sees("等本群报到的，一共 1 件", number)
    await reports(property_team, "到了")
    await property_team.says("/list")
    property_team.sees("没有积压")


@MEMBERS
async def test_a_called_group_that_is_gone_is_named_and_holds_nobody_up(
    desk: Desk, resident: Phone, staff: Phone, property_team: Phone
) -> None:
    await files(resident)
    await whistles(staff, PROPERTY)
    desk.world.remove_bot(property_team.chat_id)
    await desk.settle()
    await staff.taps("接单", on="待接单")
    staff.finds("处理中", f"{PROPERTY}的群不在了")
    await staff.taps("办结")
    await staff.replies("写下办理结果", "都弄好了")
    resident.sees("办好了")


async def test_who_does_not_report_in_time_is_called_and_named_a_level_up(
    desk: Desk, resident: Phone, staff: Phone, property_team: Phone, street: Phone
) -> None:
    await files(resident)
    await whistles(staff, PROPERTY)
    await desk.later(hours=24)
    property_team.finds("本群要在", "前报到")
    await desk.later(hours=1, minutes=1)
    property_team.finds("本群应当在", "前报到，已经过了")
    await desk.later(days=2)
    staff.finds(f"{PROPERTY}应当在", "还没有报到")
    await reports(property_team, "到了")
    before = len(staff.screen)
    await desk.later(days=2)
    assert not any("报到" in staff.text_of(message) for message in staff.screen[before:])


async def test_what_comes_back_is_the_leads_alone(
    desk: Desk, resident: Phone, staff: Phone, property_team: Phone
) -> None:
    number = await files(resident)
    await whistles(staff, PROPERTY)
    await staff.taps("接单", on="待接单")
    await staff.taps("办结")
    await staff.replies("写下办理结果", "都弄好了")
    await desk.later(hours=25)
    await resident.taps("没有解决")
    await resident.says("还是不亮")
    staff.finds("待接单", number, "第 1 次重办")
    card = property_team.finds(f"已转到：{OFFICE}", number)
    assert property_team.buttons(card) == []


async def test_what_a_called_group_adds_reaches_the_lead(
    resident: Phone, staff: Phone, property_team: Phone, street: Phone
) -> None:
    await files(resident)
    await whistles(staff, PROPERTY, STREET)
    await reports(property_team, "在换阀门")
    property_team.sees("要补充，请回复卡片，牵头的群看得到")
    card = property_team.finds("待接单")
    await property_team.says("阀门换好了，可以办结", reply_to=card)
    property_team.sees("牵头的群看得到")
    staff.finds(f"{PROPERTY}补充：阀门换好了，可以办结")
    await property_team.photographs(reply_to=card)
    staff.finds(f"{PROPERTY}补充（照片、语音等）")
    assert staff.pictures() == 1
    for phone in (street, resident):
        phone.does_not_see("可以办结")


async def test_what_the_lead_notes_is_passed_on_to_nobody(
    resident: Phone, staff: Phone, property_team: Phone
) -> None:
    await files(resident)
    await whistles(staff, PROPERTY)
    await staff.says("梯子要自己带", reply_to=staff.finds("待接单"))
    staff.sees("记在内部备注里了，居民看不到")
    property_team.does_not_see("梯子")


async def test_whistling_again_tells_residents_nothing_twice(
    resident: Phone, staff: Phone, property_team: Phone, street: Phone
) -> None:
    await files(resident)
    await whistles(staff, PROPERTY)
    before = len(resident.screen)
    await staff.taps("更多")
    await staff.taps("吹哨")
    await staff.taps(STREET)
    await staff.taps("选好了")
    street.finds("待接单", f"⏳ {STREET}请在")
    assert len(resident.screen) == before


async def test_a_card_of_many_groups_stays_within_a_message(
    desk: Desk, resident: Phone, staff: Phone, property_team: Phone
) -> None:
    number = await files(resident, "路灯不亮" + "长" * 1000)
    await whistles(staff, PROPERTY)
    async with desk.app.database.transaction() as session:
        part = (await session.scalars(select(JointPart))).one()
        like = await session.get_one(Group, part.group_id)
        for each in range(30):
            group = Group(
                channel=like.channel,
                chat_id=f"-9{each}",
                title=f"第{each}家" + "名" * 70,
                area_id=like.area_id,
                purpose=like.purpose,
                bound_at=like.bound_at,
                lost_at=like.bound_at,
            )
            line = TicketEvent(
                ticket_id=part.ticket_id,
                at=part.called_at,
                kind=EventKind.REPORTED,
                text="做" * 300,
                internal=True,
            )
            session.add_all([group, line])
            await session.flush()
            session.add(
                JointPart(
                    ticket_id=part.ticket_id,
                    round=part.round,
                    group_id=group.id,
                    called_at=part.called_at,
                    report_by=part.report_by,
                    reported_at=part.called_at,
                    event_id=line.id,
                )
            )
    await staff.taps("接单", on="待接单")
    card = staff.text_of(staff.finds("处理中", number, "家，卡片上写不下"))
    assert len(card) < 3000
