"""Those who run the desk hear once that something is stuck, and once that it is over."""

import pytest

from bot.sandbox.session import WorldSession
from services import areas
from tests.dialogues.channels import BOT_API
from tests.dialogues.conftest import ADMIN
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.test_at_night import rings

STUCK, FAILED = "消息发不出去", "最近一小时出错"


@pytest.fixture
async def admin(desk: Desk) -> Phone:
    phone = Phone(desk, ADMIN, ADMIN)
    await phone.starts()
    return phone


def heard(admin: Phone, fragment: str) -> int:
    return sum(fragment in admin.text_of(message) for message in admin.screen)


async def test_updates_that_fail_are_told_once_and_so_is_their_end(
    desk: Desk, admin: Phone, resident: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_args: object) -> None:
        raise ValueError

    with monkeypatch.context() as patched:
        patched.setattr(areas, "community_phone", fails)
        await resident.says("/phone")
    await desk.later(minutes=1)
    admin.does_not_see(FAILED)
    for _minute in range(3):
        await desk.later(minutes=1)
    assert heard(admin, FAILED) == 1
    await desk.later(minutes=60)
    await desk.later(minutes=5)
    admin.sees("最近一小时没有再出错")
    admin.does_not_see(FAILED)


@BOT_API
async def test_messages_that_are_stuck_at_night_ring_as_soon_as_they_leave(
    desk: Desk,
    admin: Phone,
    resident: Phone,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def unreachable(*_args: object, **_more: object) -> None:
        raise OSError

    await desk.later(hours=14)
    with monkeypatch.context() as patched:
        patched.setattr(WorldSession, "make_request", unreachable)
        await resident.says("/phone")
        await desk.later(minutes=6)
        await desk.later(minutes=1)
        await desk.later(minutes=1)
    assert "MessagesStuck(count=1" in caplog.text
    await desk.later(minutes=4)
    admin.sees(STUCK, "不用重发")
    assert await rings(desk, ADMIN)
    await desk.later(minutes=1)
    await desk.later(minutes=6)
    admin.sees("消息又能正常发出去了")
    assert not await rings(desk, ADMIN)
