"""What a link is good for, and for how long."""

import asyncio
from io import BytesIO

import pytest
from sqlalchemy import select

from bot import housekeeping
from storage.tables import ActionLink, Channel, Group, OutboxMessage, Person
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files
from tests.dialogues.webhook_phones import WebhookPhone

pytestmark = pytest.mark.staff_on(Channel.WECOM_WEBHOOK)


async def test_reading_does_nothing_however_often(
    resident: Phone, staff: WebhookPhone, colleague: WebhookPhone
) -> None:
    """As those who preview links, or look for viruses behind them, do."""
    await files(resident)
    link = staff.link()
    for _each in range(3):
        assert (await colleague.looks_at(link)).status == 200
    assert (await colleague.looks_at(f"{link}?press=x&name=x")).status == 200
    await staff.taps("接单")
    staff.sees("社工甲 接单")


async def test_a_link_is_good_once_and_another_one_comes_when_asked_for(
    desk: Desk, resident: Phone, staff: WebhookPhone, colleague: WebhookPhone
) -> None:
    number = await files(resident)
    link = staff.link()
    await staff.taps("接单")
    page = await colleague.looks_at(link)
    assert page.status == 410
    colleague.sees("由社工甲用过了", "群里会有一条新的链接")
    posts = len(staff.screen)
    await colleague.taps("在群里再发一次")
    colleague.sees("群里马上有新的链接")
    assert len(staff.screen) == posts + 1
    await colleague.looks_at(link)
    assert not colleague.choices()
    colleague.sees("点最新那一条的链接")
    staff.page = None
    staff.sees(number, "处理中", "点这里办理")
    await staff.taps("办结")
    staff.sees("写下办理结果")


async def takes_it_by_a_new_link(staff: WebhookPhone, link: str, number: str) -> None:
    await staff.looks_at(link)
    await staff.taps("在群里再发一次")
    staff.page = None
    staff.sees(number, "待接单")
    await staff.taps("接单")
    staff.sees("社工甲 接单")


async def test_a_link_is_over_after_three_days(
    desk: Desk, resident: Phone, staff: WebhookPhone
) -> None:
    number = await files(resident)
    link = staff.link()
    page = await staff.opens()
    desk.clock.move(days=3)
    tapped = await staff.presses(link, {"name": "社工甲", "press": page.buttons["接单"][1]})
    assert (tapped.status, "过期了" in tapped.text) == (410, True)
    await takes_it_by_a_new_link(staff, link, number)


async def test_what_nobody_touched_for_weeks_is_sent_again_too(
    desk: Desk, resident: Phone, staff: WebhookPhone
) -> None:
    number = await files(resident)
    link = staff.link()
    desk.clock.move(days=30)
    await housekeeping.tidy(desk.app.database, desk.clock())
    await takes_it_by_a_new_link(staff, link, number)


async def test_only_the_latest_look_of_a_card_is_kept_for_that(
    desk: Desk, resident: Phone, staff: WebhookPhone
) -> None:
    await files(resident)
    await staff.taps("接单")
    desk.clock.move(days=30)
    await housekeeping.tidy(desk.app.database, desk.clock())
    async with desk.app.database.reading() as session:
        [kept] = await session.scalars(select(OutboxMessage.params))
    assert "处理中" in kept["text"]
    desk.clock.move(days=60)
    for _each in range(2):  # the links first
        await housekeeping.tidy(desk.app.database, desk.clock())
    async with desk.app.database.reading() as session:
        assert list(await session.scalars(select(OutboxMessage.id))) == []


@pytest.mark.staff_can("Requests: of two who press at once one takes it")
async def test_of_two_who_press_at_once_one_is_told_that_it_was_used(
    desk: Desk, resident: Phone, staff: WebhookPhone, colleague: WebhookPhone
) -> None:
    await files(resident)
    link = staff.link()
    press = (await staff.opens()).buttons["接单"][1]
    first, second = await asyncio.gather(
        staff.presses(link, {"name": "社工甲", "press": press}),
        colleague.presses(link, {"name": "社工乙", "press": press}),
    )
    await desk.settle()
    assert sorted([first.status, second.status]) == [200, 410]
    winner, loser = (first, second) if first.status == 200 else (second, first)
    assert "接单" in winner.text
    assert "用过了" in loser.text
    assert sum("处理中" in each.text for each in staff.screen) == 1


async def test_two_links_of_one_request_give_it_to_one(
    resident: Phone, staff: WebhookPhone, colleague: WebhookPhone
) -> None:
    """The rule in the services judges, when it is pressed."""
    await files(resident)
    page = await staff.opens()
    press = page.buttons["接单"][1]
    await resident.says("/my")
    await resident.taps("补充")
    await resident.says("就是三号楼东边门口左手的那一盏灯")
    await staff.taps("接单")
    stale = await colleague.presses(colleague.link(), {"name": "社工乙", "press": press})
    assert stale.status == 422
    assert "这一步现在办不了" in stale.text


