"""What somebody offers, in the office's group: its card, and what the office does with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.common.button_data import RowId
from handlers.common.cards import Card, Said
from handlers.common.i18n import SOURCE, _, mark
from handlers.common.members import InGroupFor
from handlers.common.refusals import in_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc, listed
from handlers.needs.words import day_name, month_name, resource_state, source_name
from services.needs import resources
from storage.tables import NeedCategory, Purpose, Resource, ResourceState


class Action(StrEnum):
    CONFIRM = "confirm"
    DECLINE = "decline"
    END = "end"


class OnResource(CallbackData, prefix="resource"):
    """Somebody of the office does something about an offer."""

    action: Action
    resource: RowId


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer with what its card says beside."""

    resource: Resource
    category: NeedCategory
    place: str
    promised: Sequence[tuple[date, int]]
    """The latest months (by their first day) in which it is promised, and how often."""

    @property
    def id(self) -> int:
        return self.resource.id


card = Card[Offered](OnResource, InGroupFor(Purpose.STAFF), refusals=in_words)


def look(offered: Offered) -> str:
    """HTML, with the telephone: it stands in the office's group alone."""
    resource = offered.resource
    if not resource.what:
        return _("🤝 资源 · {state}\n提供的人删除了自己的资料。").format(
            state=resource_state(resource.state)
        )
    until = day_name(resource.until) if resource.until else _("一直都行")
    lines = [
        _("🤝 资源 · {state}").format(state=resource_state(resource.state)),
        f"<b>{esc(resource.unit)}</b>（{source_name(resource.source)}）",
        f"“{esc(resource.what)}”",
        _("{category} · 给{place}").format(
            category=esc(offered.category.name(SOURCE)), place=esc(offered.place)
        ),
        _("一个月 {count} 次 · 截止：{until}").format(count=resource.a_month, until=until),
    ]
    if offered.promised:
        months = [
            _("{month} {count} 次").format(month=month_name(month), count=count)
            for month, count in offered.promised
        ]
        lines.append(_("排好的：{months}").format(months=listed(months)))
    if resource.contact:
        lines.append(_("☎️ {contact}").format(contact=esc(resource.contact)))
    if resource.reason:
        lines.append(_("原因：{reason}").format(reason=esc(resource.reason)))
    return "\n".join(lines)


def _is_offered(offered: Offered) -> bool:
    return offered.resource.state is ResourceState.OFFERED


@card.button(Action.CONFIRM, label=mark("确认列入"), when=_is_offered)
async def confirm(talk: Talk, resource_id: int) -> Reply:
    await resources.confirm(talk.session, resource_id, talk.member)
    return talk.toast(_("列上了，可以跟需求配对了。"))


async def _check(talk: Talk, resource_id: int) -> object:
    return await resources.for_staff(talk.session, resource_id, talk.member, ResourceState.OFFERED)


def _why_not() -> str:
    return _("请回复这条消息，写下为什么用不上。报的人会原样收到。")


@card.words(
    Action.DECLINE,
    label=mark("用不上"),
    when=_is_offered,
    check=_check,
    ask=_why_not,
    about="resource decline",
)
async def decline(talk: Talk, resource_id: int, said: Said) -> str:
    await resources.decline(talk.session, resource_id, talk.member, said.text, now=talk.now)
    return _("原因转给报的人了。")


@card.button(
    Action.END,
    label=mark("不再提供"),
    when=lambda offered: offered.resource.state is ResourceState.CONFIRMED,
)
async def end(talk: Talk, resource_id: int) -> Reply:
    await resources.end(talk.session, resource_id, talk.member, now=talk.now)
    return talk.toast(_("从清单上拿下来了；排好的照常。"))
