"""A request of the product, and the answer."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from bot.sandbox.wechat.errors import refusal

JsonObject = dict[str, Any]

_ESCAPE = re.compile(r"(?<!\\)((?:\\\\)*)\\u(?=[0-9a-fA-F]{4})")


class Answer(NamedTuple):
    """The status is 200 for refusals too: they are JSON with an errcode."""

    status: int
    body: bytes
    content_type: str = "application/json; encoding=utf-8"

    def json(self) -> JsonObject:
        """The body of all but media."""
        answer: JsonObject = json.loads(self.body)
        return answer


def json_answer(body: Mapping[str, Any]) -> Answer:
    return Answer(200, json.dumps(body, ensure_ascii=False).encode())


@dataclass(frozen=True)
class Request:
    """ip: whom the request comes from."""

    query: Mapping[str, str]
    body: bytes = b""
    content_type: str = ""
    ip: str = "127.0.0.1"

    def json(self, *, escapes: bool = True) -> JsonObject:
        r"""The body's object. `\u5c0f` is not read as a character: it stays as it stands there, or
        is refused with 40033 where `escapes` is False. Raises ApiError 44002, 40033, 47001.
        """
        if not self.body.strip():
            raise refusal(44002)
        try:
            text = self.body.decode()
        except UnicodeDecodeError:
            raise refusal(40033) from None
        if _ESCAPE.search(text) and not escapes:
            raise refusal(40033)
        try:
            body = json.loads(_ESCAPE.sub(r"\1\\\\u", text))
        except ValueError:
            raise refusal(47001) from None
        if not isinstance(body, dict):
            raise refusal(47001)
        return body
