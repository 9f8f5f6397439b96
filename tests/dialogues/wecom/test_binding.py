"""Binding a group whose title nobody tells us, by somebody who is known by userid."""

import pytest

from storage.tables import Channel
from tests.dialogues.on_wecom import ADMIN, OnWecom
from tests.dialogues.phones import Desk
from tests.dialogues.wecom_phones import WecomPhone

pytestmark = pytest.mark.staff_on(Channel.WECOM)


@pytest.fixture
def wecom(desk: Desk) -> OnWecom:
    assert desk.wecom is not None
    return desk.wecom


def in_new_group(desk: Desk, wecom: OnWecom, userid: str) -> WecomPhone:
    return WecomPhone(desk, wecom, userid, wecom.gateway.add_group("新群", []))


@pytest.mark.staff_can(
    "Groups: bound by an administrator", wecom_webhook="no: the settings say whom it serves"
)
async def test_an_admin_binds_it_by_buttons(desk: Desk, wecom: OnWecom) -> None:
    admin = in_new_group(desk, wecom, ADMIN)
    await admin.says("/bind")
    await admin.taps("东街街道")
    await admin.taps("军门社区")
    await admin.taps("物业维修群")
    admin.sees("绑定好了：军门社区 · 物业维修群")


async def test_others_are_told_what_to_have_added(desk: Desk, wecom: OnWecom) -> None:
    lin = in_new_group(desk, wecom, "lin")
    await lin.says("/bind")
    lin.sees("`lin`", "WECOM_ADMINS")


async def test_before_that_words_are_answered_by_what_to_do(desk: Desk, wecom: OnWecom) -> None:
    lin = in_new_group(desk, wecom, "lin")
    await lin.says("你好")
    lin.sees("还没有绑定", "/bind")


async def test_who_opens_the_single_chat_is_greeted(desk: Desk, wecom: OnWecom) -> None:
    lin = in_new_group(desk, wecom, "lin").in_private()
    lin.member.opens()
    await desk.settle()
    lin.sees("您好", "照片", "Excel")
