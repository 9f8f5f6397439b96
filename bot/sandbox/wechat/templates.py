"""Templates of messages (模板消息) and of subscriptions (订阅通知), and the types of their fields.

https://developers.weixin.qq.com/doc/service/guide/product/template_message/Template_Message_Interface.html
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from bot.sandbox.wechat.errors import refusal


class Consent(Enum):
    """What a person must have agreed to before a template may reach them."""

    NONE = "模板消息"
    ONCE = "一次性订阅"
    STANDING = "长期订阅"


@dataclass(frozen=True)
class Template:
    """labels: the fields, such as thing1, and what stands before each. words: of a const field."""

    id: str
    title: str
    labels: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    consent: Consent = Consent.NONE

    @property
    def content(self) -> str:
        """As template/get_all_private_template tells it."""
        return "\n".join(f"{label}:{{{{{name}.DATA}}}}" for name, label in self.labels.items())

    def rows(self, data: object) -> tuple[tuple[str, str], ...]:
        """Labels and values as they are shown; fields that the template does not have are passed
        over. Raises ApiError 47003 for one that is missing, empty, too long or of another type.
        """
        return tuple((label, self._value(name, data)) for name, label in self.labels.items())

    def _value(self, name: str, data: object) -> str:
        given = data.get(name) if isinstance(data, dict) else None
        value = given.get("value") if isinstance(given, dict) else None
        if not isinstance(value, str) or not value.strip():
            raise refusal(47003, f"data.{name}.value is empty")
        kind = name.rstrip("0123456789")
        fits = value in self.words.get(name, ()) if kind == "const" else _TYPES[kind](value)
        if not fits:
            raise refusal(47003, f"data.{name}.value invalid")
        return value


def _matching(pattern: str) -> Callable[[str], bool]:
    return lambda value: re.fullmatch(pattern, value) is not None


def _at_most(length: int) -> Callable[[str], bool]:
    return lambda value: len(value) <= length


_DAY = r"\d{4}(-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2}|年\d{1,2}月\d{1,2}日)"
_HOUR = r"\d{1,2}:\d{2}(:\d{2})?"

_TYPES: dict[str, Callable[[str], bool]] = {
    "thing": _at_most(20),
    "short_thing": _at_most(5),
    "phrase": _matching("[一-鿿]{1,5}"),
    "character_string": _matching("[!-~ ]{1,32}"),
    "number": _matching(r"\d+(\.\d+)?"),
    "time": _matching(rf"({_DAY} ?)?{_HOUR}(~({_DAY} ?)?{_HOUR})?|{_DAY}"),
    "date": _matching(rf"{_DAY}( ?{_HOUR})?"),
    "amount": _matching(r"[¥￥$]?\d{1,10}(\.\d+)?元?"),
    "phone_number": _matching(r"[\d+\-() ]{1,17}"),
    "name": _matching("[一-鿿·]{1,10}|[A-Za-z .]{1,20}"),
}
"""The types that are checked; a template with another is refused by `add_template`."""


def check_template(template: Template) -> None:
    """Raises ValueError for a field of a type that this file does not know."""
    for name in template.labels:
        kind = name.rstrip("0123456789")
        if kind not in _TYPES and kind != "const":
            raise ValueError(f"{name}: there is no such type of field")
