"""Files go between messengers: what is sent on one is seen and heard on the other."""

import json
import wave
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from io import BytesIO

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from bot.media.voice import to_amr
from bot.sandbox.files import Upload
from bot.sandbox.images import SAMPLE_PNG
from bot.sandbox.wechat.amr import amr_seconds
from bot.sandbox.wechat.media import Media
from bot.sandbox.wechat.screen import Bubble
from bot.web.files import add_files
from storage.tables import Channel, MediaBlob
from tests.dialogues.conftest import ADMIN
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.wechat_phones import WechatPhone

pytestmark = pytest.mark.on(Channel.WECHAT)
PHOTO = SAMPLE_PNG + b"of a lamp"
GET, UPLOAD = "/cgi-bin/media/get", "/cgi-bin/media/upload"


@pytest.fixture
def follower(resident: Phone) -> WechatPhone:
    assert isinstance(resident, WechatPhone)
    return resident


def silence(seconds: float) -> bytes:
    """A WAV file."""
    written = BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8_000)
        file.writeframes(bytes(int(16_000 * seconds)))
    return written.getvalue()


async def fetched_on_receipt(desk: Desk) -> None:
    """What the line does every two seconds."""
    for line in desk.app.lines:
        while await line.fetching.look():
            pass


async def photographs(follower: WechatPhone, photo: bytes = PHOTO) -> None:
    follower.desk.clock.move(seconds=1)
    await follower.follower.send_photo(photo)
    await follower.desk.settle()


async def files_with_a_photo(follower: WechatPhone) -> None:
    await follower.says("楼下路灯不亮了")
    await photographs(follower)
    await follower.taps("提交")


async def reaches_staff_after_four_days(follower: WechatPhone) -> None:
    """They hand it in; what Telegram is to be told waits meanwhile."""
    await follower.follower.say("1")
    follower.desk.clock.move(days=4)
    await follower.desk.settle()


def photos_in(phone: Phone) -> list[bytes]:
    files = phone.world.files.by_id
    return [files[each.photo[-1].file_id].data for each in phone.screen if each.photo]


def bubbles(follower: WechatPhone, kind: str) -> list[Bubble]:
    return [each.bubble for each in follower.screen if each.bubble.kind == kind]


def shown(follower: WechatPhone, kind: str) -> list[bytes]:
    """The files that the account sent."""
    return [each.media.data for each in bubbles(follower, kind) if each.media]


async def asks_with_a_photo(staff: Phone, photo: bytes = PHOTO) -> None:
    await staff.taps("接单")
    await staff.taps("问居民")
    prompt = staff.finds("要问居民的话").message_id
    upload = Upload(photo, "photo.png")
    staff.world.send_photo(
        staff.user_id, staff.chat_id, upload, caption="是这一盏吗？", reply_to=prompt
    )
    await staff.desk.settle()


async def test_staff_on_telegram_see_the_photo_itself(follower: WechatPhone, staff: Phone) -> None:
    await files_with_a_photo(follower)
    assert photos_in(staff) == [PHOTO]


async def test_staff_hear_what_was_said(follower: WechatPhone, staff: Phone) -> None:
    recording = await to_amr(silence(3))
    await follower.says("楼下路灯不亮了")
    follower.desk.clock.move(seconds=1)
    await follower.follower.send_voice(recording.data)
    await follower.desk.settle()
    await follower.taps("提交")
    (heard,) = [each.voice for each in staff.screen if each.voice]
    stored = staff.world.files.by_id[heard.file_id]
    assert (stored.data[:4], stored.mime_type) == (b"OggS", "audio/ogg")


async def test_a_resident_on_wechat_sees_the_photo_that_staff_sent(
    follower: WechatPhone, staff: Phone
) -> None:
    await follower.says("楼下路灯不亮了", "1")
    await asks_with_a_photo(staff)
    follower.finds("是这一盏吗？")
    assert shown(follower, "image") == [PHOTO]


async def test_a_resident_on_wechat_hears_what_staff_said(
    follower: WechatPhone, staff: Phone
) -> None:
    await follower.says("楼下路灯不亮了", "1")
    await staff.taps("接单")
    await staff.taps("问居民")
    prompt = staff.finds("要问居民的话").message_id
    staff.world.send_file(
        staff.user_id,
        staff.chat_id,
        "voice",
        Upload(silence(2), "voice.wav"),
        caption="是这样吗？",
        reply_to=prompt,
    )
    await staff.desk.settle()
    (heard,) = shown(follower, "voice")
    assert amr_seconds(heard) == pytest.approx(2, abs=0.1)


async def test_after_three_days_the_photo_is_still_there(
    desk: Desk, follower: WechatPhone, staff: Phone
) -> None:
    await follower.says("楼下路灯不亮了")
    await photographs(follower)
    await fetched_on_receipt(desk)
    await reaches_staff_after_four_days(follower)
    assert photos_in(staff) == [PHOTO]


async def test_a_download_that_fails_is_tried_again(
    desk: Desk, follower: WechatPhone, staff: Phone
) -> None:
    await follower.says("楼下路灯不亮了")
    await photographs(follower)
    follower.platform.fail(GET, -1)
    await fetched_on_receipt(desk)
    desk.clock.move(seconds=5)
    await fetched_on_receipt(desk)
    await reaches_staff_after_four_days(follower)
    assert photos_in(staff) == [PHOTO]


