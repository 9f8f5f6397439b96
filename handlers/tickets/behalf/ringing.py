"""Ringing somebody for whom another filed: to read it back, to ask whether it helped.

The first two are to-dos of the office; the telephone is shown to the one who taps alone.
"""

from dataclasses import dataclass
from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.common.button_data import RowId
from handlers.common.cards import Card, Said
from handlers.common.i18n import _, mark
from handlers.common.labels import satisfaction_name, state_name
from handlers.common.members import InGroupFor
from handlers.common.refusals import in_words
from handlers.common.saying import Say
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.telling import Tell, Telling
from handlers.common.words import cut, esc
from handlers.tickets.staff.card import Action, card
from services import tickets
from services.errors import NotFound
from services.tickets import follow_up as follow_ups
from services.tickets import on_behalf, rated_by_phone, read_back, results
from services.tickets.calling import CallCard
from services.tickets.rated_by_phone import RingBackCard
from services.tickets.transitions import ENDED
from storage.tables import (
    FollowUp,
    Heard,
    Matter,
    OnBehalf,
    Purpose,
    Satisfaction,
    Ticket,
    TicketState,
)

CORRECTION, MISSING = "call correction", "ring back missing"
"""What the prompts are about, before the row's id."""
SHOWN_TEXT = 600
SHOWN_RESULT = 300
SHOWN_PLACE = 150


class Call(StrEnum):
    PHONE = "phone"
    RIGHT = "right"
    WRONG = "wrong"
    NOBODY = "nobody"


class OnCall(CallbackData, prefix="call"):
    """Reading it back on the telephone."""

    call: Call
    ticket: RowId


class RingBack(StrEnum):
    PHONE = "phone"
    SATISFIED = "satisfied"
    FAIR = "fair"
    MISSING = "missing"


class OnRingBack(CallbackData, prefix="ringback"):
    """Asking on the telephone whether it helped."""

    said: RingBack
    follow_up: RowId


telling = Telling(Matter.REQUEST)


@dataclass(frozen=True, slots=True)
class ToRing:
    """What stands on such a card."""

    ticket: Ticket
    behalf: OnBehalf

    @property
    def id(self) -> int:
        return self.ticket.id

    @property
    def waits(self) -> bool:
        return self.behalf.heard is Heard.WAITING and self.ticket.state not in ENDED


calls = Card[ToRing](OnCall, InGroupFor(Purpose.STAFF), refusals=in_words)
ring_backs = Card[FollowUp](OnRingBack, InGroupFor(Purpose.STAFF), refusals=in_words)


def _number(behalf: OnBehalf) -> str:
    """For the one who taps alone; nothing of it stays in the group."""
    text = _("{name}：{phone}")
    return text.format(name=behalf.name, phone=behalf.phone or _("没有电话，请上门问一声"))


def _waits(to_ring: ToRing) -> bool:
    return to_ring.waits


@telling.draws(CallCard)
async def draw_call(tell: Tell, subject: CallCard) -> None:
    ticket = await tickets.get(tell.session, subject.ticket_id)
    behalf = await on_behalf.of(tell.session, subject.ticket_id)
    if ticket is None or behalf is None:
        return
    await tell.office(
        ticket.area_id,
        lambda: Say(
            _look(ticket, behalf), calls.keyboard(ToRing(ticket, behalf)), card=calls.key(ticket.id)
        ),
    )


def _look(ticket: Ticket, behalf: OnBehalf) -> str:
    """HTML, without name and telephone: the group need not know whom a building head helps."""
    lines = [
        _("☎️ 代办确认 · 编号 <b>{number}</b>").format(number=ticket.number),
        _("请打电话给本人，念一遍，问对不对："),
        _quoted(ticket),
        f"📍 {esc(cut(ticket.place, SHOWN_PLACE))}",
    ]
    by = esc(behalf.heard_by_name) or _("同事")
    match behalf.heard:
        case Heard.WAITING if ticket.state in ENDED:
            lines.append(_("➖ 这件事{state}，不用再打了").format(state=state_name(ticket.state)))
        case Heard.RIGHT:
            lines.append(_("✅ {name}：本人说对").format(name=by))
        case Heard.CORRECTED:
            lines.append(_("✏️ {name}：本人有更正，写在诉求下面了").format(name=by))
        case Heard.UNREACHED:
            lines.append(_("📵 {name}：打不通").format(name=by))
    return "\n".join(lines)


def _quoted(ticket: Ticket) -> str:
    """HTML: what was said; that it was not, where it came without words or was erased."""
    return f"“{esc(cut(ticket.text, SHOWN_TEXT))}”" if ticket.text else _("（没有文字）")


@calls.button(Call.PHONE, label=mark("📞 看电话"), when=_waits)
async def phone(talk: Talk, ticket_id: int) -> Reply:
    behalf = await read_back.to_ring(talk.session, ticket_id, talk.member)
    return talk.toast(_number(behalf), alert=True)


