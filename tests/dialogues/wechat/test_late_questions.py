"""A question that came while nothing could be said to its person stands once they see it."""

import pytest

from storage.tables import Channel
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files, resolves

pytestmark = pytest.mark.on(Channel.WECHAT)


@pytest.fixture
async def silent(desk: Desk, resident: Phone, staff: Phone) -> Phone:
    """Somebody who has not written for three days, and is to be asked whether it is solved."""
    await files(resident)
    await resolves(staff)
    await desk.later(hours=72)
    resident.does_not_see("现在解决了吗")
    return resident


@pytest.mark.parametrize("words", ["1", "谢谢"])
async def test_what_they_write_first_is_no_answer_and_the_next_is(
    silent: Phone, words: str
) -> None:
    await silent.says(words)
    silent.sees("现在解决了吗", "1  解决了")
    silent.does_not_see("满意吗")
    await silent.says("1")
    silent.sees("满意吗")


async def test_what_they_begin_instead_goes_on(silent: Phone) -> None:
    await silent.says("3号楼电梯坏了")
    silent.finds("请看一遍", "电梯故障")
    silent.sees("现在解决了吗", "照着写", "“没有解决”")
    await silent.says("1")
    silent.sees("提交好了", "电梯故障")
    await silent.says("没有解决")
    silent.sees("没有办好", "还差什么")
