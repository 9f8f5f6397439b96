"""Files out in chunks, files in by enciphered links that expire."""

import base64
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from bot.channels.wecom import downloads
from bot.channels.wecom.downloads import NotLoadedError, decipher, download
from bot.channels.wecom.errors import RefusedError
from bot.channels.wecom.uploads import CHUNK, upload
from bot.sandbox.wecom import Member
from bot.sandbox.wecom.errors import BAD_FILE_SIZE
from tests.bot.channels.wecom.conftest import Desk, Time


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession() as http:
        yield http


@pytest.mark.parametrize("size", [1, CHUNK, CHUNK + 1, 3 * CHUNK])
async def test_a_file_arrives_as_it_left(desk: Desk, lin: Member, size: int) -> None:
    data = (b"0123456789abcdef" * (size // 16 + 1))[:size]
    lin.says("菜单")
    media_id = await upload(desk.robot.ask, "file", "菜单.xlsx", data)
    body = {"chatid": "lin", "msgtype": "file", "file": {"media_id": media_id}}
    await desk.robot.ask("aibot_send_msg", body)
    (file,) = lin.screen()[-1].files
    assert (file.name, file.data) == ("菜单.xlsx", data)


async def test_a_file_that_is_too_long_is_refused_before_it_leaves(desk: Desk) -> None:
    with pytest.raises(RefusedError) as refused:
        await upload(desk.robot.ask, "image", "a.png", b"x" * (10 * 1024 * 1024 + 1))
    assert refused.value.code == BAD_FILE_SIZE


async def test_what_a_member_sent_is_loaded_with_its_name(
    desk: Desk, lin: Member, http: ClientSession
) -> None:
    lin.sends("file", b"x" * 1000, "菜单 5月.xlsx")
    loaded = await download(http, (await desk.hears())["body"]["file"])
    assert (loaded.name, loaded.data) == ("菜单 5月.xlsx", b"x" * 1000)


async def test_after_five_minutes_it_is_gone(
    desk: Desk, lin: Member, http: ClientSession, time: Time
) -> None:
    lin.sends("image", b"x")
    part = (await desk.hears())["body"]["image"]
    await time.passes(300)
    with pytest.raises(NotLoadedError, match="404"):
        await download(http, part)


async def test_a_file_longer_than_any_of_wecoms_is_not_loaded(
    desk: Desk, lin: Member, http: ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "MOST", 1000)
    lin.sends("file", b"x" * 1000)
    lin.sends("file", b"x" * 1100)
    assert await download(http, (await desk.hears())["body"]["file"])
    with pytest.raises(NotLoadedError, match="too long"):
        await download(http, (await desk.hears())["body"]["file"])


async def test_a_link_that_leads_nowhere_is_an_error_too(http: ClientSession) -> None:
    for part in ({}, {"url": "http://127.0.0.1:9/x", "aeskey": "x"}, {"url": "no address"}):
        with pytest.raises(NotLoadedError):
            await download(http, part)


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"x" * 32, base64.b64encode(b"k" * 32).decode()),
        (b"x" * 31, base64.b64encode(b"k" * 32).decode()),
        (b"", base64.b64encode(b"k" * 32).decode()),
        (b"x" * 32, base64.b64encode(b"k" * 16).decode()),
        (b"x" * 32, "?"),
        (b"x" * 32, None),
    ],
)
def test_what_is_not_enciphered_so_is_refused(data: bytes, key: str | None) -> None:
    with pytest.raises(NotLoadedError):
        decipher(data, key)
