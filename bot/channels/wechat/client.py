"""WeChat's API, as far as the desk uses it.

https://developers.weixin.qq.com/doc/service/api/
"""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Literal, NamedTuple

from bot.channels.wechat.errors import NO_ANSWER, Meaning, WechatError
from bot.channels.wechat.token import Tokens
from bot.channels.wechat.transport import File, Json, Transport

Kind = Literal["image", "voice", "video"]

_FIELD = re.compile(r"\{\{(\w+)\.DATA\}\}")
_STANDING = 3
"""The type of a template whose consent is for good (长期订阅); 2 is for one message."""


class MenuLine(NamedTuple):
    """Of a msgmenu. text: also what a tap says, as if it were written."""

    id: str
    text: str


class Wechat:
    """Calls of one account. Each raises WechatError; a token that has run out is none."""

    def __init__(self, transport: Transport, tokens: Tokens) -> None:
        self.api_url = transport.api_url
        self._transport = transport
        self._tokens = tokens

    async def send_text(self, openid: str, text: str) -> None:
        """At most 2,048 bytes; see `texts.pieces`."""
        await self._send(openid, "text", {"content": text})

    async def send_file(self, openid: str, kind: Kind, media_id: str) -> None:
        await self._send(openid, kind, {"media_id": media_id})

    async def send_menu(
        self, openid: str, head: str, lines: Sequence[MenuLine], tail: str = ""
    ) -> None:
        """Lines to tap below a text (msgmenu)."""
        listed = [{"id": line.id, "content": line.text} for line in lines]
        menu = {"head_content": head, "list": listed, "tail_content": tail}
        await self._send(openid, "msgmenu", menu)

    async def _send(self, openid: str, kind: str, content: Json) -> None:
        await self._call(
            "/cgi-bin/message/custom/send", {"touser": openid, "msgtype": kind, kind: content}
        )

    async def upload(self, kind: Kind, file: File) -> str:
        """The media id: good for three days, as often as wanted.

        image ≤ 2 MB, voice ≤ 2 MB and 60 s (AMR, MP3), video ≤ 10 MB (MP4).
        """
        answer = await self._call("/cgi-bin/media/upload", file, type=kind)
        return _text(answer, "media_id")

    async def fetch(self, media_id: str) -> File:
        """A file that somebody sent, or that we uploaded."""
        answer = await self._ask("/cgi-bin/media/get", media_id=media_id)
        if isinstance(answer, File):
            return answer
        return await self._transport.fetch(_text(answer, "video_url"))

    async def set_menu(self, buttons: Sequence[Json]) -> None:
        await self._call("/cgi-bin/menu/create", {"button": list(buttons)})

    async def menu(self) -> list[dict[str, Any]]:
        """The buttons; none where there is no menu."""
        try:
            answer = await self._call("/cgi-bin/menu/get")
        except WechatError as error:
            if error.meaning is Meaning.NO_MENU:
                return []
            raise
        buttons: list[dict[str, Any]] = answer.get("menu", {}).get("button", [])
        return buttons

    async def qr_code(self, scene: str, lasts: timedelta | None = None) -> str:
        """The address to draw as a QR code: those who scan it come with `scene`.

        scene: 1 to 64 characters. lasts: at most 30 days; None for good, of which an account has
        100,000.
        """
        name = "QR_LIMIT_STR_SCENE" if lasts is None else "QR_STR_SCENE"
        asked: dict[str, Any] = {
            "action_name": name,
            "action_info": {"scene": {"scene_str": scene}},
        }
        if lasts is not None:
            asked["expire_seconds"] = lasts // timedelta(seconds=1)
        return _text(await self._call("/cgi-bin/qrcode/create", asked), "url")

    async def templates(self) -> dict[str, frozenset[str]]:
        """The fields of each template message of the account, by its id."""
        answer = await self._call("/cgi-bin/template/get_all_private_template")
        listed = answer.get("template_list")
        return {
            str(each.get("template_id")): _fields(each)
            for each in (listed if isinstance(listed, list) else [])
        }

    async def subscriptions(self) -> dict[str, tuple[bool, frozenset[str]]]:
        """Of each template that people subscribe to (订阅通知), by its id: whether one consent
        stands for all messages, and the fields."""
        answer = await self._call("/wxaapi/newtmpl/gettemplate")
        listed = answer.get("data")
        return {
            str(each.get("priTmplId")): (each.get("type") == _STANDING, _fields(each))
            for each in (listed if isinstance(listed, list) else [])
        }

    async def send_template(
        self,
        openid: str,
        template_id: str,
        fields: Mapping[str, str],
        *,
        url: str = "",
        once: str = "",
    ) -> int:
        """Its number, by which WeChat says later what became of it (`TemplateEnded`).

        once: within ten minutes WeChat sends only one message of that name.
        """
        asked = _templated(openid, template_id, fields)
        asked |= {"url": url} if url else {}
        asked |= {"client_msg_id": once} if once else {}
        answer = await self._call("/cgi-bin/message/template/send", asked)
        number = answer.get("msgid")
        return number if isinstance(number, int) else 0

    async def send_subscribed(
        self, openid: str, template_id: str, fields: Mapping[str, str], *, page: str = ""
    ) -> None:
        """What they agreed to be sent (订阅通知); each consent to a single one is used up by it."""
        asked = _templated(openid, template_id, fields) | ({"page": page} if page else {})
        await self._call("/cgi-bin/message/subscribe/bizsend", asked)

    async def _call(self, path: str, asked: Json | File | None = None, **query: str) -> Json:
        answer = await self._ask(path, asked, **query)
        if isinstance(answer, File):
            raise WechatError(NO_ANSWER, f"no JSON but {len(answer.content)} bytes")
        return answer

    async def _ask(self, path: str, asked: Json | File | None = None, **query: str) -> Json | File:
        """Once more with another token, where WeChat refuses the one that we have."""
        token = await self._tokens.present()
        try:
            return await self._transport.ask(path, query=_with(token, query), asked=asked)
        except WechatError as error:
            if error.meaning is not Meaning.TOKEN:
                raise
        token = await self._tokens.instead_of(token)
        return await self._transport.ask(path, query=_with(token, query), asked=asked)


def _with(token: str, query: Mapping[str, str]) -> dict[str, str]:
    return {"access_token": token, **query}


def _templated(openid: str, template_id: str, fields: Mapping[str, str]) -> dict[str, Any]:
    data = {name: {"value": value} for name, value in fields.items()}
    return {"touser": openid, "template_id": template_id, "data": data}


def _text(answer: Json, name: str) -> str:
    """Raises WechatError where the answer lacks it."""
    value = answer.get(name)
    if not isinstance(value, str) or not value:
        raise WechatError(NO_ANSWER, f"an answer without {name}")
    return value


def _fields(template: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(_FIELD.findall(str(template.get("content"))))
