"""The work on a ticket, in the group that has it: the buttons of its card and what they ask for.

Who may press is judged when it is pressed, by the services. Words are collected with a forced
reply, because in groups the bot only hears replies to its own messages.
"""

from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, ForceReply, Message

from handlers.common.filters import Choice, HasMedia, HasText, RepliesTo, Words
from handlers.common.i18n import _
from handlers.common.questions import BACK, Option
from handlers.common.refusals import in_words
from handlers.common.sending import Reply, Sending
from handlers.common.talk import Talk
from handlers.common.words import cut, esc, parts
from handlers.staff import card
from handlers.staff.buttons import Action, OnTicket
from handlers.staff.members import InBoundGroup
from services import routing, tickets
from services.errors import Refusal, TooLong, WordsNeeded
from services.timeline import Attachment
from storage.tables import Ticket

router = Router(name="work on tickets")

PIECE = 3500
"""Characters of a long text in one message."""
TITLE = 60
ZERO = "0"


class Working(StatesGroup):
    asking = State()
    resolving = State()
    declining = State()
    reassigning = State()


@router.callback_query(OnTicket.filter(), InBoundGroup())
async def pressed(
    query: CallbackQuery, talk: Talk, callback_data: OnTicket, member: tickets.Member
) -> Reply:
    ticket = await talk.session.get(Ticket, callback_data.ticket)
    if ticket is None:
        return talk.toast(_("没有找到这件事。"), alert=True)
    match callback_data.action:
        case Action.TAKE:
            return await take(talk, ticket, member)
        case Action.REASSIGN:
            return await ask_whereto(talk, ticket, member)
        case Action.WHOLE:
            return whole_text(talk, ticket)
        case action:
            return await ask_for_words(talk, ticket, member, action)


async def take(talk: Talk, ticket: Ticket, member: tickets.Member) -> Reply:
    try:
        await tickets.take(talk.session, ticket.id, member, now=talk.now)
    except Refusal as refusal:
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)
    return talk.toast(_("您接单了，居民已经知道。"))


def whole_text(talk: Talk, ticket: Ticket) -> Reply:
    key = card.key(ticket.id)
    return [
        Sending(method=talk.say(esc(piece)), under_card=key, about=key)
        for piece in parts(ticket.text, PIECE)
    ]


async def ask_for_words(
    talk: Talk, ticket: Ticket, member: tickets.Member, action: Action
) -> Reply:
    """Ask the member for the words that 问居民, 办结 or 不予受理 needs."""
    try:
        await tickets.check_may(
            talk.session, ticket.id, member, taker_only=action is not Action.DECLINE
        )
    except Refusal as refusal:
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)
    state, words = {
        Action.ASK: (Working.asking, _("请回复这条消息，写下要问居民的话（可以带照片）。")),
        Action.RESOLVE: (Working.resolving, _("请回复这条消息，写下办理结果（可以带照片）。")),
        Action.DECLINE: (
            Working.declining,
            _("请回复这条消息，写下不受理的原因，以及居民该去哪里办。"),
        ),
    }[action]
    talk.data["ticket"] = ticket.id
    await talk.state.set_state(state)
    await talk.keep()
    return prompt(talk, ticket, words)


def prompt(talk: Talk, ticket: Ticket, words: str) -> SendMessage:
    text = _("{name}，编号 <b>{number}</b>：{words}\n不办了就回复“0”。").format(
        name=f'<a href="tg://user?id={talk.user_id}">{esc(talk.name)}</a>',
        number=ticket.number,
        words=words,
    )
    return talk.say(text, ForceReply(selective=True))


@router.message(RepliesTo("ticket"), InBoundGroup(), HasMedia())
@router.message(RepliesTo("ticket"), InBoundGroup(), HasText())
async def note(
    message: Message,
    talk: Talk,
    about: int,
    member: tickets.Member,
    attachment: Attachment | None = None,
) -> Reply:
    """A reply to the card, or to what stands under it, is a note among staff."""
    try:
        await tickets.note(talk.session, about, member, talk.text, _files(attachment), now=talk.now)
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    return talk.say(_("📝 记在内部备注里了，居民看不到。"))


