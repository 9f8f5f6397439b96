"""Importing the templates of WeChat that tell people outside any window that there is news."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.importing.changes import Changes
from storage.importing.files import refuse_if, refuse_repeated, rows_of
from storage.importing.rows import Row
from storage.reading import Book
from storage.tables import Channel, Matter, NoticeTemplate, NoticeWay
from storage.tables.channels import LONGEST_CHANNEL
from storage.tables.notices import LONGEST_TEMPLATE_ID
from storage.templates import FITS, Value, kind_of

ACCOUNT, MATTER, WAY, TEMPLATE, FIELDS = "公众号", "消息", "方式", "模板ID", "字段"
HEADINGS = (ACCOUNT, MATTER, WAY, TEMPLATE, FIELDS)
MATTERS: Mapping[str, Matter] = {
    "诉求进展": Matter.REQUEST,
    "补充提问": Matter.QUESTION,
    "办结回访": Matter.FOLLOW_UP,
    "用餐": Matter.MEAL,
    "志愿任务": Matter.TASK,
    "其他通知": Matter.NOTICE,
}
WAYS: Mapping[str, NoticeWay] = {
    "模板消息": NoticeWay.TEMPLATE,
    "一次性订阅": NoticeWay.ONCE,
    "长期订阅": NoticeWay.STANDING,
}
VALUES: Mapping[str, Value] = {
    "编号": Value.NUMBER,
    "内容": Value.SUBJECT,
    "状态": Value.STATE,
    "时间": Value.TIME,
    "提示": Value.REMARK,
}
_MOST_CHARACTERS = 500
_Key = tuple[Channel, Matter, NoticeWay]


async def import_wechat_templates(session: AsyncSession, book: Book) -> Changes:
    """Add and change templates by account, news and way; those not in the file stay.

    公众号 is the account's name, empty for the first. 字段 is such as
    `character_string1=编号；thing2=内容；time3=时间`; a const field has its own words behind it.
    Raises ImportRefused, nothing written.
    """
    rows, problems = rows_of(book, HEADINGS)
    wanted: dict[_Key, dict[str, object]] = {}
    keys: list[_Key] = []
    for row in rows:
        key = _channel(row), row.one_of(MATTER, MATTERS), row.one_of(WAY, WAYS)
        keys.append(key)
        wanted[key] = {
            "template_id": row.text(TEMPLATE, LONGEST_TEMPLATE_ID),
            "fields": _fields(row),
        }
    refuse_repeated(rows, MATTER, keys)
    refuse_if(problems)
    known = {
        (each.channel, each.matter, each.way): each
        for each in await session.scalars(select(NoticeTemplate))
    }
    changes = Changes()
    for key, values in wanted.items():
        if stored := known.get(key):
            changes.note(stored, **values)
        else:
            channel, matter, way = key
            session.add(NoticeTemplate(channel=channel, matter=matter, way=way, **values))
            changes.added += 1
    await session.flush()
    return changes


def _channel(row: Row) -> Channel:
    longest = LONGEST_CHANNEL - len(Channel.WECHAT) - 1
    account = row.text(ACCOUNT, longest, needed=False)
    return Channel(f"{Channel.WECHAT}:{account}") if account else Channel.WECHAT


def _fields(row: Row) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in row.text(FIELDS, _MOST_CHARACTERS).replace("；", ";").split(";"):
        name, equals, what = (each.strip() for each in part.replace("＝", "=").partition("="))
        if not (name or equals or what):
            continue
        if name in found:
            row.refuse(FIELDS, f"“{name}”写了两次")
        if (value := _value(row, name, what)) is not None:
            found[name] = value
    return found


def _value(row: Row, name: str, what: str) -> str | None:
    """None, and a problem noted, for what the field cannot hold."""
    kind = kind_of(name)
    if not what:
        row.refuse(FIELDS, f"“{name}”后面要写等号和内容，例如 thing1=内容")
    elif kind == "const":
        return what
    elif kind not in FITS or kind == name:
        row.refuse(FIELDS, f"“{name}”不是可以用的字段：要写 {'、'.join(FITS)} 或 const，带上数字")
    elif VALUES.get(what) not in FITS[kind]:
        can = "、".join(word for word, value in VALUES.items() if value in FITS[kind])
        row.refuse(FIELDS, f"“{name}”里只能放{can}，现在是“{what}”")
    else:
        return VALUES[what].value
    return None
