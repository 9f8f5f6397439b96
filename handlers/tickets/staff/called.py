"""The card of a request in a group that was called to it (吹哨报到): what it did is said there."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.common.button_data import RowId
from handlers.common.cards import Card, Said
from handlers.common.i18n import _, mark
from handlers.common.members import InBoundGroup
from handlers.common.saying import Files, Post, Say
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.telling import Tell
from handlers.common.words import esc, parts
from handlers.tickets.pictures import with_pictures
from handlers.tickets.staff import card as lead
from handlers.tickets.staff import whistling
from handlers.tickets.staff.hands import title
from handlers.tickets.staff.look import is_shortened
from services import tickets
from services.groups import known
from services.tickets import joint
from services.tickets.recording import Line
from services.tickets.transitions import IN_WORK
from services.tickets.urgency import night_of
from storage.outbox import Urgency
from storage.tables import EventKind, Group, JointPart, Purpose, Ticket

SHOWN = 3000
"""Characters of what somebody adds, in one message under the card."""
REPORT = "report"
"""What a prompt is about, before the ticket's id."""


class CalledAction(StrEnum):
    REPORT = REPORT
    WHISTLE = "whistle"
    WHOLE = "whole"


class OnPart(CallbackData, prefix="part"):
    """Somebody of a called group pressed a button of the request's card."""

    action: CalledAction
    ticket: RowId


@dataclass(frozen=True, slots=True)
class Called:
    """What such a card shows."""

    ticket: Ticket
    part: JointPart
    group: Group

    @property
    def id(self) -> int:
        return self.ticket.id

    @property
    def is_awaited(self) -> bool:
        return self.part.reported_at is None and self.ticket.state in IN_WORK

    @property
    def may_whistle(self) -> bool:
        return self.group.purpose is Purpose.STAFF and self.ticket.state in IN_WORK


card = Card[Called](OnPart, InBoundGroup(), called=lead.number_of, key="ticket")
"""It is called like the lead's: a group that gives the request away and is called has one card."""


async def _may_report(talk: Talk, ticket_id: int) -> None:
    await joint.check_may_report(talk.session, ticket_id, talk.member)


@card.words(
    CalledAction.REPORT,
    label=mark("报到"),
    when=lambda called: called.is_awaited,
    check=_may_report,
    ask=lambda: _(
        "请回复这条消息，写下本群做了什么（可以带照片）。"
        "牵头的群收到全文和照片，别的几家在卡片上看到开头，居民看不到。"
    ),
    about=REPORT,
    with_files=True,
)
async def report(talk: Talk, ticket_id: int, said: Said) -> str:
    await joint.report(talk.session, ticket_id, talk.member, *said, now=talk.now)
    return _("报到了，几家的卡片上都写着。要补充，请回复卡片，牵头的群看得到。")


@card.button(CalledAction.WHISTLE, label=mark("吹哨"), when=lambda called: called.may_whistle)
async def whistle(talk: Talk, ticket_id: int) -> Reply:
    return await whistling.begin(talk, ticket_id)


@card.button(
    CalledAction.WHOLE, label=mark("看全文"), when=lambda called: is_shortened(called.ticket)
)
async def whole_text(talk: Talk, ticket_id: int) -> Reply:
    ticket, _part = await joint.called(talk.session, ticket_id, talk.member)
    return lead.in_pieces(talk, ticket)


async def show(tell: Tell, ticket: Ticket, text: Callable[[], str], to_the_end: bool) -> None:
    """The card, as the lead's reads, in every called group."""
    for part in await joint.parts_of(tell.session, ticket):
        group = await known.get(tell.session, part.group_id)
        if group is None:
            continue
        called = Called(ticket, part, group)

        def present(called: Called = called) -> Say:
            key = card.key(ticket.id)
            return Say(text(), card.keyboard(called), card=key, to_the_end=to_the_end, about=key)

        tell.group(group, present, lead.urgency_of(ticket), night=night_of(ticket))


async def show_pictures(tell: Tell, line: Line) -> None:
    """What it was filed with, to those who were called just now."""
    ticket, key = line.ticket, card.key(line.ticket.id)
    files = await tickets.attachments_of(tell.session, ticket.id)
    for group_id in line.event.data["groups"] if files else ():
        group = await known.get(tell.session, group_id)

        def pictures() -> Files:
            caption = _("编号 {n}").format(n=ticket.number)
            return Files(files, caption, under_card=key, about=key)

        tell.group(group, pictures, lead.urgency_of(ticket), night=night_of(ticket))


async def tell_the_lead(tell: Tell, line: Line) -> None:
    """What a called group did or notes, below the card of the group that leads."""
    ticket, key = line.ticket, card.key(line.ticket.id)
    group = await tickets.group_of(tell.session, ticket)
    by = await title(tell.session, line.event.data["group"])

    def words() -> list[Post]:
        first, *rest = parts(line.event.text or "", SHOWN) or [""]
        texts = [_sentence(line).format(group=by, text=esc(first)), *map(esc, rest)]
        *before, last = [Say(text, under_card=key, about=key) for text in texts]
        return [*before, *with_pictures(last, line.attachments)]

    tell.group(group, words, Urgency.NOTICE, night=night_of(ticket))


def _sentence(line: Line) -> str:
    if line.event.kind is EventKind.REPORTED:
        return _("🤝 {group}报到：{text}")
    return _("📝 {group}补充：{text}") if line.event.text else _("📝 {group}补充（照片、语音等）")