@router.message(Command("cancel"), StateFilter(Working))
@router.message(StateFilter(Working), Words(ZERO))
async def gave_up(message: Message, talk: Talk) -> Reply:
    await talk.leave()
    return talk.say(_("好的，没有动。"))


@router.message(Working.asking, InBoundGroup(), HasMedia())
@router.message(Working.asking, InBoundGroup(), HasText())
async def ask(
    message: Message, talk: Talk, member: tickets.Member, attachment: Attachment | None = None
) -> Reply:
    return await act(
        talk,
        lambda ticket_id: tickets.ask(
            talk.session, ticket_id, member, talk.text, _files(attachment), now=talk.now
        ),
        _("问题转给居民了，回答会出现在这张卡片下面。"),
    )


@router.message(Working.resolving, InBoundGroup(), HasMedia())
@router.message(Working.resolving, InBoundGroup(), HasText())
async def resolve(
    message: Message, talk: Talk, member: tickets.Member, attachment: Attachment | None = None
) -> Reply:
    return await act(
        talk,
        lambda ticket_id: tickets.resolve(
            talk.session,
            ticket_id,
            member,
            talk.text,
            _files(attachment),
            follow_up_after=talk.config.follow_up_after,
            now=talk.now,
        ),
        _("办结了，居民已经收到。过一阵子会回访。"),
    )


@router.message(Working.declining, InBoundGroup(), HasText())
async def decline(message: Message, talk: Talk, member: tickets.Member) -> Reply:
    return await act(
        talk,
        lambda ticket_id: tickets.decline(talk.session, ticket_id, member, talk.text, now=talk.now),
        _("原因转给居民了。"),
    )


@router.message(StateFilter(Working.asking, Working.resolving, Working.declining))
async def not_words(message: Message, talk: Talk) -> Reply:
    return talk.say(_("这种消息用不上。请写几个字，可以带一张照片；不办了就回复“0”。"))


async def act(talk: Talk, do: Callable[[int], Awaitable[object]], done: str) -> Reply:
    """Do it with the ticket that was asked about; a refusal that words can mend asks again."""
    ticket = await talk.session.get_one(Ticket, talk.data["ticket"])
    try:
        await do(ticket.id)
    except (WordsNeeded, TooLong) as refusal:
        return prompt(talk, ticket, in_words(refusal, talk.config.zone))
    except Refusal as refusal:
        await talk.leave()
        return talk.say(in_words(refusal, talk.config.zone))
    await talk.leave()
    return Sending(method=talk.say(done), under_card=card.key(ticket.id))


async def ask_whereto(talk: Talk, ticket: Ticket, member: tickets.Member) -> Reply:
    try:
        await tickets.check_may(talk.session, ticket.id, member, taker_only=False)
    except Refusal as refusal:
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)
    others = await routing.others(talk.session, ticket)
    if not others:
        return talk.toast(_("没有别的群可以转。"), alert=True)
    talk.data["ticket"] = ticket.id
    options = [Option(str(group.id), cut(group.title, TITLE)) for group in others]
    text = _("{name}，编号 <b>{number}</b> 要转给谁？").format(
        name=esc(talk.name), number=ticket.number
    )
    return await talk.ask(Working.reassigning, text, options)


@router.message(Working.reassigning, Choice(BACK))
@router.callback_query(Working.reassigning, Choice(BACK))
async def stays(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return talk.say(_("好的，没有转。"))


@router.message(Working.reassigning, InBoundGroup(), Choice())
@router.callback_query(Working.reassigning, InBoundGroup(), Choice())
async def reassign(
    event: Message | CallbackQuery, talk: Talk, member: tickets.Member, choice: str
) -> Reply:
    return await act(
        talk,
        lambda ticket_id: tickets.reassign(
            talk.session, ticket_id, member, int(choice), now=talk.now
        ),
        _("转过去了。"),
    )


def _files(attachment: Attachment | None) -> list[Attachment]:
    return [attachment] if attachment else []
