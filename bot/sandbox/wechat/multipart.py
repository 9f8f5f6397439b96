"""The one file of a multipart body."""

from email.message import Message
from typing import NamedTuple

from bot.sandbox.wechat.errors import refusal


class File(NamedTuple):
    name: str
    content_type: str
    data: bytes


def read_file(body: bytes, content_type: str, field: str) -> File:
    """The file in this field. Raises ApiError 41005 where there is none, with a name and a size."""
    boundary = _header("Content-Type", content_type).get_param("boundary")
    if isinstance(boundary, str):
        for part in (b"\r\n" + body).split(b"\r\n--" + boundary.encode())[1:]:
            head, _, data = part.partition(b"\r\n\r\n")
            headers = _headers(head.decode("utf-8", "replace"))
            disposition = _header("Content-Disposition", headers.get("content-disposition", ""))
            name = disposition.get_filename()
            if (
                data
                and name
                and disposition.get_param("name", header="content-disposition") == field
            ):
                return File(name, headers.get("content-type", ""), data)
    raise refusal(41005)


def _headers(head: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in head.splitlines())
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _header(name: str, value: str) -> Message:
    message = Message()
    message[name] = value
    return message