@calls.button(Call.RIGHT, label=mark("本人说对"), when=_waits)
async def right(talk: Talk, ticket_id: int) -> Reply:
    await read_back.rung(talk.session, ticket_id, talk.member, Heard.RIGHT, now=talk.now)
    return talk.toast(_("记下了。"))


async def _check(talk: Talk, ticket_id: int) -> object:
    return await read_back.to_ring(talk.session, ticket_id, talk.member)


@calls.words(
    Call.WRONG,
    label=mark("有更正"),
    when=_waits,
    check=_check,
    ask=lambda: _("请回复这条消息，写下本人是怎么说的。"),
    about=CORRECTION,
)
async def wrong(talk: Talk, ticket_id: int, said: Said) -> str:
    await read_back.rung(
        talk.session, ticket_id, talk.member, Heard.CORRECTED, said.text, now=talk.now
    )
    return _("记下了，办事的人看得到。")


@calls.button(Call.NOBODY, label=mark("打不通，不打了"), when=_waits)
async def nobody(talk: Talk, ticket_id: int) -> Reply:
    await read_back.rung(talk.session, ticket_id, talk.member, Heard.UNREACHED, now=talk.now)
    return talk.toast(_("记下了：打不通。"))


@telling.draws(RingBackCard)
async def draw_ring_back(tell: Tell, subject: RingBackCard) -> None:
    follow_up, ticket = await follow_ups.get(tell.session, subject.follow_up_id)
    result = await results.result_of(tell.session, ticket)
    said = result.said if result else ""

    def present() -> Say:
        text = _look_back(ticket, follow_up, said)
        key = ring_backs.key(follow_up.id)
        return Say(text, ring_backs.keyboard(follow_up), card=key, to_the_end=subject.to_the_end)

    await tell.office(ticket.area_id, present)


def _look_back(ticket: Ticket, follow_up: FollowUp, result: str) -> str:
    lines = [
        _("☎️ 电话回访 · 编号 <b>{number}</b>").format(number=ticket.number),
        _("这件是代办的，请没有经手的同事打电话问本人：解决了吗？满意吗？"),
        _quoted(ticket),
    ]
    if result:
        lines.append(_("办结：“{text}”").format(text=esc(cut(result, SHOWN_RESULT))))
    if follow_up.ended_at is not None and follow_up.solved is False:
        lines.append(_("❗ 没有解决，重新办了"))
    elif follow_up.ended_at is not None:
        lines.append(
            _("⭐ {satisfaction}").format(satisfaction=satisfaction_name(follow_up.satisfaction))
        )
    return "\n".join(lines)


def _is_open(follow_up: FollowUp) -> bool:
    return follow_up.ended_at is None


@ring_backs.button(RingBack.PHONE, label=mark("📞 看电话"), when=_is_open)
async def phone_back(talk: Talk, follow_up_id: int) -> Reply:
    _follow_up, ticket = await rated_by_phone.to_ask(talk.session, follow_up_id, talk.member)
    behalf = await on_behalf.of(talk.session, ticket.id)
    if behalf is None:
        raise NotFound
    return talk.toast(_number(behalf), alert=True)


@ring_backs.button(RingBack.SATISFIED, label=mark("解决了，满意"), when=_is_open)
async def satisfied(talk: Talk, follow_up_id: int) -> Reply:
    return await _content(talk, follow_up_id, Satisfaction.SATISFIED)


@ring_backs.button(RingBack.FAIR, label=mark("解决了，基本满意"), when=_is_open)
async def fair(talk: Talk, follow_up_id: int) -> Reply:
    return await _content(talk, follow_up_id, Satisfaction.FAIR)


async def _content(talk: Talk, follow_up_id: int, satisfaction: Satisfaction) -> Reply:
    await rated_by_phone.content(
        talk.session, follow_up_id, talk.member, satisfaction, now=talk.now
    )
    return talk.toast(_("记下了。"))


async def _check_back(talk: Talk, follow_up_id: int) -> object:
    return await rated_by_phone.to_ask(talk.session, follow_up_id, talk.member)


@ring_backs.words(
    RingBack.MISSING,
    label=mark("没有解决，或者不满意"),
    when=_is_open,
    check=_check_back,
    ask=lambda: _("请回复这条消息，写下本人说还差什么。"),
    about=MISSING,
)
async def missing(talk: Talk, follow_up_id: int, said: Said) -> str:
    await rated_by_phone.unhappy(
        talk.session, follow_up_id, talk.member, said.text, now=talk.now, zone=talk.config.zone
    )
    return _("重新办了，本人说的写在单子上了。")


@card.button(
    Action.CONTACT,
    label=mark("📞 联系方式"),
    when=lambda ticket: ticket.on_behalf and ticket.state is TicketState.TAKEN,
    further=True,
)
async def contact_of(talk: Talk, ticket_id: int) -> Reply:
    """For who taps alone; nothing of it stays in the group."""
    behalf = await on_behalf.contact(talk.session, ticket_id, talk.member)
    return talk.toast(_number(behalf), alert=True)
