"""Calls of WeCom's group webhooks: https://developer.work.weixin.qq.com/document/path/91770

A key is in the address of each call, so that no error's text may be passed on.
"""

from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, FormData

from bot.channels.wecom.errors import NoAnswerError, RefusedError

_WITHIN = ClientTimeout(total=30)
_PROOF = b"jinlin: is this webhook right?"
"""A file that is uploaded and never sent."""


class WebhookClient:
    """url: without a slash at its end."""

    def __init__(self, http: ClientSession, url: str) -> None:
        self._http = http
        self._url = url.rstrip("/")

    async def send(self, key: str, content: dict[str, Any]) -> None:
        """Raises RefusedError and NoAnswerError."""
        await self._post("send", {"key": key}, json=content)

    async def prove(self, key: str) -> None:
        """Raises as `send` does where nothing could be sent; the group sees nothing of it."""
        form = FormData()
        form.add_field("media", _PROOF, filename="proof.txt", content_type="text/plain")
        await self._post("upload_media", {"key": key, "type": "file"}, data=form)

    async def _post(self, what: str, query: dict[str, str], **body: Any) -> None:
        address = f"{self._url}/cgi-bin/webhook/{what}"
        try:
            async with self._http.post(
                address, params=query, timeout=_WITHIN, allow_redirects=False, **body
            ) as response:
                answer = await response.json(content_type=None)
                code, words = int(answer["errcode"]), str(answer.get("errmsg", ""))
        except (ClientError, OSError, TimeoutError, ValueError, LookupError, TypeError) as error:
            raise NoAnswerError(type(error).__name__) from None
        if code:
            raise RefusedError(code, words)
