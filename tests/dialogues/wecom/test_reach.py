"""Groups and members that the robot cannot write to, and a gateway that is away."""

import pytest

from storage.tables import Channel
from tests.dialogues.on_wecom import ADMIN, BOT_ID, OnWecom
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files
from tests.dialogues.wecom_phones import WecomPhone

OFFICE = "军门社区工作群"

pytestmark = pytest.mark.staff_on(Channel.WECOM)


@pytest.fixture
def wecom(desk: Desk) -> OnWecom:
    assert desk.wecom is not None
    return desk.wecom


async def test_a_push_that_is_refused_waits_until_somebody_mentions_the_robot(
    wecom: OnWecom, resident: Phone, staff: Phone
) -> None:
    wecom.gateway.lapse(wecom.groups[OFFICE])
    number = await files(resident)
    staff.does_not_see(number)
    await staff.says("/list")
    staff.finds(number, "待接单")


async def test_admins_are_told_to_have_it_mentioned(
    desk: Desk, wecom: OnWecom, resident: Phone, staff: Phone
) -> None:
    admin = WecomPhone(desk, wecom, ADMIN, None)
    await admin.says("您好")
    wecom.gateway.lapse(wecom.groups[OFFICE])
    await files(resident)
    admin.finds(f"消息发不进“{OFFICE}”了", "@ 我")


async def test_a_robot_that_was_removed_and_added_again_goes_on(
    wecom: OnWecom, resident: Phone, staff: Phone
) -> None:
    group, robot = wecom.groups[OFFICE], wecom.gateway.robots[BOT_ID]
    wecom.gateway.remove_robot(group, robot)
    number = await files(resident)
    wecom.gateway.add_robot_to_group(group, robot)
    await staff.says("/help")
    staff.finds(number, "待接单")


async def test_what_was_said_while_the_gateway_was_away_leaves_afterwards_and_once(
    desk: Desk, wecom: OnWecom, resident: Phone, staff: Phone
) -> None:
    wecom.gateway.cut()
    number = await files(resident)
    await desk.later(minutes=10)
    wecom.gateway.restore()
    wecom.link.connect()
    await desk.later(minutes=2)
    assert sum(number in staff.text_of(each) for each in staff.screen) == 1


async def test_who_leaves_the_enterprise_is_not_written_to_and_others_go_on(
    wecom: OnWecom, resident: Phone, staff: WecomPhone, colleague: Phone
) -> None:
    await files(resident)
    await staff.taps("接单")
    wecom.gateway.member(staff.userid).leaves()
    await colleague.taps("办结")
    await colleague.taps("由我接手")
    await colleague.taps("办结")
    await colleague.says("修好了")
    resident.finds("修好了")
