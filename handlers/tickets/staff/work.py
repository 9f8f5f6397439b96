"""The work on a ticket, in the group that has it: the buttons of its card and what they ask for.

Who may press is judged when it is pressed, by the services. Words are collected with a forced
reply, because in groups the bot only hears replies to its own messages; and where it hears more,
small talk must not be taken for an answer to a resident.
"""

from collections.abc import Awaitable

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, ForceReply, Message

from handlers.common.filters import Choice, RepliesTo, Words
from handlers.common.i18n import _
from handlers.common.questions import BACK, Option
from handlers.common.refusals import in_words
from handlers.common.sending import Reply, Sending
from handlers.common.talk import Talk
from handlers.common.words import cut, esc, mention, parts
from handlers.groups.members import InBoundGroup
from handlers.tickets.staff import card
from handlers.tickets.staff.buttons import Action, OnTicket
from handlers.tickets.staff.pictures import (
    drop_pictures,
    keep_pictures,
    pictures_for,
    pictures_kept,
)
from handlers.tickets.staff.taking_over import ask_whether
from services import tickets
from services.errors import AlreadyTaken, Refusal, TooLong, WordsNeeded
from services.groups import routing
from storage.tables import Ticket

router = Router(name="work on tickets")

PIECE = 3500
"""Characters of a long text in one message."""
TITLE = 60
ZERO = "0"


PROMPTS = {Action.ASK: "ask", Action.RESOLVE: "resolve", Action.DECLINE: "decline"}
"""What a prompt is about, before the ticket's id: a reply says itself what it is for."""


class Working(StatesGroup):
    reassigning = State()


@router.callback_query(OnTicket.filter(), InBoundGroup())
async def pressed(
    query: CallbackQuery, talk: Talk, callback_data: OnTicket, member: tickets.Member
) -> Reply:
    try:
        ticket = await tickets.held(talk.session, callback_data.ticket, member)
        match callback_data.action:
            case Action.TAKE:
                return await take(talk, ticket, member)
            case Action.REASSIGN:
                return await ask_whereto(talk, ticket, member)
            case Action.WHOLE:
                return whole_text(talk, ticket)
            case action:
                return await ask_for_words(talk, ticket, member, action)
    except Refusal as refusal:
        toast = talk.toast(in_words(refusal, talk.config.zone), alert=True)
        if isinstance(refusal, AlreadyTaken) and callback_data.action is not Action.TAKE:
            return [toast, await ask_whether(talk, callback_data.ticket, refusal)]
        return toast


async def take(talk: Talk, ticket: Ticket, member: tickets.Member) -> Reply:
    """Raises as `tickets.take` does."""
    await tickets.take(talk.session, ticket.id, member, now=talk.now)
    return talk.toast(_("您接单了，居民已经知道。"))


def whole_text(talk: Talk, ticket: Ticket) -> Reply:
    key = card.key(ticket.id)
    return [
        Sending(method=talk.say(esc(piece)), under_card=key, about=key)
        for piece in (*parts(ticket.text, PIECE), *parts(ticket.answer or "", PIECE))
    ]


async def ask_for_words(
    talk: Talk, ticket: Ticket, member: tickets.Member, action: Action
) -> Reply:
    """Ask the member for the words that 问居民, 办结 or 不予受理 needs.

    Raises as `tickets.check_may` does.
    """
    await tickets.check_may(
        talk.session, ticket.id, member, taker_only=action is not Action.DECLINE
    )
    return prompt(talk, ticket, action, _what_to_write(action))


def _what_to_write(action: Action) -> str:
    match action:
        case Action.ASK:
            return _("请回复这条消息，写下要问居民的话（可以带照片）。")
        case Action.RESOLVE:
            return _("请回复这条消息，写下办理结果（可以带照片）。")
        case _:
            return _("请回复这条消息，写下不受理的原因，以及居民该去哪里办。")


