"""Files between residents elsewhere and staff on WeCom."""

import pytest
from sqlalchemy import select

from bot.sandbox import limits
from bot.sandbox.images import SAMPLE_PNG
from storage.tables import Channel, MediaBlob
from tests.dialogues.announcements.writing import begins, subscribes
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files

pytestmark = pytest.mark.staff_on(Channel.WECOM)


@pytest.mark.on(Channel.TELEGRAM, Channel.WECHAT)
async def test_staff_see_what_a_resident_photographed(resident: Phone, staff: Phone) -> None:
    await resident.says("楼下路灯不亮了")
    await resident.photographs()
    await resident.taps("提交")
    assert staff.pictures() == 1


@pytest.mark.on(Channel.TELEGRAM, Channel.WECHAT)
async def test_a_resident_sees_what_staff_photographed(resident: Phone, staff: Phone) -> None:
    await files(resident)
    await staff.taps("接单")
    await staff.taps("问居民")
    await staff.photographs("是这一盏吗？", reply_to=staff.finds("要问居民的话"))
    resident.finds("是这一盏吗？")
    assert resident.pictures() == 1


@pytest.mark.on(Channel.TELEGRAM)
@pytest.mark.refused("file is too big")
async def test_a_video_that_telegram_hands_to_nobody_is_told_of(
    resident: Phone, staff: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "DOWNLOAD", 10)
    await resident.says("楼下路灯不亮了")
    await resident.sends("video")
    await resident.taps("提交")
    staff.finds("有一段视频太大，这里放不了")


@pytest.mark.on(Channel.TELEGRAM)
async def test_what_came_on_wecom_is_kept_before_it_is_gone_there(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await files(resident)
    await staff.taps("接单")
    await staff.taps("问居民")
    await staff.photographs("是这一盏吗？", reply_to=staff.finds("要问居民的话"))
    async with desk.app.database.reading() as session:
        assert (await session.scalars(select(MediaBlob.data))).all() == [SAMPLE_PNG]


@pytest.mark.on(Channel.TELEGRAM)
async def test_what_goes_with_the_result_is_handed_in_in_the_single_chat(
    resident: Phone, staff: Phone
) -> None:
    number = await files(resident)
    await staff.taps("接单")
    await staff.taps("办结")
    staff.sees(number, "照片、视频可以先发到和我的私聊里")
    own = staff.in_private()
    await own.sends("video")
    await own.photographs()
    own.sees("照片等 2 个收到了", "军门社区工作群")
    await staff.says("灯泡换好了")
    resident.finds("灯泡换好了")
    assert any(each.video for each in resident.screen)
    assert resident.pictures() == 1


@pytest.mark.on(Channel.TELEGRAM)
async def test_a_file_beside_an_announcement_reaches_residents(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await subscribes(resident, "🚰 停水停电")
    own = await begins(staff)
    await own.hands_in(b"%PDF-1.4", "通知.pdf")
    await own.says("1")
    await own.taps("现在就发")
    await own.taps("✅ 就这样发")
    await desk.later(seconds=2)
    assert (resident.file_name(), await resident.file()) == ("通知.pdf", b"%PDF-1.4")


@pytest.mark.on(Channel.TELEGRAM)
async def test_where_no_file_was_asked_for_it_is_none_of_the_groups(
    resident: Phone, staff: Phone
) -> None:
    await files(resident)
    await staff.taps("不予受理")
    own = staff.in_private()
    await own.sends("video")
    own.does_not_see("收到了，")
    own.does_not_see("军门社区工作群")
