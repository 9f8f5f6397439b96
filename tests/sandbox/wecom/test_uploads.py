"""Files from a robot: in chunks, then by media_id."""

import base64
import hashlib
from typing import Any

import pytest

from bot.sandbox.images import SAMPLE_PNG
from bot.sandbox.wecom import Member
from bot.sandbox.wecom.errors import (
    BAD_FILE_SIZE,
    BAD_MEDIA_ID,
    BAD_MEDIA_KIND,
    BAD_PARAMETER,
)
from tests.sandbox.conftest import MovableClock
from tests.sandbox.wecom.conftest import Frame, Line

CHUNK = 512 * 1024


def begin(data: bytes, kind: str = "file", **other: Any) -> Frame:
    return {
        "type": kind,
        "filename": "菜单.xlsx",
        "total_size": len(data),
        "total_chunks": -(-len(data) // CHUNK),
        "md5": hashlib.md5(data, usedforsecurity=False).hexdigest(),
    } | other


def put(line: Line, data: bytes, first: int = 0, **other: Any) -> str:
    """All but finish. Returns the upload_id."""
    upload_id: str = line.obeys("aibot_upload_media_init", begin(data, **other))["upload_id"]
    for index in range(-(-len(data) // CHUNK)):
        part = data[index * CHUNK : (index + 1) * CHUNK]
        line.obeys("aibot_upload_media_chunk", chunk(upload_id, index + first, part))
    return upload_id


def chunk(upload_id: str, index: int, part: bytes) -> Frame:
    encoded = base64.b64encode(part).decode()
    return {"upload_id": upload_id, "chunk_index": index, "base64_data": encoded}


@pytest.mark.parametrize("first", [0, 1])
def test_chunks_count_from_nought_or_from_one(line: Line, lin: Member, first: int) -> None:
    lin.says("菜单")
    asked = line.heard()
    data = bytes(range(256)) * 5000
    done = line.obeys("aibot_upload_media_finish", {"upload_id": put(line, data, first)})
    assert done["type"] == "file"
    line.obeys(
        "aibot_respond_msg", {"msgtype": "file", "file": {"media_id": done["media_id"]}}, to=asked
    )
    (file,) = lin.screen()[-1].files
    assert (file.kind, file.name, file.data) == ("file", "菜单.xlsx", data)


def test_media_is_pushed_too_and_lasts_three_days(
    line: Line, lin: Member, clock: MovableClock
) -> None:
    lin.says("图")
    line.frames.clear()
    upload_id = put(line, SAMPLE_PNG, kind="image")
    media_id = line.obeys("aibot_upload_media_finish", {"upload_id": upload_id})["media_id"]
    body = {"chatid": "lin", "msgtype": "image", "image": {"media_id": media_id}}
    clock.advance(days=2, hours=23)
    line.obeys("aibot_send_msg", body)
    clock.advance(hours=1)
    assert line.refused("aibot_send_msg", body) == BAD_MEDIA_ID


def test_media_is_sent_as_what_it_was_uploaded(line: Line, lin: Member) -> None:
    lin.says("图")
    line.frames.clear()
    upload_id = put(line, SAMPLE_PNG, kind="image")
    media_id = line.obeys("aibot_upload_media_finish", {"upload_id": upload_id})["media_id"]
    body = {"chatid": "lin", "msgtype": "file", "file": {"media_id": media_id}}
    assert line.refused("aibot_send_msg", body) == BAD_MEDIA_ID


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"type": "pdf"}, BAD_MEDIA_KIND),
        ({"total_size": 0}, BAD_FILE_SIZE),
        ({"total_size": 20 * 1024 * 1024 + 1, "total_chunks": 41}, BAD_FILE_SIZE),
        ({"type": "image", "total_size": 10 * 1024 * 1024 + 1, "total_chunks": 21}, BAD_FILE_SIZE),
        ({"type": "voice", "total_size": 2 * 1024 * 1024 + 1, "total_chunks": 5}, BAD_FILE_SIZE),
        ({"total_chunks": 101}, BAD_PARAMETER),
        ({"total_size": CHUNK + 1, "total_chunks": 1}, BAD_PARAMETER),
        ({"filename": ""}, BAD_PARAMETER),
    ],
)
def test_what_cannot_be_uploaded_is_refused_at_once(line: Line, other: Frame, code: int) -> None:
    assert line.refused("aibot_upload_media_init", begin(b"x") | other) == code


def test_a_missing_chunk_is_noticed_and_can_be_sent_later(line: Line) -> None:
    data = b"x" * (CHUNK + 1)
    upload_id = line.obeys("aibot_upload_media_init", begin(data))["upload_id"]
    line.obeys("aibot_upload_media_chunk", chunk(upload_id, 1, data[CHUNK:]))
    assert line.refused("aibot_upload_media_finish", {"upload_id": upload_id}) == BAD_PARAMETER
    line.obeys("aibot_upload_media_chunk", chunk(upload_id, 0, data[:CHUNK]))
    line.obeys("aibot_upload_media_finish", {"upload_id": upload_id})


@pytest.mark.parametrize(
    "bad",
    [
        {"upload_id": "x"},
        {"chunk_index": -1},
        {"chunk_index": 2},
        {"chunk_index": None},
        {"base64_data": "äö"},
        {"base64_data": None},
        {"base64_data": ""},
        {"base64_data": base64.b64encode(b"x" * (CHUNK + 1)).decode()},
    ],
)
def test_a_bad_chunk_is_refused(line: Line, bad: Frame) -> None:
    upload_id = line.obeys("aibot_upload_media_init", begin(b"x"))["upload_id"]
    assert (
        line.refused("aibot_upload_media_chunk", chunk(upload_id, 0, b"x") | bad) == BAD_PARAMETER
    )


@pytest.mark.parametrize(
    ("data", "other", "code"),
    [
        (b"xy", {"md5": "0" * 32}, BAD_PARAMETER),
        (b"xy", {"total_size": 3}, BAD_FILE_SIZE),
        (b"ID3 no amr", {"kind": "voice"}, BAD_MEDIA_KIND),
    ],
)
def test_the_end_is_checked(line: Line, data: bytes, other: Frame, code: int) -> None:
    upload_id = put(line, data, **other)
    assert line.refused("aibot_upload_media_finish", {"upload_id": upload_id}) == code


def test_an_upload_ends_once(line: Line) -> None:
    upload_id = put(line, b"#!AMR\n...", kind="voice", md5=None)
    line.obeys("aibot_upload_media_finish", {"upload_id": upload_id})
    assert line.refused("aibot_upload_media_finish", {"upload_id": upload_id}) == BAD_PARAMETER
