"""stable_token, and token."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.sandbox.wechat.api.request import Answer, Request, json_answer
from bot.sandbox.wechat.errors import refusal

if TYPE_CHECKING:
    from bot.sandbox.wechat.platform import Platform


def stable_token(platform: "Platform", request: Request) -> Answer:
    wanted = request.json()
    _check_caller(platform, wanted, request.ip)
    token, left = platform.tokens.stable(force=wanted.get("force_refresh") is True)
    return json_answer({"access_token": token, "expires_in": left})


def token(platform: "Platform", request: Request) -> Answer:
    _check_caller(platform, request.query, request.ip)
    plain, left = platform.tokens.plain()
    return json_answer({"access_token": plain, "expires_in": left})


def _check_caller(platform: "Platform", given: Mapping[str, Any], ip: str) -> None:
    account = platform.account
    if given.get("grant_type") != "client_credential":
        raise refusal(40002)
    if given.get("appid") != account.appid:
        raise refusal(40013)
    if given.get("secret") != account.secret:
        raise refusal(40125)
    if account.allowed_ips is not None and ip not in account.allowed_ips:
        raise refusal(40164, f"{ip} ipv6 ::ffff:{ip}, not in whitelist")
