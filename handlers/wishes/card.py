"""A small wish (微心愿) in the office's group: its card, and what the office does with it."""

from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData

from handlers.common.button_data import RowId, ToVolunteers
from handlers.common.cards import Card, Said
from handlers.common.i18n import _, mark
from handlers.common.members import InGroupFor
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import esc
from handlers.wishes.words import state_name
from services import wishes
from services.volunteering import granting
from storage.tables import Purpose, TaskSource, Wish, WishState


class Action(StrEnum):
    DECLINE = "decline"
    ANOTHER = "another"


class OnWish(CallbackData, prefix="wish"):
    """Somebody pressed a button of a wish's card."""

    action: Action
    wish: RowId


@dataclass(frozen=True, slots=True)
class Wished:
    """A wish with what its card says beside."""

    wish: Wish
    place: str
    granter: str | None
    """The name of the volunteer who has it."""

    @property
    def id(self) -> int:
        return self.wish.id


card = Card[Wished](OnWish, InGroupFor(Purpose.STAFF))


def look(wished: Wished, zone: ZoneInfo) -> str:
    """HTML, with the name; the wall does not show it."""
    wish = wished.wish
    lines = [
        _("🌟 微心愿 · {state}").format(state=state_name(wish.state)),
        f"“{esc(wish.text)}”",
        _("{name} · {place} · {when} 许的").format(
            name=esc(wish.person_name) or _("居民"),
            place=esc(wished.place),
            when=when(wish.posted_at, zone),
        ),
    ]
    if wish.rounds:
        lines.append(_("已经 {rounds} 轮没有人认领，排在前面。").format(rounds=wish.rounds))
    if wished.granter:
        lines.append(_("认领：{name}").format(name=esc(wished.granter)))
    if wish.contact_by is not None:
        lines.append(_("最晚 {when} 前联系。").format(when=when(wish.contact_by, zone)))
    if wish.reason:
        lines.append(_("原因：{reason}").format(reason=esc(wish.reason)))
    return "\n".join(lines)


def _is_posted(wished: Wished) -> bool:
    return wished.wish.state is WishState.POSTED


card.link(
    label=mark("上墙"),
    when=_is_posted,
    data=lambda wished: ToVolunteers(source=TaskSource.WISH, id=wished.id),
)


async def _check(talk: Talk, wish_id: int) -> object:
    return await wishes.for_staff(talk.session, wish_id, talk.member, WishState.POSTED)


def _why_not() -> str:
    return _("请回复这条消息，写下为什么不合适。许愿的人会原样收到。")


@card.words(
    Action.DECLINE,
    label=mark("不合适"),
    when=_is_posted,
    check=_check,
    ask=_why_not,
    about="wish decline",
)
async def decline(talk: Talk, wish_id: int, said: Said) -> str:
    await wishes.decline(talk.session, wish_id, talk.member, said.text)
    return _("原因转给许愿的人了。")


@card.button(
    Action.ANOTHER,
    label=mark("换人圆梦"),
    when=lambda wished: wished.wish.state is WishState.APPROVED and wished.granter is not None,
)
async def another_granter(talk: Talk, wish_id: int) -> Reply:
    await granting.another_granter(talk.session, wish_id, talk.member, now=talk.now)
    return talk.toast(_("好的，心愿又回到墙上了，两边都会知道。"), alert=True)
