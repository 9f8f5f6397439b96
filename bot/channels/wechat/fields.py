"""What stands in the fields of a template: few words that any news can give, cut to fit.

https://developers.weixin.qq.com/doc/service/guide/product/template_message/Template_Message_Interface.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.common.i18n import SOURCE, _, speaking
from storage.outbox_rows import OutboxRow
from storage.tables import Matter
from storage.templates import LONGEST, Value, kind_of
from storage.written import plain

_NO_NUMBER = "-"


@dataclass(frozen=True, slots=True)
class Values:
    """Of one row, as its reader speaks; but WeChat wants `state` in Chinese."""

    number: str
    subject: str
    state: str
    time: str
    remark: str

    def in_fields(self, fields: Mapping[str, str]) -> dict[str, str]:
        """The field's name → what it says; what is too long ends in an ellipsis."""
        return {name: self._fitting(name, what) for name, what in fields.items()}

    def _fitting(self, name: str, what: str) -> str:
        kind = kind_of(name)
        if kind == "const":
            return what
        value: str = getattr(self, Value(what).value)
        longest = LONGEST.get(kind, len(value))
        return value if len(value) <= longest else f"{value[: longest - 1]}…"


def values_of(row: OutboxRow, number: str | None, zone: ZoneInfo) -> Values:
    """number: of the request that it is about. What nobody else may know was said is not said."""
    with speaking(SOURCE):
        state = _state(row.matter or Matter.NOTICE)
    words = "" if row.secret else " ".join(plain(row.params).split())
    return Values(
        number=number or _NO_NUMBER,
        subject=words or state,
        state=state,
        time=_written(row.created_at.astimezone(zone)),
        remark=_("回复任意一个字，看全文"),
    )


def _state(matter: Matter) -> str:
    """Five characters at the most."""
    match matter:
        case Matter.REQUEST:
            return _("有新进展")
        case Matter.QUESTION | Matter.FOLLOW_UP:
            return _("请您回答")
        case Matter.MEAL:
            return _("用餐消息")
        case Matter.TASK:
            return _("志愿消息")
    return _("有新消息")


def _written(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"
