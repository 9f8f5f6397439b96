"""What the product calls: /cgi-bin/… and /wxaapi/…, by method and path, as over HTTP.

https://developers.weixin.qq.com/doc/service/api/
"""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from bot.sandbox.wechat.account import Kind
from bot.sandbox.wechat.api import custom, media, menu, notices, qrcode, token, user
from bot.sandbox.wechat.api.request import Answer, Request, json_answer
from bot.sandbox.wechat.errors import ApiError, refusal
from bot.sandbox.wechat.times import day, seconds

if TYPE_CHECKING:
    from bot.sandbox.wechat.platform import Platform

Method = Callable[["Platform", Request], Answer]

_GET = {
    "/cgi-bin/token": token.token,
    "/cgi-bin/media/get": media.get,
    "/cgi-bin/menu/get": menu.get,
    "/cgi-bin/menu/delete": menu.delete,
    "/cgi-bin/template/get_all_private_template": notices.list_templates,
    "/cgi-bin/user/info": user.info,
    "/wxaapi/newtmpl/gettemplate": notices.list_subscriptions,
}
_POST = {
    "/cgi-bin/stable_token": token.stable_token,
    "/cgi-bin/media/upload": media.upload,
    "/cgi-bin/menu/create": menu.create,
    "/cgi-bin/message/custom/send": custom.send,
    "/cgi-bin/message/subscribe/bizsend": notices.send_subscription,
    "/cgi-bin/message/template/send": notices.send_template,
    "/cgi-bin/qrcode/create": qrcode.create,
}
PATHS = (*_GET, *_POST)

_WITHOUT_TOKEN = {"/cgi-bin/token", "/cgi-bin/stable_token"}
_FOR_EVERYBODY = _WITHOUT_TOKEN | {
    "/cgi-bin/menu/create",
    "/cgi-bin/menu/get",
    "/cgi-bin/menu/delete",
}
"""What an account may call that is not verified."""

_A_DAY = {
    "/cgi-bin/stable_token": 500_000,
    "/cgi-bin/message/custom/send": 500_000,
    "/cgi-bin/message/template/send": 100_000,
    "/cgi-bin/qrcode/create": 100_000,
    "/cgi-bin/media/upload": 100_000,
    "/cgi-bin/menu/create": 1000,
}


class Call(NamedTuple):
    """What was called, and how it was answered."""

    path: str
    query: dict[str, str]
    body: bytes
    answer: Answer


class Api:
    """The methods, their limits, and the faults that tests ask for."""

    def __init__(self, platform: "Platform") -> None:
        self._platform = platform
        self.calls: list[Call] = []
        self.daily_limits = dict(_A_DAY)
        self._counted: Counter[tuple[str, date]] = Counter()
        self._faults: dict[str, list[ApiError]] = {}

    def fail(self, path: str, code: int, times: int) -> None:
        self._faults.setdefault(path, []).extend([refusal(code)] * times)

    def call(self, method: str, path: str, request: Request) -> Answer:
        try:
            answer = self._answer(method, path, request)
        except ApiError as error:
            rid = f"{seconds(self._platform.clock()):x}-{len(self.calls):08x}-{error.code:08x}"
            answer = json_answer({"errcode": error.code, "errmsg": f"{error.text} rid: {rid}"})
        self.calls.append(Call(path, dict(request.query), request.body, answer))
        return answer

    def _answer(self, method: str, path: str, request: Request) -> Answer:
        function = _find(method, path)
        if self._faults.get(path):
            raise self._faults[path].pop(0)
        if path not in _WITHOUT_TOKEN:
            self._platform.tokens.check(request.query.get("access_token", ""))
        if self._platform.account.kind is Kind.UNVERIFIED and path not in _FOR_EVERYBODY:
            raise refusal(48001)
        self._count(path)
        return function(self._platform, request)

    def _count(self, path: str) -> None:
        key = path, day(self._platform.clock())
        if path in self.daily_limits and self._counted[key] >= self.daily_limits[path]:
            raise refusal(45009)
        self._counted[key] += 1


def _find(method: str, path: str) -> Method:
    """Raises ApiError 40066 for a path there is none of, 43001 and 43002 for the other method."""
    if path not in PATHS:
        raise refusal(40066)
    table = _GET if path in _GET else _POST
    if method.upper() != ("GET" if table is _GET else "POST"):
        raise refusal(43001 if table is _GET else 43002)
    return table[path]
