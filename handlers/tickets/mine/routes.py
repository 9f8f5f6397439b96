"""/my: the list, one request, and what can be done with it."""

from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.filters import Choice, HasMedia, HasText, RepliesTo, Words
from handlers.common.i18n import _, current_language
from handlers.common.labels import state_name
from handlers.common.questions import BACK, Option
from handlers.common.refusals import in_words
from handlers.common.sending import Reply, Sending
from handlers.common.talk import Talk
from handlers.tickets.mine.buttons import AboutMine, Wish
from handlers.tickets.mine.looking import Looking
from handlers.tickets.mine.timeline import story
from services import tickets
from services.errors import NothingAsked, Refusal
from services.tickets.categories import every
from services.tickets.transitions import ENDED, IN_WORK
from storage.tables import Ticket, TicketState

router = Router(name="my requests")

LISTED = 20


class Mine(StatesGroup):
    adding = State()
    answering = State()
    withdrawing = State()


@router.message(Command("my"))
@router.message(Words(menu.MY_REQUESTS))
async def my(message: Message, talk: Talk) -> Reply:
    return await list_all(talk)


async def list_all(talk: Talk) -> Reply:
    """By state: what still moves first."""
    found = await tickets.mine(talk.session, talk.user_id)
    if not found:
        return await menu.home(
            talk, _("您还没有反映过事情。要反映，直接写下来或者点“📮 我要反映”。")
        )
    shown = sorted(found, key=lambda ticket: ticket.state in ENDED)[:LISTED]
    categories = await every(talk.session)
    options = [
        Option(
            str(ticket.id),
            f"{state_name(ticket.state)} · "
            f"{categories[ticket.category_id].name(current_language())} · {ticket.number}",
            data=AboutMine(wish=Wish.SHOW, ticket=ticket.id).pack(),
        )
        for ticket in shown
    ]
    text = _("您反映和加入的事，一共 {count} 件。点一件看进展：").format(count=len(found))
    return await talk.ask(Looking.at_all, text, options)


@router.message(Looking.at_all, Choice())
async def chosen(message: Message, talk: Talk, choice: str) -> Reply:
    return await wish(talk, Wish.SHOW, int(choice))


@router.message(Looking.at_one, Choice())
async def wanted(message: Message, talk: Talk, choice: str) -> Reply:
    return await wish(talk, Wish(choice), talk.data["ticket"])