async def test_what_nobody_fetched_in_time_is_said_in_words(
    desk: Desk, follower: WechatPhone, staff: Phone
) -> None:
    await follower.says("楼下路灯不亮了")
    await photographs(follower)
    admin = Phone(desk, ADMIN, ADMIN)
    await admin.starts()
    await reaches_staff_after_four_days(follower)
    staff.finds("有一张图片过期了，打不开了")
    admin.finds("照片、语音或文件过期了，或者太大，只发了文字", "军门社区工作群")
    assert photos_in(staff) == []


async def test_an_upload_that_fails_is_tried_again(
    desk: Desk, follower: WechatPhone, staff: Phone
) -> None:
    await follower.says("楼下路灯不亮了", "1")
    follower.platform.fail(UPLOAD, -1)
    await asks_with_a_photo(staff)
    assert shown(follower, "image") == []
    await desk.later(seconds=5)
    assert shown(follower, "image") == [PHOTO]


async def test_nothing_is_uploaded_that_may_not_be_said_yet(
    desk: Desk, follower: WechatPhone, staff: Phone
) -> None:
    await follower.says("楼下路灯不亮了", "1")
    desk.clock.move(hours=49)
    await asks_with_a_photo(staff)
    uploads = [each for each in follower.platform.calls if each.path == UPLOAD]
    assert uploads == []
    await follower.says("在吗")
    follower.finds("是这一盏吗？")
    assert shown(follower, "image") == [PHOTO]


async def test_a_file_that_the_platform_has_lost_is_uploaded_again(
    follower: WechatPhone, staff: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WeChat says 40007 to a name that ought to hold for three days."""
    await follower.says("楼下路灯不亮了", "1")
    add, media = follower.platform.media.add, follower.platform.media
    losses = iter([True])

    def add_and_lose(kind: str, data: bytes, content_type: str) -> Media:
        made = add(kind, data, content_type)
        if next(losses, False):
            del media.by_id[made.id]
        return made

    monkeypatch.setattr(media, "add", add_and_lose)
    await asks_with_a_photo(staff)
    assert shown(follower, "image") == [PHOTO]
    uploads = [each for each in follower.platform.calls if each.path == UPLOAD]
    asked = [each for each in follower.screen if "是这一盏吗？" in each.text]
    assert (len(uploads), len(asked)) == (2, 1)


async def test_their_data_comes_as_a_link_which_loads_it(desk: Desk, follower: WechatPhone) -> None:
    await follower.says("/mydata")
    await follower.taps("发给我一份")
    token = link_in(follower, "我们记着", "11月30日 09:00前有效）")
    async with site(desk) as http:
        status, headers, body = await loaded(http, token)
    assert (status, headers["Content-Type"]) == (200, "application/json")
    assert headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert json.loads(body)["profile"]["name"] == "居民"


async def test_a_link_ends_after_a_week(desk: Desk, follower: WechatPhone) -> None:
    await follower.says("/mydata")
    await follower.taps("发给我一份")
    token = link_in(follower)
    desk.clock.move(days=7, seconds=1)
    async with site(desk) as http:
        status, _headers, body = await loaded(http, token)
        assert (status, "这个链接过期了" in body.decode()) == (410, True)
        desk.clock.move(days=10)
        await desk.app.tidy()
        assert (await loaded(http, token))[0] == 410
    async with desk.app.database.reading() as session:
        assert (await session.scalars(select(MediaBlob.media_id))).all() == []


async def test_a_link_that_was_changed_leads_nowhere(desk: Desk, follower: WechatPhone) -> None:
    await follower.says("/mydata")
    await follower.taps("发给我一份")
    token = link_in(follower)
    until, _dash, name = token.partition("-")
    async with site(desk) as http:
        for other in (token[:-1], f"{token}0", f"{int(until) + 86_400}-{name}", name, "0"):
            status, _headers, body = await loaded(http, other)
            assert (status, "打不开这个链接" in body.decode()) == (404, True)


async def test_who_is_erased_takes_their_links_along(desk: Desk, follower: WechatPhone) -> None:
    await follower.says("/mydata")
    await follower.taps("发给我一份")
    token = link_in(follower)
    await follower.says("/mydata")
    await follower.taps("全部删除")
    await follower.taps("确定删除")
    async with site(desk) as http:
        assert (await loaded(http, token))[0] == 404
    async with desk.app.database.reading() as session:
        assert (await session.scalars(select(MediaBlob.media_id))).all() == []


def link_in(follower: WechatPhone, *fragments: str) -> str:
    """The token of the link that was just sent."""
    follower.sees("📄", *fragments)
    (link,) = follower.last.bubble.links
    base, _files, token = link.href.partition("/files/")
    assert base == "http://127.0.0.1:8080"
    return token


@asynccontextmanager
async def site(desk: Desk) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    pages = web.Application()
    add_files(pages, desk.app.database, desk.clock)
    async with TestClient(TestServer(pages)) as http:
        yield http


async def loaded(
    http: TestClient[web.Request, web.Application], token: str
) -> tuple[int, Mapping[str, str], bytes]:
    async with http.get(f"/files/{token}") as response:
        return response.status, response.headers, await response.read()
