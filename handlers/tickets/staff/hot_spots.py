"""Hot spots in the group: 合并, 列入议事, and /agenda, which lists what was put there."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.filters.callback_data import CallbackData
from aiogram.types import Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.button_data import RowId
from handlers.common.cards import Card
from handlers.common.i18n import _, mark
from handlers.common.labels import state_name
from handlers.common.members import InBoundGroup
from handlers.common.refusals import in_words
from handlers.common.saying import Say
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.telling import Tell, Telling
from handlers.common.times import when
from handlers.common.words import cut, esc, listed
from services.groups import binding as groups
from services.tickets import hot_spots
from services.tickets.hot_spots import HotSpotCard, OnTheAgenda
from services.tickets.transitions import IN_WORK
from storage.tables import AgendaItem, HotSpot, Matter, Ticket

router = Router(name="agenda")
telling = Telling(Matter.REQUEST)

LISTED = 20
SHOWN_TEXT = 30
ON_A_PAGE = 10
DIGITS = 6
NUMBERS = 10
"""Of the requests that an item is about."""
SHOWN_TITLE = 80
SHOWN_NAME = 40
"""Characters: ten items with ten numbers each stay below a message's 4096."""


class Action(StrEnum):
    MERGE = "merge"
    AGENDA = "agenda"


class OnHotSpot(CallbackData, prefix="hotspot"):
    """Somebody pressed a button of a hot spot's card."""

    action: Action
    hot_spot: RowId


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands on the card."""

    spot: HotSpot
    title: str
    tickets: Sequence[Ticket]
    item: AgendaItem | None

    @property
    def can_be_merged(self) -> bool:
        return sum(each.state in IN_WORK for each in self.tickets) > 1


card = Card[Shown](OnHotSpot, InBoundGroup(), id_of=lambda shown: shown.spot.id)
in_words.say({OnTheAgenda: mark("已经列入议事了，发 /agenda 可以看。")})


@telling.draws(HotSpotCard)
async def draw(tell: Tell, subject: HotSpotCard) -> None:
    shown = await _shown(tell.session, subject.hot_spot_id)
    key = card.key(subject.hot_spot_id)

    def present() -> Say:
        return Say(look(shown), card.keyboard(shown), card=key, about=key)

    tell.group(await groups.get(tell.session, shown.spot.group_id), present)


async def _shown(session: AsyncSession, hot_spot_id: int) -> Shown:
    spot = await hot_spots.get(session, hot_spot_id)
    return Shown(
        spot,
        await hot_spots.title_of(session, spot),
        await hot_spots.tickets_of(session, hot_spot_id),
        await hot_spots.agenda_item(session, hot_spot_id),
    )


def look(shown: Shown) -> str:
    """HTML: what comes together there, and what was done about it."""
    lines = [
        _("🔥 <b>{title}</b>\n这里有 {count} 件差不多的事，可能是同一个毛病：").format(
            title=esc(shown.title), count=len(shown.tickets)
        ),
        *(
            f"<b>{each.number}</b> {state_name(each.state)} · "
            + (esc(cut(each.text, SHOWN_TEXT)) or _("（没有文字）"))
            for each in shown.tickets[:LISTED]
        ),
    ]
    if shown.item is not None:
        lines.append(_("🗳 已经列入议事"))
    return "\n".join(lines)


@card.button(Action.MERGE, label=mark("全部合并"), when=lambda shown: shown.can_be_merged)
async def merge(talk: Talk, hot_spot_id: int) -> Reply:
    merged, left = await hot_spots.merge_all(talk.session, hot_spot_id, talk.member, now=talk.now)
    if not left:
        return talk.toast(_("合并了 {count} 件，居民已经收到。").format(count=merged), alert=True)
    text = _("合并了 {count} 件。还有 {left} 件没有动：在别人手里，或者居民不愿公开。")
    return talk.toast(text.format(count=merged, left=left), alert=True)


@card.button(Action.AGENDA, label=mark("列入议事"), when=lambda shown: shown.item is None)
async def put_on_agenda(talk: Talk, hot_spot_id: int) -> Reply:
    await hot_spots.put_on_agenda(talk.session, hot_spot_id, talk.member, now=talk.now)
    return talk.toast(_("列入议事了，发 /agenda 可以看。"))


@router.message(Command("agenda"), InBoundGroup())
async def agenda(message: Message, command: CommandObject, talk: Talk) -> Reply:
    """A page of it: the first, or that whose number stands behind the command."""
    said = (command.args or "").strip()
    page = int(said) if said.isdecimal() and len(said) <= DIGITS else 1
    items, count = await hot_spots.agenda(
        talk.session, talk.member.group_id, page=max(page - 1, 0), size=ON_A_PAGE
    )
    if not items:
        return talk.say(_("还没有列入议事的事。"))
    lines = [await _line(talk, item, talk.config.zone) for item in items]
    head = _("列入议事的，一共 {count} 件，新的在前：").format(count=count)
    pages = -(-count // ON_A_PAGE)
    shown = min(max(page, 1), pages)
    if pages > 1:
        lines.append(_("第 {page} 页，一共 {pages} 页").format(page=shown, pages=pages))
    if shown < pages:
        lines.append(_("看下一页，发 /agenda {page}").format(page=shown + 1))
    return talk.say("\n\n".join([head, *lines]))


async def _line(talk: Talk, item: AgendaItem, zone: ZoneInfo) -> str:
    """HTML: what, when, by whom, and which requests."""
    tickets = await hot_spots.tickets_of(talk.session, item.hot_spot_id)
    name = await groups.name_in(talk.session, item.group_id, item.added_by or 0)
    numbers = listed([each.number for each in tickets[:NUMBERS]])
    if len(tickets) > NUMBERS:
        numbers = _("{numbers} 等 {count} 件").format(numbers=numbers, count=len(tickets))
    return _("<b>{title}</b>\n{when} {name} 列入\n编号 {numbers}").format(
        title=esc(cut(item.title, SHOWN_TITLE)),
        when=when(item.added_at, zone),
        name=esc(cut(name or "", SHOWN_NAME)) or _("同事"),
        numbers=numbers,
    )


@router.message(Command("agenda"))
async def not_bound(message: Message, talk: Talk) -> Reply:
    return talk.say(_("本群还没有绑定，请管理员发 /bind。"))