@router.message(Looking.at_all, Choice(BACK))
@router.callback_query(Looking.at_all, Choice(BACK))
async def seen_enough(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await menu.home(talk, _("好的。有事直接写下来。"))


@router.message(Looking.at_one, Choice(BACK))
@router.callback_query(Looking.at_one, Choice(BACK))
async def back_to_all(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await list_all(talk)


@router.callback_query(AboutMine.filter())
async def wished(query: CallbackQuery, talk: Talk, callback_data: AboutMine) -> Reply:
    return await wish(talk, callback_data.wish, callback_data.ticket)


async def wish(talk: Talk, wish: Wish, ticket_id: int) -> Reply:
    ticket = await tickets.seen_by(talk.session, ticket_id, talk.user_id)
    if ticket is None:
        return note(talk, _("没有找到这件事。"))
    match wish:
        case Wish.SHOW:
            return await show(talk, ticket)
        case Wish.ADD:
            return await ask_to_add(talk, ticket)
        case Wish.ANSWER:
            return await ask_to_answer(talk, ticket)
        case Wish.NUDGE:
            return await nudge(talk, ticket)
        case Wish.WITHDRAW:
            return await ask_to_withdraw(talk, ticket)


def note(talk: Talk, text: str) -> Reply:
    """Over the screen of who tapped, or to who wrote a number."""
    return talk.say(text) if isinstance(talk.event, Message) else talk.toast(text, alert=True)


async def show(talk: Talk, ticket: Ticket) -> Reply:
    talk.data["ticket"] = ticket.id
    text = await story(talk.session, ticket, talk.user_id, talk.config)
    return await talk.ask(Looking.at_one, text, _wishes(ticket, talk.user_id))


def _wishes(ticket: Ticket, person_id: int) -> list[Option]:
    wishes: list[tuple[Wish, str]] = []
    if ticket.state not in ENDED:
        wishes.append((Wish.ADD, _("补充")))
    if ticket.author_id == person_id and ticket.state in IN_WORK:
        if ticket.asked_at is not None:
            wishes.append((Wish.ANSWER, _("回答")))
        wishes += [(Wish.NUDGE, _("催办")), (Wish.WITHDRAW, _("撤回"))]
    return [
        Option(wish.value, label, data=AboutMine(wish=wish, ticket=ticket.id).pack())
        for wish, label in wishes
    ]


async def nudge(talk: Talk, ticket: Ticket) -> Reply:
    try:
        await tickets.nudge(talk.session, ticket.id, talk.user_id, now=talk.now)
    except Refusal as refusal:
        return note(talk, in_words(refusal, talk.config.zone))
    return talk.say(_("催过了，编号 <b>{number}</b>。").format(number=ticket.number))


async def ask_to_withdraw(talk: Talk, ticket: Ticket) -> Reply:
    talk.data["ticket"] = ticket.id
    text = (
        _("真的要撤回编号 <b>{number}</b> 吗？撤回以后就不办了。")
        if await tickets.successor(talk.session, ticket) is None
        else _("真的要撤回编号 <b>{number}</b> 吗？也有邻居遇到，会接着为他们办，不再告诉您。")
    )
    return await talk.ask(
        Mine.withdrawing,
        text.format(number=ticket.number),
        [Option("yes", _("撤回")), Option("no", _("不撤回"))],
        columns=2,
        back=False,
    )


@router.message(Mine.withdrawing, Choice())
@router.callback_query(Mine.withdrawing, Choice())
async def withdraw(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    if choice == "no":
        return await menu.home(talk, _("好的，没有撤回，接着办。"))
    try:
        ticket = await tickets.withdraw(
            talk.session, talk.data["ticket"], talk.user_id, now=talk.now
        )
    except Refusal as refusal:
        return await menu.home(talk, in_words(refusal, talk.config.zone))
    text = (
        _("撤回了，编号 <b>{number}</b>。")
        if ticket.state is TicketState.WITHDRAWN
        else _("您退出了，编号 <b>{number}</b> 接着为邻居办。")
    )
    return await menu.home(talk, text.format(number=ticket.number))


async def ask_to_add(talk: Talk, ticket: Ticket) -> Reply:
    talk.data["ticket"] = ticket.id
    text = _("要给编号 <b>{number}</b> 补充什么？文字、照片、语音都行，可以分几次发。")
    return await talk.ask(
        Mine.adding,
        text.format(number=ticket.number),
        [Option("done", _("补充好了"))],
        back=False,
        in_words=True,
    )


async def ask_to_answer(talk: Talk, ticket: Ticket) -> Reply:
    talk.data["ticket"] = ticket.id
    text = _("请写下对编号 <b>{number}</b> 的回答，文字、照片都行。").format(number=ticket.number)
    return await talk.ask(Mine.answering, text)


@router.message(Mine.adding, Choice("done"))
@router.callback_query(Mine.adding, Choice("done"))
async def added_all(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await menu.home(talk, _("好的，办事的人都能看到。"))


@router.message(Mine.answering, Choice(BACK))
@router.callback_query(Mine.answering, Choice(BACK))
async def no_answer(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await menu.home(talk, _("好的。想回答的时候，点“📋 我的诉求”里的“回答”。"))


@router.message(RepliesTo("question"), HasMedia())
@router.message(RepliesTo("question"), HasText())
async def replied(message: Message, talk: Talk, about: int) -> Reply:
    """A reply to the question itself: the same as "回答", whatever else is going on.

    What comes after the answer, such as the rest of an album, is added to it.
    """
    for say_it in (tickets.answer, tickets.add):
        try:
            await pass_on(talk, say_it, about)
        except NothingAsked:
            continue
        except Refusal as refusal:
            return talk.say(in_words(refusal, talk.config.zone))
        thanks = talk.say(_("您的回答转过去了，谢谢。"))
        return Sending(method=thanks, card=f"answered:{about}", to_the_end=True)
    return None


@router.message(Mine.answering, HasMedia())
@router.message(Mine.answering, HasText())
async def answer(message: Message, talk: Talk) -> Reply:
    try:
        await pass_on(talk, tickets.answer, talk.data["ticket"])
    except Refusal as refusal:
        return await talk.repeat(in_words(refusal, talk.config.zone))
    text = _("您的回答转过去了，谢谢。还有要补充的请接着发；说完了请点“补充好了”。")
    return await talk.ask(
        Mine.adding, text, [Option("done", _("补充好了"))], back=False, in_words=True
    )


@router.message(Mine.adding, HasMedia())
@router.message(Mine.adding, HasText())
async def add(message: Message, talk: Talk) -> Reply:
    try:
        await pass_on(talk, tickets.add, talk.data["ticket"])
    except Refusal as refusal:
        return await talk.repeat(in_words(refusal, talk.config.zone))
    again = await talk.repeat(_("补充上了。"))
    return Sending(method=again, card=f"adding:{talk.user_id}", to_the_end=True)


async def pass_on(talk: Talk, say_it: Callable[..., Awaitable[Ticket]], ticket_id: int) -> None:
    """Put what came on record with `tickets.answer` or `tickets.add`. Raises as they do."""
    files = talk.attachments
    await say_it(talk.session, ticket_id, talk.user_id, talk.words, files, now=talk.now)
