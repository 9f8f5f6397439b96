"""Passive replies: what the product answers a callback with.

https://developers.weixin.qq.com/doc/service/guide/product/message/Passive_user_reply_message.html
"""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from bot.sandbox.wechat.account import Account
from bot.sandbox.wechat.crypto import Seal, UnsealedError, sign
from bot.sandbox.wechat.errors import ApiError
from bot.sandbox.wechat.media import MediaStore
from bot.sandbox.wechat.screen import Bubble, rendered
from bot.sandbox.wechat.times import Clock
from bot.sandbox.wechat.xml import NotXmlError, read_xml

LONGEST_TEXT = 2048
"""In bytes of UTF-8, passive or by customer service."""
_NOTHING = {b"", b"success"}


class OddReplyError(ValueError):
    """An answer for which WeChat tells the person that the account is out of order."""


class ReplyReader:
    """Reads answers to callbacks; `seal` where the account uses AES, and then nothing plain."""

    def __init__(self, account: Account, seal: Seal | None, media: MediaStore, clock: Clock):
        self._account = account
        self._seal = seal
        self._media = media
        self._clock = clock
        self._kinds: dict[str, Callable[[Element], Bubble]] = {
            "text": self._text,
            "image": self._image,
            "voice": self._voice,
            "video": self._video,
            "news": self._news,
        }

    def read(self, body: bytes, openid: str) -> Bubble | None:
        """What the person sees, or None for no reply. Raises OddReplyError."""
        if body.strip() in _NOTHING:
            return None
        try:
            reply = read_xml(body)
            if self._seal:
                reply = read_xml(self._opened(reply, self._seal))
        except (NotXmlError, UnsealedError) as error:
            raise OddReplyError(str(error)) from None
        self._check_envelope(reply, openid)
        kind = self._kinds.get(_required(reply, "MsgType"))
        if kind is None:
            raise OddReplyError("this kind of reply does not exist")
        try:
            return kind(reply)
        except ApiError as error:
            raise OddReplyError(str(error)) from None

    def _opened(self, reply: Element, seal: Seal) -> bytes:
        sealed, signature, timestamp, nonce = (
            _required(reply, name) for name in ("Encrypt", "MsgSignature", "TimeStamp", "Nonce")
        )
        if sign(self._account.token, timestamp, nonce, sealed) != signature:
            raise OddReplyError("MsgSignature is wrong")
        return seal.open(sealed)

    def _check_envelope(self, reply: Element, openid: str) -> None:
        if _required(reply, "ToUserName") != openid:
            raise OddReplyError("ToUserName is not who wrote")
        if _required(reply, "FromUserName") != self._account.gh_id:
            raise OddReplyError("FromUserName is not the account")
        if not _required(reply, "CreateTime").isdigit():
            raise OddReplyError("CreateTime is no number")

    def _bubble(self, kind: str, text: str = "", media_id: str = "", url: str = "") -> Bubble:
        shown, links = rendered(text)
        media = self._media.get(media_id, kind) if media_id else None
        return Bubble(self._clock(), "account", "passive", kind, shown, media, links=links, url=url)

    def _text(self, reply: Element) -> Bubble:
        text = _required(reply, "Content")
        if len(text.encode()) > LONGEST_TEXT:
            raise OddReplyError("the text is too long")
        return self._bubble("text", text)

    def _image(self, reply: Element) -> Bubble:
        return self._bubble("image", media_id=_required(reply, "Image/MediaId"))

    def _voice(self, reply: Element) -> Bubble:
        return self._bubble("voice", media_id=_required(reply, "Voice/MediaId"))

    def _video(self, reply: Element) -> Bubble:
        title = reply.findtext("Video/Title") or ""
        return self._bubble("video", title, _required(reply, "Video/MediaId"))

    def _news(self, reply: Element) -> Bubble:
        articles = reply.findall("Articles/item")
        if _required(reply, "ArticleCount") != "1" or len(articles) != 1:
            raise OddReplyError("news has one article")
        title = _required(articles[0], "Title")
        description = articles[0].findtext("Description") or ""
        url = _required(articles[0], "Url")
        return self._bubble("news", f"{title}\n{description}".strip(), url=url)


def _required(element: Element, path: str) -> str:
    if text := element.findtext(path):
        return text
    raise OddReplyError(f"{path} is missing")
