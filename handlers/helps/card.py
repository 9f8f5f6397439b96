"""An order of help in the office's group: its card, and what the office does with it."""

from enum import StrEnum
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData

from handlers.common.button_data import RowId, ToVolunteers
from handlers.common.cards import Card, Said
from handlers.common.i18n import SOURCE, _, mark
from handlers.common.members import InGroupFor
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import esc
from handlers.helps.words import state_name, what_was_said
from services import helps
from storage.tables import HelpKind, HelpOrder, HelpState, Purpose, TaskSource


class Action(StrEnum):
    ARRANGE = "arrange"
    DECLINE = "decline"
    DONE = "done"


class OnHelp(CallbackData, prefix="help"):
    """Somebody pressed a button of an order's card."""

    action: Action
    order: RowId


card = Card[HelpOrder](OnHelp, InGroupFor(Purpose.STAFF))


def look(order: HelpOrder, kind: HelpKind, zone: ZoneInfo) -> str:
    """HTML, with the name: the office arranges it with the person."""
    lines = [
        f"🛎 <b>{esc(kind.name(SOURCE))}</b> · {state_name(order.state)}",
        _("{name} · {when} 订的").format(
            name=esc(order.person_name) or _("居民"), when=when(order.ordered_at, zone)
        ),
        *what_was_said(order.wanted, order.place, order.words),
    ]
    if kind.partner:
        lines.append("ℹ️ " + esc(kind.partner))
    if order.answer:
        lines.append(
            _("{name} 说：{answer}").format(
                name=esc(order.handled_by_name), answer=esc(order.answer)
            )
        )
    return "\n".join(lines)


def _is_with_staff(order: HelpOrder) -> bool:
    return order.state in helps.WITH_STAFF


async def _check(talk: Talk, order_id: int) -> object:
    return await helps.for_staff(talk.session, order_id, talk.member, *helps.WITH_STAFF)


def _how_arranged() -> str:
    return _("请回复这条消息，写下怎么安排的：谁来、什么时候、多少钱。居民会原样收到。")


@card.words(
    Action.ARRANGE,
    label=lambda order: _("改安排") if order.state is HelpState.ARRANGED else _("我来安排"),
    when=_is_with_staff,
    ask=_how_arranged,
    about="help arrange",
    check=_check,
)
async def arrange(talk: Talk, order_id: int, said: Said) -> str:
    await helps.arrange(talk.session, order_id, talk.member, said.text)
    return _("安排好了，居民已经收到。")


card.link(
    label=mark("找志愿者"),
    when=_is_with_staff,
    data=lambda order: ToVolunteers(source=TaskSource.HELP, id=order.id),
)


@card.button(
    Action.DONE,
    label=mark("已经办好"),
    when=lambda order: order.state in (HelpState.ARRANGED, HelpState.OFFERED),
)
async def done(talk: Talk, order_id: int) -> Reply:
    await helps.done(talk.session, order_id, talk.member, now=talk.now)
    return talk.toast(_("记下了：办好了。"))


def _why_not() -> str:
    return _("请回复这条消息，写下为什么办不了、可以去哪里办。居民会原样收到。")


@card.words(
    Action.DECLINE,
    label=mark("办不了"),
    when=_is_with_staff,
    ask=_why_not,
    about="help decline",
    check=_check,
)
async def decline(talk: Talk, order_id: int, said: Said) -> str:
    await helps.decline(talk.session, order_id, talk.member, said.text, now=talk.now)
    return _("原因转给居民了。")
