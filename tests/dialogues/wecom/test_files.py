"""Files between residents elsewhere and staff on WeCom."""

import pytest
from sqlalchemy import select

from bot.sandbox import limits
from bot.sandbox.images import SAMPLE_PNG
from storage.tables import Channel, MediaBlob
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
