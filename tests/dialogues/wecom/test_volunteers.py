"""Volunteers who are staff, too: WeCom knows them in both their chats."""

from collections.abc import Callable

import pytest

from storage.tables import Channel
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.volunteering.doing import serve
from tests.dialogues.volunteering.serving import claimed
from tests.dialogues.volunteering.test_points import code_on, reserves, volunteer, with_points

__all__ = ["volunteer", "with_points"]
pytestmark = [pytest.mark.on(Channel.WECOM), pytest.mark.staff_on(Channel.WECOM)]
THEIR_OWN = "这是您自己的，请别的同事来确认。"


@pytest.fixture
def themselves(member_of: Callable[[str, str], Phone]) -> Phone:
    """The volunteer's phone, looking at the group of staff."""
    return member_of("军门社区工作群", "居民")


async def test_nobody_confirms_their_own_minutes(
    volunteer: Phone, staff: Phone, themselves: Phone, desk: Desk
) -> None:
    await claimed(desk, volunteer)
    await serve(volunteer, staff)
    await themselves.taps("热心邻居 90 分钟")
    assert themselves.toast() == THEIR_OWN
    await staff.taps("热心邻居 90 分钟")
    staff.finds("✅ 90 分钟（社工甲 确认）")


async def test_nobody_hands_a_reward_to_themselves(with_points: Phone, themselves: Phone) -> None:
    await reserves(with_points)
    await themselves.says(f"/redeem {code_on(with_points)}")
    await themselves.taps("交给本人了")
    assert themselves.toast() == THEIR_OWN