def prompt(talk: Talk, ticket: Ticket, action: Action, words: str) -> Reply:
    text = _("{name}，编号 <b>{number}</b>：{words}\n不办了就回复“0”。").format(
        name=mention(talk.user_id, talk.name),
        number=ticket.number,
        words=words,
    )
    asked = talk.say(text, ForceReply(selective=True))
    return Sending(method=asked, about=f"{PROMPTS[action]}:{ticket.id}")


@router.message(RepliesTo("ticket"), InBoundGroup())
async def note(message: Message, talk: Talk, about: int, member: tickets.Member) -> Reply:
    """A reply to the card, or to what stands under it, is a note among staff."""
    return await note_on(talk, about, member)


async def note_on(talk: Talk, ticket_id: int, member: tickets.Member) -> Reply:
    files = talk.attachments
    try:
        await tickets.note(talk.session, ticket_id, member, talk.words, files, now=talk.now)
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    return talk.say(_("📝 记在内部备注里了，居民看不到。"))


@router.message(RepliesTo(*PROMPTS.values()), Words(ZERO))
async def gave_up(message: Message, talk: Talk) -> Reply:
    await drop_pictures(talk)
    return talk.say(_("好的，没有动。"))


@router.message(RepliesTo(PROMPTS[Action.ASK]), InBoundGroup())
async def ask(message: Message, talk: Talk, about: int, member: tickets.Member) -> Reply:
    files = pictures_for(talk, Action.ASK, about)
    return await act(
        talk,
        about,
        Action.ASK,
        tickets.ask(talk.session, about, member, talk.text, files, now=talk.now),
        _("问题转给居民了，回答会出现在这张卡片下面。"),
    )


@router.message(RepliesTo(PROMPTS[Action.RESOLVE]), InBoundGroup())
async def resolve(message: Message, talk: Talk, about: int, member: tickets.Member) -> Reply:
    files = pictures_for(talk, Action.RESOLVE, about)
    return await act(
        talk,
        about,
        Action.RESOLVE,
        tickets.resolve(
            talk.session,
            about,
            member,
            talk.text,
            files,
            follow_up_after=talk.config.follow_up_after,
            now=talk.now,
        ),
        _("办结了，居民已经收到。过一阵子会回访。"),
    )


@router.message(RepliesTo(PROMPTS[Action.DECLINE]), InBoundGroup())
async def decline(message: Message, talk: Talk, about: int, member: tickets.Member) -> Reply:
    return await act(
        talk,
        about,
        Action.DECLINE,
        tickets.decline(talk.session, about, member, talk.text, now=talk.now),
        _("原因转给居民了。"),
    )


async def act(
    talk: Talk, ticket_id: int, action: Action, doing: Awaitable[object], done: str
) -> Reply:
    """Do it; a refusal that words can mend asks again, and keeps the pictures that came."""
    try:
        await doing
    except (WordsNeeded, TooLong) as refusal:
        ticket = await talk.session.get_one(Ticket, ticket_id)
        words = in_words(refusal, talk.config.zone)
        if action is not Action.DECLINE:  # Its words go alone.
            kept = await keep_pictures(talk, action, ticket_id)
            words = pictures_kept(kept) if kept and isinstance(refusal, WordsNeeded) else words
        return prompt(talk, ticket, action, words)
    except Refusal as refusal:
        await drop_pictures(talk)
        return talk.say(in_words(refusal, talk.config.zone))
    await drop_pictures(talk)
    return Sending(method=talk.say(done), under_card=card.key(ticket_id))


async def ask_whereto(talk: Talk, ticket: Ticket, member: tickets.Member) -> Reply:
    """Raises as `tickets.check_may` does."""
    await tickets.check_may(talk.session, ticket.id, member, taker_only=False)
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
    ticket_id = talk.data["ticket"]
    await talk.leave()
    try:
        await tickets.reassign(talk.session, ticket_id, member, int(choice), now=talk.now)
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    return Sending(method=talk.say(_("转过去了。")), under_card=card.key(ticket_id))
