"""Stray words with nothing open: they begin nothing, and bring back nothing."""

import pytest

from handlers.common.menu import LABELS
from tests.dialogues.conftest import NewPerson
from tests.dialogues.phones import Phone
from tests.dialogues.tickets.requests import STREET_LIGHT


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("1", "没听懂"),
        ("苹果", "没听懂"),
        ("好", "我一直在"),
        ("在吗", "我一直在"),
        ("谢谢", "我一直在"),
    ],
)
async def test_they_lead_to_the_menu(resident: Phone, words: str, answer: str) -> None:
    await resident.says(words)
    resident.sees(answer, "点下面的菜单")
    assert {*resident.choices()} <= {*LABELS}


async def test_no_draft_of_before_comes_back(resident: Phone) -> None:
    await resident.says(STREET_LIGHT)
    await resident.says("/cancel")
    await resident.says("谢谢")
    resident.sees("我一直在")
    await resident.says("电梯又坏了")
    resident.sees("没写完的", STREET_LIGHT)


async def test_a_number_that_no_option_has_keeps_the_question(resident: Phone) -> None:
    await resident.says("/settings", "9")
    resident.sees("没听懂", "要改哪一样")


async def test_a_greeting_of_somebody_new_is_no_request(new_resident: NewPerson) -> None:
    newcomer = new_resident("新来的")
    await newcomer.says("你好")
    newcomer.sees("您同意吗")
    await newcomer.agrees()
    await newcomer.taps("以后再说")
    newcomer.sees("直接写下来")
