"""A task that is done: its volunteer checks in and out, for somebody whom they help."""

import re
from collections.abc import Callable

import pytest

from storage.tables import Channel
from tests.dialogues.moving import moves_in
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.volunteering.serving import LATITUDE, LONGITUDE, volunteers

HERE = (LATITUDE + 0.0005, LONGITUDE)


@pytest.fixture
async def volunteer(resident: Phone, desk: Desk) -> Phone:
    await volunteers(desk, resident)
    return resident


@pytest.fixture
async def helped(new_resident: Callable[[str], Phone]) -> Phone:
    return await moves_in(new_resident("居民甲"))


async def is_there(volunteer: Phone, staff: Phone) -> None:
    """Asked where they are; who cannot send that reads the organiser's code."""
    if volunteer.channel == Channel.WECOM:
        await staff.taps("签到码")
        await volunteer.says(code_on(staff))
    else:
        await volunteer.is_at(*HERE)


async def serve(volunteer: Phone, staff: Phone, minutes: int = 90) -> None:
    """Check in when it begins, out `minutes` later."""
    await staff.desk.later(hours=1)
    await volunteer.taps("我到了，签到")
    await is_there(volunteer, staff)
    await staff.desk.later(minutes=minutes)
    await volunteer.taps("做完了，签退")
    await is_there(volunteer, staff)


def code_on(phone: Phone) -> str:
    found = re.search(r"\b\d{6}\b", phone.text_of(phone.last))
    assert found, phone.text_of(phone.last)
    return found[0]
