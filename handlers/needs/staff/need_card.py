"""A need in the office's group: its card, and what the office does with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData

from handlers.common.button_data import RowId
from handlers.common.cards import Card, Said
from handlers.common.i18n import SOURCE, _, mark
from handlers.common.in_private import first_open_it, in_private
from handlers.common.members import InGroupFor
from handlers.common.refusals import in_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import cut, esc
from handlers.needs.staff import planning
from handlers.needs.words import called, for_whom, how_many, need_state
from services.needs import sorting
from services.needs.sorting import TAKING_IN, WAITING
from storage.tables import Need, NeedCategory, NeedState, Purpose

VOICES = 8
"""Of a group, that stand on its card."""
VOICE = 80
"""Characters of each."""


class Action(StrEnum):
    LIST = "list"
    GROUP = "group"
    OUT = "out"
    PLAN = "plan"
    RENAME = "rename"
    SORT = "sort"
    DECLINE = "decline"


class OnNeed(CallbackData, prefix="need"):
    """Somebody of the office does something about a need."""

    action: Action
    need: RowId


@dataclass(frozen=True, slots=True)
class Voiced:
    """A need with what its card says beside."""

    need: Need
    category: NeedCategory
    place: str
    others: Sequence[Need]
    """Those that it speaks for."""
    head: Need | None
    """What speaks for it."""

    @property
    def id(self) -> int:
        return self.need.id


card = Card[Voiced](OnNeed, InGroupFor(Purpose.STAFF), refusals=in_words)


def look(voiced: Voiced, zone: ZoneInfo) -> str:
    """HTML, with the name of who said it; the list does not show it."""
    need = voiced.need
    lines = [
        _("🙋 需求 · {state} · {people}").format(
            state=need_state(need.state), people=how_many(need.people)
        )
    ]
    if need.title:
        lines.append(f"<b>{esc(need.title)}</b>")
    lines.append(f"“{esc(need.text)}”" if need.text else _("（原话删掉了）"))
    lines.append(
        _("{category} · 给{whom} · {place}").format(
            category=esc(voiced.category.name(SOURCE)),
            whom=for_whom(need.for_whom),
            place=esc(voiced.place),
        )
    )
    name = esc(need.person_name) or _("一位居民")
    lines.append(_("{name} · {when}").format(name=name, when=when(need.said_at, zone)))
    lines += [_("＋ “{text}”").format(text=esc(cut(each.text, VOICE))) for each in _heard(voiced)]
    if len(voiced.others) > VOICES:
        more = len(voiced.others) - VOICES
        lines.append(_("……还归了 {count} 件，都在表里。").format(count=more))
    if voiced.head is not None:
        other = called(voiced.head, voiced.category)
        lines.append(_("归到了“{other}”。").format(other=esc(other)))
    if need.reason:
        lines.append(_("原因：{reason}").format(reason=esc(need.reason)))
    return "\n".join(lines)


def _heard(voiced: Voiced) -> Sequence[Need]:
    return [each for each in voiced.others if each.text][:VOICES]


@card.button(
    Action.LIST, label=mark("列入清单"), when=lambda voiced: voiced.need.state is NeedState.NEW
)
async def put_on_list(talk: Talk, need_id: int) -> Reply:
    await sorting.put_on_list(talk.session, need_id, talk.member, now=talk.now)
    return talk.toast(_("列上了，邻居可以点“我也要”。"))


@card.button(Action.PLAN, label=mark("立项"), when=lambda voiced: voiced.need.state in WAITING)
async def plan(talk: Talk, need_id: int) -> Reply:
    """In private: who sees to it and by when are asked there."""
    await sorting.for_staff(talk.session, need_id, talk.member, *WAITING)
    begun = await in_private(talk, lambda private: planning.begin_for(private, need_id))
    return begun or first_open_it(talk)


async def _check(talk: Talk, need_id: int) -> object:
    return await sorting.for_staff(talk.session, need_id, talk.member, *TAKING_IN)


def _what_to_call_it() -> str:
    return _("请回复这条消息，写清单上怎么说，比如“开书法班”。居民的原话都留着。")


@card.words(
    Action.RENAME,
    label=mark("改个说法"),
    when=lambda voiced: voiced.need.state in TAKING_IN,
    check=_check,
    ask=_what_to_call_it,
    about="need rename",
)
async def rename(talk: Talk, need_id: int, said: Said) -> str:
    await sorting.rename(talk.session, need_id, talk.member, said.text)
    return _("改好了。")


async def _check_waiting(talk: Talk, need_id: int) -> object:
    return await sorting.for_staff(talk.session, need_id, talk.member, *WAITING)


def _why_not() -> str:
    return _("请回复这条消息，写下为什么不列入。提的人和点过“我也要”的人会原样收到。")


@card.words(
    Action.DECLINE,
    label=mark("不列入"),
    when=lambda voiced: voiced.need.state in WAITING,
    check=_check_waiting,
    ask=_why_not,
    about="need decline",
)
async def decline(talk: Talk, need_id: int, said: Said) -> str:
    await sorting.decline(talk.session, need_id, talk.member, said.text, now=talk.now)
    return _("原因转给居民了。")


@card.button(
    Action.OUT,
    label=mark("拆开"),
    when=lambda voiced: voiced.need.state is NeedState.MERGED,
)
async def take_out(talk: Talk, need_id: int) -> Reply:
    await sorting.take_out(talk.session, need_id, talk.member, now=talk.now)
    return talk.toast(_("拆开了，这一件又单独算。"))