async def test_a_forged_link_leads_nowhere(staff: WebhookPhone) -> None:
    for token in ("x", "A" * 22, "%2e%2e", "好" * 22, "a" * 3000, ""):
        assert (await staff.looks_at(f"/t/{token}")).status == 404
        for form in ({"name": "x", "press": "y"}, {"again": "1"}):
            assert (await staff.presses(f"/t/{token}", form)).status == 404


async def test_a_button_that_the_card_has_not_is_none(
    resident: Phone, staff: WebhookPhone, colleague: WebhookPhone
) -> None:
    await files(resident)
    link = staff.link()
    for press in ("", "x", "say:/bind", "ticket:1:close", "=" * 5000):
        page = await colleague.presses(link, {"name": "社工乙", "press": press})
        assert page.status == 422
    page = await colleague.presses(link, {"name": "社工乙", "words": "/bind"})
    assert page.status == 422
    await staff.taps("接单")
    staff.sees("社工甲 接单")


async def test_nobody_acts_without_a_name(resident: Phone, staff: WebhookPhone) -> None:
    await files(resident)
    page = await staff.opens()
    for name in ("", "   ", "\u200b\u202e", "\n"):
        asked = await staff.presses(page.path, {"name": name, "press": page.buttons["接单"][1]})
        assert asked.status == 422
        assert "请先写下您的名字" in asked.text
        assert asked.fields == {"name": ""}
    await staff.taps("接单")
    staff.sees("社工甲 接单")


async def test_html_and_long_words_stay_words(
    resident: Phone, staff: WebhookPhone, colleague: WebhookPhone
) -> None:
    await files(resident, "<script>alert(1)</script><b>路灯</b>坏了 [点我](http://x.invalid)")
    page = await staff.opens()
    assert "<script>alert(1)</script>" in page.text
    assert "script" not in page.tags
    odd = "<img src=x>\"'&;" + "长" * 30
    await staff.sends({"name": odd, "press": page.buttons["接单"][1]})
    staff.sees("<img src=x>\"'&;")
    assert staff.page is not None
    assert "img" not in staff.page.tags
    await staff.taps("办结")
    await staff.says("好" * 6000)
    staff.sees("太长了，最多 2000 个字", "请写在下面")
    await staff.says("<b>修</b>" + "好" * 1900)
    staff.sees("<b>修</b>好好好")
    colleague.finds("已办结")
    resident.finds("<b>修</b>好好好")


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"name=x&words=" + b"x" * 2_000_000, "application/x-www-form-urlencoded", 413),
        (b"name=%ff&words=\xff", "application/x-www-form-urlencoded", 400),
        (b"name=x", "application/x-www-form-urlencoded; charset=no-such", 400),
        (b"--x\r\n\r\n", "multipart/form-data; boundary=y", 400),
        (b"--x\r\n\r\nx\r\n--x--", "multipart/form-data; boundary=x", 400),
        (b"name=x", "multipart/form-data", 400),
        (b"{}", "application/json", 415),
    ],
)
async def test_a_body_that_no_page_of_ours_sends_is_refused(
    resident: Phone, staff: WebhookPhone, body: bytes, kind: str, status: int
) -> None:
    await files(resident)
    form = BytesIO(body)
    assert (await staff.presses(staff.link(), form, **{"Content-Type": kind})).status == status


async def test_who_presses_without_end_is_told_to_wait(
    desk: Desk, resident: Phone, staff: WebhookPhone
) -> None:
    await files(resident)
    for _each in range(60):
        await staff.taps("更多")
    await staff.taps("更多")
    staff.sees("太快了")
    await staff.taps("更多")
    staff.sees("没有办成", "请等一分钟")
    desk.clock.move(minutes=2)
    await staff.taps("更多")
    staff.sees("还可以")


async def test_a_group_that_is_bound_no_more_does_nothing(
    desk: Desk, resident: Phone, staff: WebhookPhone
) -> None:
    await files(resident)
    page = await staff.opens()
    async with desk.app.database.transaction() as session:
        for group in await session.scalars(select(Group)):
            group.lost_at = desk.clock()
    await staff.looks_at(page.path)
    staff.sees("这里不能办了")
    pressed = await staff.presses(page.path, {"name": "甲", "press": page.buttons["接单"][1]})
    assert pressed.status == 410
    assert (await staff.presses(page.path, {"again": "1"})).status == 410


async def test_nobody_can_be_written_to_who_only_acted_on_a_page(
    desk: Desk, resident: Phone, staff: WebhookPhone
) -> None:
    """There is no private chat: nothing of a person is kept but their name in the group."""
    await files(resident)
    await staff.taps("接单")
    async with desk.app.database.reading() as session:
        people = await session.scalars(select(Person.id))
        assert len(list(people)) == 1  # the resident


async def test_a_link_stands_in_no_table(desk: Desk, resident: Phone, staff: WebhookPhone) -> None:
    await files(resident)
    async with desk.app.database.reading() as session:
        kept = list(await session.scalars(select(ActionLink.token_hash)))
    assert kept
    assert staff.link().removeprefix("/t/") not in kept
