"""HTTP to WeChat's API: what is asked as WeChat wants it, and its refusals as one exception."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, FormData

from bot.channels.wechat.errors import NO_ANSWER, WechatError

log = logging.getLogger(__name__)

Json = Mapping[str, Any]

WITHIN = ClientTimeout(total=10.0)
FILE_WITHIN = ClientTimeout(total=60.0)
LARGEST = 20 * 2**20
"""Bytes of an answer; WeChat's largest files have half of that."""
_CHUNK = 2**16


@dataclass(frozen=True, slots=True)
class File:
    """name: with the ending by which WeChat judges what it is."""

    content: bytes
    mime_type: str
    name: str = ""


class Transport:
    """One call each. Nothing of what is sent, and no token, stands in a log or an exception."""

    def __init__(self, http: ClientSession, api_url: str) -> None:
        self._http = http
        self.api_url = api_url.rstrip("/")

    async def ask(
        self, path: str, *, query: Mapping[str, str] | None = None, asked: Json | File | None = None
    ) -> Json | File:
        """GET `path`, or POST what is `asked` there. Raises WechatError."""
        answer = await self._answer(f"{self.api_url}{path}", query or {}, asked)
        found = _json(answer.content)
        if found is None:
            return answer
        code = found.get("errcode", 0)
        if code:
            error = WechatError(code, str(found.get("errmsg", "")))
            log.info("%s: %s (%s), rid %s", path, code, error.meaning, error.rid or "unknown")
            raise error
        return found

    async def fetch(self, url: str) -> File:
        """A file that WeChat keeps elsewhere. Raises WechatError."""
        return await self._answer(url, {}, None)

    async def _answer(self, url: str, query: Mapping[str, str], asked: Json | File | None) -> File:
        body, headers = _body(asked)
        within = FILE_WITHIN if asked is None or isinstance(asked, File) else WITHIN
        method = "GET" if asked is None else "POST"
        try:
            async with self._http.request(
                method, url, params=query, data=body, headers=headers, timeout=within
            ) as response:
                if response.status != 200:
                    raise WechatError(NO_ANSWER, f"HTTP {response.status}")
                return File(await _content(response), response.content_type)
        except (ClientError, TimeoutError, OSError, ValueError) as error:
            # The exception itself may show the address, and in it the token.
            raise WechatError(NO_ANSWER, type(error).__name__) from None


def _body(asked: Json | File | None) -> tuple[bytes | FormData | None, dict[str, str]]:
    if asked is None:
        return None, {}
    if isinstance(asked, File):
        form = FormData()
        form.add_field("media", asked.content, filename=asked.name, content_type=asked.mime_type)
        return form, {}
    # With \u escapes WeChat refuses the text, or shows them.
    content = json.dumps(asked, ensure_ascii=False).encode(errors="replace")
    return content, {"Content-Type": "application/json; charset=utf-8"}


async def _content(response: ClientResponse) -> bytes:
    content = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        content += chunk
        if len(content) > LARGEST:
            raise WechatError(NO_ANSWER, f"more than {LARGEST} bytes")
    return bytes(content)


def _json(content: bytes) -> dict[str, Any] | None:
    """None for a file: refusals come with status 200 and any content type."""
    if not content.lstrip().startswith(b"{"):
        return None
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
