"""A question that came while nothing could be said to its person stands once they see it."""

from typing import cast

import pytest

from storage.tables import Channel
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files, resolves
from tests.dialogues.wecom_phones import WecomPhone

pytestmark = pytest.mark.on(Channel.WECOM)


@pytest.mark.parametrize("words", ["1", "谢谢"])
async def test_what_they_write_first_is_no_answer_and_the_next_is(
    desk: Desk, resident: Phone, staff: Phone, words: str
) -> None:
    await files(resident)
    gateway = cast("WecomPhone", resident).wecom.gateway
    gateway.lapse(gateway.single(gateway.robot(), cast("WecomPhone", resident).userid))
    await resolves(staff)
    await desk.later(hours=25)
    resident.does_not_see("现在解决了吗")
    await resident.says(words)
    resident.finds("现在解决了吗")
    resident.does_not_see("满意吗")
    await resident.says("解决了")
    resident.finds("满意吗")
