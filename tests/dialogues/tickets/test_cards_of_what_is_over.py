"""The card of what is over says what came of it, and old buttons say how it stands now."""

import pytest

from tests.dialogues.channels import OVER_AGAIN, TAPS
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import (
    asked,
    erases_themselves,
    files,
    number_in,
    rates,
    resolves,
)


async def test_a_finished_request_shows_what_was_done_and_by_whom(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    number = await files(resident)
    await resolves(staff)
    staff.finds("已办结", number, "社工甲 办结：“灯泡换好了”")
    await desk.later(hours=25)
    await rates(resident, "解决了", "满意")
    staff.finds("已结束", number, "⭐ 满意")
    staff.finds(number, "社工甲 办结：“灯泡换好了”")


async def test_a_declined_request_shows_why_and_by_whom(resident: Phone, staff: Phone) -> None:
    number = await files(resident)
    await staff.taps("不予受理")
    await staff.replies("不受理的原因", "归公园管")
    staff.finds("🚫", number, "社工甲 不予受理：“归公园管”")


async def test_the_card_of_somebody_erased_says_that_nothing_is_left_to_do(
    resident: Phone, staff: Phone
) -> None:
    number = await files(resident)
    await staff.taps("接单")
    await erases_themselves(resident)
    card = staff.finds("已撤回", number, "居民已注销", "不用再办")
    assert staff.buttons(card) == []
    staff.sees("居民已注销，这件事不用再办了")
    assert "没有文字" not in staff.text_of(card)
    assert "📍" not in staff.text_of(card)


async def test_the_card_of_somebody_erased_while_it_awaited_a_rating_is_closed(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    number = await asked(desk, resident, staff)
    await erases_themselves(resident)
    assert staff.buttons(staff.finds("已结束", number, "居民已注销")) == []


@pytest.mark.parametrize("button", ["催办", "撤回"])
async def test_old_buttons_of_a_resident_say_how_it_stands_now(
    resident: Phone, staff: Phone, button: str
) -> None:
    await files(resident)
    await resident.taps("📋 我的诉求")
    await resolves(staff)
    await resident.taps(button)
    assert "社区说这件事办好了" in resident.toast()


@TAPS
async def test_the_button_of_an_answered_question_says_so(resident: Phone, staff: Phone) -> None:
    await files(resident)
    await staff.taps("接单")
    await staff.taps("问居民")
    await staff.replies("要问居民的话", "是哪一盏灯？")
    await resident.says("门口左边那盏")
    await resident.taps("回答")
    assert "您已经回答过了" in resident.toast()


async def test_news_begin_with_the_matter_and_say_who_and_where_to_call(
    resident: Phone, staff: Phone
) -> None:
    await files(resident)
    await staff.taps("接单")
    news = resident.text_of(resident.sees("军门社区工作群", "0591-8700 0119"))
    assert news.startswith("您说的“楼下路灯不亮了”，有人去办了")
    assert news.endswith(number_in(news))


@OVER_AGAIN
async def test_passing_on_leaves_one_message_in_the_group(resident: Phone, staff: Phone) -> None:
    await files(resident)
    await staff.taps("转派")
    await staff.taps("转派", on="待接单")
    before = len(staff.screen)
    await staff.taps("军门物业维修组")
    await staff.taps("归他们管")
    assert len(staff.screen) == before
    assert "转过去了" in staff.toast()
