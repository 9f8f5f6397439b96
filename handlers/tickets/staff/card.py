"""What staff do with a request in the group that has it: the buttons of its card, and notes.

Words are collected with a forced reply, because in groups the bot only hears replies to its own
messages; and where it hears more, small talk must not be taken for an answer to a resident.
"""

from enum import StrEnum
from functools import partial

from aiogram.filters.callback_data import CallbackData
from aiogram.types import Message

from handlers.common.button_data import RowId, ToVolunteers
from handlers.common.cards import Card, Said
from handlers.common.filters import RepliesTo
from handlers.common.i18n import _, mark
from handlers.common.members import InBoundGroup
from handlers.common.refusals import in_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc, parts
from handlers.tickets.staff import passing, ready
from handlers.tickets.staff.look import is_shortened
from handlers.tickets.staff.promised import promised_in
from services import tickets
from services.errors import AlreadyTaken, Refusal
from services.tickets.transitions import IN_WORK
from storage.outbox import Urgency
from storage.tables import TaskSource, Ticket, TicketState

PIECE = 3500
"""Characters of a long text in one message."""

ASKED_ABOUT = "ticket"
"""In the conversation's data: which request the standing question is about."""
ASK, RESOLVE, DECLINE, NOTE = "ask", "resolve", "decline", "note"
"""What a prompt is about, before the ticket's id: a reply says itself what it is for."""


class Action(StrEnum):
    TAKE = "take"
    REASSIGN = "reassign"
    ASK = "ask"
    RESOLVE = "resolve"
    DECLINE = "decline"
    PROMISE = "promise"
    WHOLE = "whole"
    RETURN = "return"
    CONTACT = "contact"
    WHISTLE = "whistle"
    MORE = "more"
    ALIKE = "alike"
    UNMERGE = "unmerge"
    SPLIT = "split"
    NOTE = "note"


class OnTicket(CallbackData, prefix="ticket"):
    """Somebody pressed a card's button; whether they may is judged then."""

    action: Action
    ticket: RowId


async def number_of(talk: Talk, ticket_id: int) -> str:
    ticket = await tickets.get(talk.session, ticket_id)
    return _("编号 <b>{number}</b>").format(number=ticket.number) if ticket else ""


card = Card[Ticket](OnTicket, InBoundGroup(), called=number_of)


def is_taken(ticket: Ticket) -> bool:
    return ticket.state is TicketState.TAKEN


def is_in_work(ticket: Ticket) -> bool:
    return ticket.state in IN_WORK


async def may(talk: Talk, ticket_id: int, *, taker_only: bool) -> None:
    await tickets.check_may(talk.session, ticket_id, talk.member, taker_only=taker_only)


@card.button(Action.TAKE, label=mark("接单"), when=lambda ticket: ticket.state is TicketState.OPEN)
async def take(talk: Talk, ticket_id: int) -> Reply:
    try:
        await tickets.take(talk.session, ticket_id, talk.member, now=talk.now)
    except AlreadyTaken as refusal:  # A colleague was faster, which does not mean they are gone.
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)
    return talk.toast(_("您接单了，居民已经知道。"))


@card.words(
    Action.ASK,
    label=mark("问居民"),
    when=is_taken,
    check=partial(may, taker_only=True),
    ask=lambda: _("请回复这条消息，写下要问居民的话（可以带照片）。"),
    about=ASK,
    with_files=True,
    offers=ready.after_asking,
)
async def ask(talk: Talk, ticket_id: int, said: Said) -> Reply:
    await tickets.ask(talk.session, ticket_id, talk.member, *said, now=talk.now)
    key = card.key(ticket_id)
    passed_on = talk.say(_("问题转给居民了，回答会出现在这张卡片下面。"), under_card=key)
    return [passed_on, *await promised_in(talk, ticket_id, said.text, under_card=key)]


@card.words(
    Action.RESOLVE,
    label=mark("办结"),
    when=is_taken,
    check=partial(may, taker_only=True),
    ask=lambda: _("请回复这条消息，写下办理结果（可以带照片）。"),
    about=RESOLVE,
    with_files=True,
    offers=ready.after_resolving,
)
async def resolve(talk: Talk, ticket_id: int, said: Said) -> str:
    await tickets.resolve(
        talk.session,
        ticket_id,
        talk.member,
        *said,
        follow_up_after=talk.config.follow_up_after,
        now=talk.now,
    )
    return _("办结了，居民已经收到。过一阵子会回访。")


@card.button(Action.REASSIGN, label=mark("转派"), when=is_in_work)
async def reassign(talk: Talk, ticket_id: int) -> Reply:
    return await passing.begin(talk, ticket_id)


@card.words(
    Action.DECLINE,
    label=mark("不予受理"),
    when=is_in_work,
    check=partial(may, taker_only=False),
    ask=lambda: _("请回复这条消息，写下不受理的原因，以及居民该去哪里办。"),
    about=DECLINE,
)
async def decline(talk: Talk, ticket_id: int, said: Said) -> str:
    await tickets.decline(talk.session, ticket_id, talk.member, said.text, now=talk.now)
    return _("原因转给居民了。")


@card.button(Action.WHOLE, label=mark("看全文"), when=is_shortened)
async def whole_text(talk: Talk, ticket_id: int) -> Reply:
    return in_pieces(talk, await tickets.held(talk.session, ticket_id, talk.member))


def in_pieces(talk: Talk, ticket: Ticket) -> Reply:
    """All that was said at filing."""
    key = card.key(ticket.id)
    return [
        talk.say(esc(piece), under_card=key, about=key)
        for piece in (*parts(ticket.text, PIECE), *parts(ticket.answer or "", PIECE))
    ]


def urgency_of(ticket: Ticket) -> Urgency:
    """Of its card; nothing is urgent any more once somebody has it."""
    waits = ticket.state is TicketState.OPEN
    return Urgency.URGENT if ticket.urgent and waits else Urgency.CARD


card.link(
    label=mark("转志愿者"),
    when=is_taken,
    data=lambda ticket: ToVolunteers(source=TaskSource.TICKET, id=ticket.id),
)


@card.more(Action.MORE)
async def more(talk: Talk, ticket_id: int) -> Ticket:
    return await tickets.held(talk.session, ticket_id, talk.member)


@card.message(RepliesTo("ticket"), InBoundGroup())
async def note(message: Message, talk: Talk, about: int) -> Reply:
    """A reply to the card, or to what stands under it, is a note among staff."""
    return await note_on(talk, about)


async def note_on(talk: Talk, ticket_id: int) -> Reply:
    try:
        words = await _noted(talk, ticket_id, Said(talk.words, talk.attachments))
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    return talk.say(words, under_card=card.key(ticket_id))


async def _holds(talk: Talk, ticket_id: int) -> None:
    await tickets.held(talk.session, ticket_id, talk.member)


@card.words(
    Action.NOTE,
    label=mark("记备注"),
    when=is_in_work,
    check=_holds,
    ask=lambda: _("请回复这条消息，写下备注（可以带照片）。同事看得到，居民看不到。"),
    about=NOTE,
    with_files=True,
    further=True,
)
async def asked_note(talk: Talk, ticket_id: int, said: Said) -> str:
    """For groups in which nobody can write to the card."""
    return await _noted(talk, ticket_id, said)


async def _noted(talk: Talk, ticket_id: int, said: Said) -> str:
    line = await tickets.note(talk.session, ticket_id, talk.member, *said, now=talk.now)
    if "group" in line.data:
        return _("📝 记在内部备注里了，牵头的群看得到，居民看不到。")
    return _("📝 记在内部备注里了，居民看不到。")
