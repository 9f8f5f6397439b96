"""The card in the group: who takes it, where it goes, how it ends."""

import pytest
from sqlalchemy import select

from storage.outbox import Urgency
from storage.tables import OutboxMessage
from tests.dialogues.channels import MEMBERS, OLD_LOOKS, STAFF
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files

pytestmark = STAFF


async def test_the_card_says_everything_at_a_glance(resident: Phone, staff: Phone) -> None:
    number = await files(resident, photos=2)
    card = staff.finds("待接单")
    for part in (number, "路灯不亮", "军门新村 · 3号楼", "楼下路灯不亮了", "居民"):
        assert part in staff.text_of(card)
    assert "11月25日 11:00 前接单" in staff.text_of(card)
    assert staff.labels_of(card) == [
        "接单",
        "转派",
        "不予受理",
        "⋯ 更多",
    ]
    assert staff.pictures() == 2


async def test_the_card_whose_button_was_pressed_changes_at_once(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    """However many other cards of the group wait to be redrawn."""
    await files(resident)
    await staff.taps("接单")
    async with desk.app.database.reading() as session:
        looks = await session.scalars(
            select(OutboxMessage.urgency)
            .where(OutboxMessage.card.startswith("ticket:"))
            .order_by(OutboxMessage.id)
        )
    assert looks.all() == [Urgency.CARD, Urgency.ANSWER]


@pytest.mark.parametrize("batches", [1, 2])
@pytest.mark.staff_can("Requests: of two who press at once one takes it")
async def test_of_two_who_press_one_takes_it_and_everyone_sees_who(
    desk: Desk, resident: Phone, staff: Phone, colleague: Phone, batches: int
) -> None:
    number = await files(resident)
    staff.press("接单")
    if batches == 2:
        await desk.settle()
        with pytest.raises(AssertionError):
            colleague.press("接单")
    else:
        colleague.press("接单")
        await desk.settle()
        assert "社工甲 已经接单" in colleague.toast()
    assert "社工乙" not in staff.text_of(staff.finds("处理中", "社工甲 接单"))
    resident.sees(number, "有人去办了")


@OLD_LOOKS
async def test_a_look_of_the_card_from_before_still_answers(
    resident: Phone, staff: Phone, colleague: Phone
) -> None:
    await files(resident)
    card = staff.finds("待接单")
    await staff.taps("接单")
    await colleague.taps_late("接单", card)
    assert "社工甲 已经接单" in colleague.toast()


@pytest.mark.parametrize("button", ["问居民", "办结", "转派", "不予受理"])
async def test_only_who_took_it_goes_on_with_it(
    resident: Phone, staff: Phone, colleague: Phone, button: str
) -> None:
    await files(resident)
    await staff.taps("接单")
    await colleague.taps(button)
    assert "社工甲 已经接单" in colleague.toast()


async def test_a_question_to_one_member_is_not_answered_by_another(
    resident: Phone, staff: Phone, colleague: Phone
) -> None:
    number = await files(resident)
    await staff.taps("转派")
    await colleague.taps("转派", on="待接单")
    first, _second = (message for message in staff.screen if "要转给谁" in staff.text_of(message))
    await colleague.taps_late(colleague.labels_of(first)[0], first)
    assert "不是给您的" in colleague.toast()
    staff.finds("待接单", number)


@OLD_LOOKS
async def test_a_group_that_passed_it_on_has_no_say_any_more(resident: Phone, staff: Phone) -> None:
    await files(resident)
    card = staff.finds("待接单")
    await staff.taps("转派")
    await staff.taps("军门物业维修组")
    await staff.taps("归他们管")
    await staff.taps_late("接单", card)
    assert "已经转给别的群" in staff.toast()


@MEMBERS
async def test_what_a_member_who_leaves_had_taken_waits_for_another(
    desk: Desk, resident: Phone, staff: Phone, colleague: Phone
) -> None:
    number = await files(resident)
    await staff.taps("接单")
    desk.world.leave(staff.chat_id, staff.user_id)
    await desk.settle()
    colleague.finds("待接单", number)
    await colleague.taps("接单")
    colleague.finds("处理中", "社工乙")


async def test_declined_with_the_reason_and_where_to_go(resident: Phone, staff: Phone) -> None:
    number = await files(resident)
    await staff.taps("不予受理")
    await staff.replies("不受理的原因", "这盏灯归公园管，请打 12345")
    resident.sees(number, "办不了", "这盏灯归公园管，请打 12345", "0591-8700 0119")
    staff.finds("不予受理", number)
    assert staff.buttons(staff.finds("🚫", number)) == []


async def test_the_list_shows_what_is_left_to_do(resident: Phone, staff: Phone) -> None:
    await staff.says("/list")
    staff.sees("没有积压")
    number = await files(resident)
    await staff.says("/list")
    staff.sees("一共 1 件", number, "待接单", "路灯不亮")
