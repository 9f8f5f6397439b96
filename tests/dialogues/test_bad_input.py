"""The wrong kind of message, at every step: a clear answer, and nothing typed is lost."""

from collections.abc import Awaitable, Callable

import pytest

from storage.tables import Channel
from tests.dialogues.phones import Phone
from tests.dialogues.tickets.requests import STREET_LIGHT, files, reviews, writes

Way = Callable[[Phone], Awaitable[None]]


async def to_consent(resident: Phone) -> None:
    await resident.says("/mydata")
    await resident.taps("全部删除")
    await resident.taps("确定删除")
    await resident.starts()


async def to_home(resident: Phone) -> None:
    await to_consent(resident)
    await resident.agrees()


async def to_category(resident: Phone) -> None:
    await resident.says("那个东西又那样了")


async def to_question(resident: Phone) -> None:
    await resident.says(STREET_LIGHT)
    await resident.taps("灯杆编号，或者最近的门牌？")


async def to_content(resident: Phone) -> None:
    await resident.says("/complaint")
    await resident.taps("停车难")


async def to_privacy(resident: Phone) -> None:
    await resident.says(STREET_LIGHT)
    await resident.taps("改公开方式")


async def to_withdrawing(resident: Phone) -> None:
    await files(resident)
    await resident.says("/my", "撤回")


async def to_erasing(resident: Phone) -> None:
    await resident.says("/mydata")
    await resident.taps("全部删除")


STEPS: dict[str, tuple[Way, str]] = {
    "consent": (to_consent, "您同意吗"),
    "home": (to_home, "您住在哪里"),
    "category": (to_category, "哪一类事"),
    "question": (to_question, "灯杆编号"),
    "content": (to_content, "请说说是怎么回事"),
    "place": (writes, "在哪里"),
    "privacy": (to_privacy, "邻居能看到"),
    "review": (reviews, "请看一遍"),
    "withdrawing": (to_withdrawing, "真的要撤回"),
    "erasing": (to_erasing, "真的要删除吗"),
}


@pytest.mark.parametrize("step", STEPS)
async def test_a_sticker_and_a_contact_are_answered_and_the_question_stands(
    resident: Phone, step: str
) -> None:
    lead, question = STEPS[step]
    await lead(resident)
    await resident.sends("sticker")
    resident.sees("看不懂", question)
    await resident.shares_a_contact()
    resident.sees("看不懂", question)


@pytest.mark.parametrize("step", STEPS)
async def test_five_thousand_characters_break_nothing(resident: Phone, step: str) -> None:
    lead, _question = STEPS[step]
    await lead(resident)
    await resident.says("<字>&" * 1250)
    resident.does_not_see("代码")


@pytest.mark.parametrize("step", STEPS)
async def test_thirty_photos_break_nothing_and_answer_once(
    resident: Phone, messenger: Channel, step: str
) -> None:
    """An account gets each photo alone, and answers it at once, or not at all."""
    lead, _question = STEPS[step]
    await lead(resident)
    before = len(resident.screen)
    for _album in range(3):
        await resident.sends_album(10)
    resident.does_not_see("代码")
    answers = 30 if messenger == Channel.WECHAT else 3
    assert len(resident.screen) <= before + answers


@pytest.mark.parametrize("step", STEPS)
async def test_what_is_empty_to_the_eye_breaks_nothing(resident: Phone, step: str) -> None:
    lead, _question = STEPS[step]
    await lead(resident)
    await resident.says("\u200b", "。", "😀")
    resident.does_not_see("代码")


@pytest.mark.parametrize("looking", ["/settings", "/mydata", "/my"])
async def test_who_only_looked_at_something_may_simply_write(resident: Phone, looking: str) -> None:
    await files(resident)
    await resident.says(looking)
    await resident.says("五楼往下扔东西")
    resident.sees("请看一遍", "五楼往下扔东西")
