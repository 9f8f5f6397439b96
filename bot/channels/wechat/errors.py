"""What WeChat's API refuses, and what that means for us.

https://developers.weixin.qq.com/doc/service/guide/dev/api/error_code.html
"""

import re
from enum import StrEnum

NO_ANSWER = -2
"""A code of ours: nothing came back that is an answer of the API. It may have been done."""
NO_TOKEN = -3
"""A code of ours: there is no token now, and one was asked for so recently that we wait."""
WRONG_SECRET = 40125

_RID = re.compile(r",?\s*rid:\s*([\w-]+)")
_ADDRESS = re.compile(r"invalid ip ([\d.]+|[\da-fA-F:.]+)")


class Meaning(StrEnum):
    AGAIN = "again"
    """It passes: the same call succeeds a little later."""
    RATE = "rate"
    """Too many calls this minute or this day."""
    TOKEN = "token"  # noqa: S105 - a word
    SECRET = "secret"  # noqa: S105 - a word
    """The account's id or secret is wrong."""
    ADDRESS = "address"
    """Our IP address is not on the account's allow list; see `WechatError.address`."""
    RIGHT = "right"
    """This kind of account has no such right."""
    STRANGER = "stranger"
    """The openid is of another account."""
    NOT_FOLLOWING = "not following"
    USED_ALL_CODES = "used all codes"
    """The account has as many permanent QR codes as WeChat lets it make."""
    REFUSES = "refuses"
    """They refuse the account's messages, or it has blacklisted them."""
    WINDOW_CLOSED = "window closed"
    """They have not written for too long, or follow no more."""
    USED_UP = "used up"
    """The window is open, and its messages are sent."""
    NO_CONSENT = "no consent"
    MEDIA_GONE = "media gone"
    TOO_LONG = "too long"
    FIELD = "field"
    """A template's field is empty, too long or of another kind."""
    NO_MENU = "no menu"
    OTHER = "other"
    """What we asked for is wrong, and will be wrong again."""


_MEANINGS = {
    Meaning.AGAIN: (-1, NO_ANSWER, NO_TOKEN),
    Meaning.RATE: (45009, 45011),
    Meaning.TOKEN: (40001, 40014, 42001),
    Meaning.SECRET: (40002, 40013, WRONG_SECRET),
    Meaning.ADDRESS: (40164,),
    Meaning.RIGHT: (40200, 48001),
    Meaning.STRANGER: (40003,),
    Meaning.NOT_FOLLOWING: (43004,),
    Meaning.USED_ALL_CODES: (45029,),
    Meaning.REFUSES: (43019, 48002),
    Meaning.WINDOW_CLOSED: (45015,),
    Meaning.USED_UP: (45047,),
    Meaning.NO_CONSENT: (43101,),
    Meaning.MEDIA_GONE: (40007,),
    Meaning.TOO_LONG: (45002,),
    Meaning.FIELD: (47003,),
    Meaning.NO_MENU: (46003,),
}
_BY_CODE = {code: meaning for meaning, codes in _MEANINGS.items() for code in codes}


class WechatError(Exception):
    """The API refused, or did not answer. words: its own, which may name what we sent it; not for
    the log. rid: by which WeChat's support finds the call."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(f"{code} {words}")
        self.code = code
        self.words = _RID.sub("", words).strip()
        found = _RID.search(words)
        self.rid = found[1] if found else ""

    @property
    def meaning(self) -> Meaning:
        return _BY_CODE.get(self.code, Meaning.OTHER)

    @property
    def address(self) -> str:
        """Ours, as WeChat sees it, where it is not on the allow list; else empty."""
        found = _ADDRESS.search(self.words) if self.meaning is Meaning.ADDRESS else None
        return found[1] if found else ""


def in_words(error: WechatError, api_url: object) -> str:
    """Why the API at `api_url` did not do what it was asked, and what to do; holds no secret."""
    where = str(api_url).rstrip("/")
    match error.meaning:
        case Meaning.ADDRESS:
            return (
                f"{where} lets nobody in from our address {error.address}; put it on the account's"
                " IP allow list (公众平台 → 设置与开发 → 基本配置 → IP白名单)."
            )
        case Meaning.SECRET:
            return f"{where} refuses the account's AppID or AppSecret ({error.code}); check both."
        case Meaning.RIGHT:
            return (
                f"{where}: this kind of account may not do that ({error.code});"
                " it takes a verified service account (认证服务号)."
            )
        case Meaning.RATE:
            return f"{where} was asked too often today or this minute ({error.code}); wait."
        case Meaning.USED_ALL_CODES:
            return f"{where}: the account has made all of its permanent QR codes ({error.code})."
        case Meaning.AGAIN:
            return f"{where} does not answer; check the network."
    return f"{where} refuses with {error.code}, rid {error.rid or 'unknown'}"
