"""/my: one's own requests, their timeline, adding, nudging, answering, withdrawing."""

from collections.abc import Callable

import pytest
from sqlalchemy import update

from storage.tables import Category
from tests.dialogues.channels import LATE_TAPS
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files, resolves


async def opens(resident: Phone, number: str) -> None:
    """The only one that is in work is shown at once."""
    await resident.says("/my")
    if any(number in each for each in resident.choices()):
        await resident.taps(number)


async def test_without_requests_it_says_how_to_file_one(resident: Phone) -> None:
    await resident.taps("📋 我的诉求")
    resident.sees("还没有反映过", "我要反映")


async def test_what_still_moves_stands_first(resident: Phone, staff: Phone) -> None:
    first = await files(resident, "三号楼路灯坏了")
    second = await files(resident, "五号楼路灯坏了")
    await staff.taps("不予受理", on="五号楼")
    await staff.replies("不受理的原因", "请打供电局 95598")
    await resident.says("/my")
    resident.sees("正在办的有这一件。以前的 1 件", first)
    await resident.taps("返回")
    resident.sees("一共 2 件")
    assert [label[-len(first) :] for label in resident.choices()[:2]] == [first, second]
    assert resident.choices()[0].startswith("等人来办 · 路灯不亮")
    assert resident.choices()[1].startswith("社区办不了")


@pytest.mark.can("Requests: one’s own, and how they went")
async def test_the_timeline_tells_the_story(desk: Desk, resident: Phone, staff: Phone) -> None:
    number = await files(resident)
    desk.clock.move(minutes=30)
    await resolves(staff)
    await opens(resident, number)
    said = ("11月23日 09:00 已提交", "11月23日 09:30 有人去办了", "办好了：灯泡换好了")
    resident.sees("社区说办好了", *said)


async def test_numbers_and_labels_open_and_act_as_taps_do(resident: Phone) -> None:
    number = await files(resident)
    await resident.says("/my")
    resident.sees(number, "已提交")
    await resident.says("催办")
    resident.finds("催了军门社区工作群")
    await resident.says("/my")
    await resident.says("返回")
    resident.sees("一共 1 件")
    await resident.says("1")
    await resident.says("0")
    resident.sees("一共 1 件")
    await resident.says("0")
    resident.sees("直接写下来")


async def test_looking_at_requests_does_not_keep_from_filing_another(resident: Phone) -> None:
    number = await files(resident)
    await opens(resident, number)
    await resident.says("楼上往下扔东西")
    resident.sees("请看一遍", "楼上往下扔东西")


@pytest.mark.can("Requests: words and photos are added")
async def test_words_photos_and_an_album_are_added(resident: Phone, staff: Phone) -> None:
    number = await files(resident)
    await opens(resident, number)
    await resident.taps("补充")
    await resident.says("晚上很黑", "老人不敢出门")
    await resident.sends_album(4)
    resident.sees("补充上了")
    await resident.taps("补充好了")
    resident.sees("办事的人都能看到")
    staff.finds("居民补充：晚上很黑")
    staff.finds("居民补充：老人不敢出门")
    assert staff.pictures() == 4


async def test_an_album_answers_a_question_whole(resident: Phone, staff: Phone) -> None:
    await files(resident)
    await staff.taps("接单")
    await staff.taps("问居民")
    await staff.replies("要问居民的话", "是哪一盏？")
    await resident.sends_album(3, "这一盏", captioned=2, reply_to=resident.finds("社区想问您一句"))
    resident.finds("您的回答转过去了")
    staff.finds("居民回答：这一盏")
    assert staff.pictures() == 3


async def test_a_long_addition_reaches_the_staff_whole(resident: Phone, staff: Phone) -> None:
    number = await files(resident)
    await opens(resident, number)
    await resident.taps("补充")
    await resident.says("很" * 4090 + "长完了")
    assert staff.text_of(staff.last).endswith("长完了")


@pytest.mark.can("Requests: nudged")
async def test_a_nudge_reaches_the_group_once_a_day(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    number = await files(resident)
    await opens(resident, number)
    await resident.taps("催办")
    resident.sees("催了军门社区工作群", number)
    staff.finds("居民催办")
    desk.clock.move(hours=23)
    await resident.taps("催办")
    assert "11月24日 09:00 以后可以再催" in resident.toast()
    desk.clock.move(hours=1)
    await resident.taps("催办")
    resident.sees("催了军门社区工作群")
    assert sum("居民催办" in staff.text_of(message) for message in staff.screen) == 2


@pytest.mark.can("Requests: withdrawn")
async def test_a_request_is_withdrawn_after_asking_once_more(resident: Phone, staff: Phone) -> None:
    number = await files(resident)
    await opens(resident, number)
    await resident.taps("撤回")
    resident.sees("真的要撤回")
    await resident.taps("不撤回")
    staff.finds("待接单", number)
    await opens(resident, number)
    await resident.taps("撤回")
    await resident.says("1")
    resident.sees("撤回了", number)
    staff.finds("已撤回", number)
    staff.finds("居民撤回了这件事")


@LATE_TAPS
async def test_somebody_elses_request_is_not_to_be_found(
    desk: Desk, resident: Phone, new_resident: Callable[[str], Phone]
) -> None:
    await files(resident)
    await resident.says("/my")
    await resident.says("返回")
    button = resident.buttons(resident.last)[0]
    stranger = new_resident("别人")
    await stranger.starts()
    desk.world.tap(
        stranger.user_id,
        stranger.chat_id,
        stranger.last.message_id,
        str(button.callback_data),
        stale=True,
    )
    await desk.settle()
    assert "没有找到这件事" in stranger.toast()


async def test_a_category_put_out_of_use_still_has_its_name(desk: Desk, resident: Phone) -> None:
    await files(resident)
    async with desk.app.database.transaction() as session:
        await session.execute(update(Category).values(active=False))
    await resident.says("/my")
    await resident.says("返回")
    assert "路灯不亮" in resident.choices()[0]
