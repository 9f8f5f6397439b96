"""The account's menu, and what WeChat takes for one.

https://developers.weixin.qq.com/doc/service/api/custommenu/api_createcustommenu.html
"""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.wechat.errors import refusal

Button = Mapping[str, Any]

_NEEDS = {
    "click": ("key",),
    "view": ("url",),
    "miniprogram": ("url", "appid", "pagepath"),
    "scancode_push": ("key",),
    "scancode_waitmsg": ("key",),
    "pic_sysphoto": ("key",),
    "pic_photo_or_album": ("key",),
    "pic_weixin": ("key",),
    "location_select": ("key",),
    "article_id": ("article_id",),
}
_NAME, _SUB_NAME, _KEY, _URL = 16, 40, 128, 256  # bytes of UTF-8
_TOP, _SUB = 3, 5


def check_menu(menu: object) -> list[Button]:
    """The buttons of a menu as it came; raises ApiError with the code of what is wrong."""
    buttons = menu.get("button") if isinstance(menu, dict) else None
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= _TOP:
        raise refusal(40016)
    for button in buttons:
        _check_name(button, _NAME, 40018)
        below = button.get("sub_button")
        if not below:
            _check_action(button, bad_type=40015, bad_key=40019, bad_url=40020)
            continue
        if not isinstance(below, list) or len(below) > _SUB:
            raise refusal(40023)
        for sub in below:
            _check_name(sub, _SUB_NAME, 40025)
            _check_action(sub, bad_type=40024, bad_key=40026, bad_url=40027)
    return buttons


def leaves(buttons: list[Button]) -> list[Button]:
    """All that can be pressed: buttons without others below them."""
    return [leaf for button in buttons for leaf in button.get("sub_button") or [button]]


def _check_name(button: object, longest: int, code: int) -> None:
    name = button.get("name") if isinstance(button, dict) else None
    if not isinstance(name, str) or not 1 <= len(name.encode()) <= longest:
        raise refusal(code)


def _check_action(button: Button, *, bad_type: int, bad_key: int, bad_url: int) -> None:
    kind = button.get("type")
    if kind not in _NEEDS or button.get("sub_button"):
        raise refusal(bad_type)
    for name in _NEEDS[kind]:
        value = button.get(name)
        longest, code = (_URL, bad_url) if name == "url" else (_KEY, bad_key)
        if not isinstance(value, str) or not 1 <= len(value.encode()) <= longest:
            raise refusal(code)
    if kind == "view" and not button["url"].startswith(("http://", "https://")):
        raise refusal(bad_url)
