"""media/upload and media/get: limits, three days, and what people sent."""

import pytest

from bot.sandbox.images import SAMPLE_PNG
from bot.sandbox.wechat.amr import amr_seconds
from bot.sandbox.wechat.follower import Follower
from bot.sandbox.wechat.platform import Platform
from tests.sandbox.conftest import MovableClock
from tests.sandbox.wechat.conftest import Caller, Product

JPEG = b"\xff\xd8\xff"
MB = 1024 * 1024


def amr(seconds: float) -> bytes:
    """Frames of the best mode: 32 bytes for each 20 ms, of which the first names the mode."""
    return b"#!AMR\n" + (b"\x3c" + b"\x00" * 31) * round(seconds * 50)


@pytest.mark.parametrize("content", [SAMPLE_PNG, b"\x89PNG\r\n--b\r\n\r\n\x00\r"])
async def test_what_is_uploaded_comes_back_byte_for_byte(api: Caller, content: bytes) -> None:
    uploaded = await api.upload("image", "图.png", content.replace(b"--b", b"--c"))
    assert uploaded["type"] == "image"
    answer = await api.raw("GET", "media/get", media_id=uploaded["media_id"])
    assert (answer.body, answer.content_type) == (content.replace(b"--b", b"--c"), "image/png")


async def test_an_id_works_for_three_days_and_more_than_once(
    api: Caller, lin: Follower, clock: MovableClock
) -> None:
    media_id = (await api.upload("image", "a.jpg", JPEG))["media_id"]
    message = {"touser": lin.openid, "msgtype": "image", "image": {"media_id": media_id}}
    clock.advance(days=2, hours=23, minutes=59)
    await lin.say("在吗")
    for _ in range(2):
        assert (await api.post("message/custom/send", message))["errcode"] == 0
    clock.advance(minutes=1)
    assert (await api.post("message/custom/send", message))["errcode"] == 40007
    assert (await api.get("media/get", media_id=media_id))["errcode"] == 40007


@pytest.mark.parametrize(
    ("kind", "name", "data", "code"),
    [
        ("file", "a.pdf", b"%PDF", 40004),
        ("image", "a.bmp", b"BM", 40005),
        ("image", "a.png", JPEG, 40005),
        ("image", "a", JPEG, 40005),
        ("image", "a.jpg", JPEG + b"\x00" * 10 * MB, 40006),
        ("thumb", "a.jpg", JPEG + b"\x00" * 64 * 1024, 40006),
        ("voice", "a.mp3", b"ID3" + b"\x00" * 2 * MB, 40006),
        ("voice", "a.ogg", b"OggS", 40005),
        ("voice", "a.amr", amr(60.02), 45007),
        ("video", "a.mp4", b"\x00" * (10 * MB + 1), 40006),
        ("image", "a.jpg", b"", 41005),
    ],
)
async def test_what_is_not_taken(api: Caller, kind: str, name: str, data: bytes, code: int) -> None:
    assert (await api.upload(kind, name, data))["errcode"] == code


@pytest.mark.parametrize(
    ("kind", "name", "data"),
    [
        ("voice", "a.amr", amr(60)),
        ("voice", "a.mp3", b"ID3"),
        ("video", "a.MP4", b"\x00" * 10 * MB),
        ("image", "a.gif", b"GIF89a"),
    ],
)
async def test_what_is_taken(api: Caller, kind: str, name: str, data: bytes) -> None:
    assert "media_id" in await api.upload(kind, name, data)


async def test_a_thumb_has_an_id_of_its_own_name(api: Caller) -> None:
    assert "thumb_media_id" in await api.upload("thumb", "a.jpg", JPEG)


@pytest.mark.parametrize("content_type", ["", "multipart/form-data", "application/json"])
async def test_a_body_without_a_file(api: Caller, content_type: str) -> None:
    answer = await api.raw("POST", "media/upload", b"{}", content_type, type="image")
    assert answer.json()["errcode"] == 41005


async def test_a_file_has_a_name(api: Caller) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="media"\r\n\r\n\xff\xd8\r\n--b--\r\n'
    answer = await api.raw(
        "POST", "media/upload", body, "multipart/form-data; boundary=b", type="image"
    )
    assert answer.json()["errcode"] == 41005


async def test_what_people_send_is_fetched_by_its_id(
    api: Caller, lin: Follower, product: Product, platform: Platform
) -> None:
    photo = await lin.send_photo(SAMPLE_PNG)
    answer = await api.raw("GET", "media/get", media_id=str(photo.fields["MediaId"]))
    assert answer.body == SAMPLE_PNG
    voice = await lin.send_voice(amr(61))
    answer = await api.raw("GET", "media/get", media_id=str(voice.fields["MediaId"]))
    assert (answer.body, answer.content_type) == (amr(61), "audio/amr")
    video = await lin.send_video(b"mp4")
    found = await api.get("media/get", media_id=str(video.fields["MediaId"]))
    assert found["video_url"].startswith(f"{platform.public_url}/media/")


def test_the_length_of_a_recording() -> None:
    assert amr_seconds(amr(1.5)) == pytest.approx(1.5)
    assert amr_seconds(JPEG) is None
