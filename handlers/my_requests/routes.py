"""/my: the list, one request, and what can be done with it."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from handlers.common import menu
from handlers.common.filters import Choice, HasMedia, HasText, RepliesTo, Words
from handlers.common.i18n import _, current_language
from handlers.common.labels import state_name
from handlers.common.questions import BACK, Option
from handlers.common.refusals import in_words
from handlers.common.sending import Reply, Sending
from handlers.common.talk import Talk
from handlers.my_requests.buttons import AboutMine, Wish
from handlers.my_requests.timeline import story
from services import tickets
from services.categories import active
from services.errors import Refusal
from services.timeline import Attachment
from services.transitions import ENDED, IN_WORK
from storage.tables import Ticket

router = Router(name="my requests")

LISTED = 20


class Mine(StatesGroup):
    adding = State()
    answering = State()
    withdrawing = State()


@router.message(Command("my"))
@router.message(Words(menu.MY_REQUESTS))
async def my(message: Message, talk: Talk) -> Reply:
    """By state: what still moves first."""
    found = await tickets.mine(talk.session, talk.user_id)
    if not found:
        return await menu.home(
            talk, _("您还没有反映过事情。要反映，直接写下来或者点“📮 我要反映”。")
        )
    await talk.leave()
    shown = sorted(found, key=lambda ticket: ticket.state in ENDED)[:LISTED]
    categories = await active(talk.session)
    buttons = [
        [await _row(ticket, categories[ticket.category_id].name(current_language()))]
        for ticket in shown
    ]
    text = _("您反映和加入的事，一共 {count} 件。点一件看进展：").format(count=len(found))
    return talk.say(text, InlineKeyboardMarkup(inline_keyboard=buttons))


async def _row(ticket: Ticket, category: str) -> InlineKeyboardButton:
    label = f"{state_name(ticket.state)} · {category} · {ticket.number}"
    data = AboutMine(wish=Wish.SHOW, ticket=ticket.id).pack()
    return InlineKeyboardButton(text=label, callback_data=data)


@router.callback_query(AboutMine.filter())
async def wished(query: CallbackQuery, talk: Talk, callback_data: AboutMine) -> Reply:
    ticket = await tickets.seen_by(talk.session, callback_data.ticket, talk.user_id)
    if ticket is None:
        return talk.toast(_("没有找到这件事。"), alert=True)
    match callback_data.wish:
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


async def show(talk: Talk, ticket: Ticket) -> Reply:
    return talk.say(await story(talk.session, ticket, talk.config), _buttons(ticket, talk.user_id))


def _buttons(ticket: Ticket, person_id: int) -> InlineKeyboardMarkup | None:
    own = ticket.author_id == person_id
    wishes: list[tuple[Wish, str]] = []
    if ticket.state not in ENDED:
        wishes.append((Wish.ADD, _("补充")))
    if own and ticket.state in IN_WORK:
        if ticket.asked_at is not None:
            wishes.append((Wish.ANSWER, _("回答")))
        wishes += [(Wish.NUDGE, _("催办")), (Wish.WITHDRAW, _("撤回"))]
    buttons = [
        InlineKeyboardButton(
            text=label, callback_data=AboutMine(wish=wish, ticket=ticket.id).pack()
        )
        for wish, label in wishes
    ]
    return InlineKeyboardMarkup(inline_keyboard=[buttons]) if buttons else None


async def nudge(talk: Talk, ticket: Ticket) -> Reply:
    try:
        await tickets.nudge(talk.session, ticket.id, talk.user_id, now=talk.now)
    except Refusal as refusal:
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)
    return talk.say(_("催过了，编号 <b>{number}</b>。").format(number=ticket.number))


async def ask_to_withdraw(talk: Talk, ticket: Ticket) -> Reply:
    talk.data["ticket"] = ticket.id
    return await talk.ask(
        Mine.withdrawing,
        _("真的要撤回编号 <b>{number}</b> 吗？撤回以后就不办了。").format(number=ticket.number),
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
    return await menu.home(talk, _("撤回了，编号 <b>{number}</b>。").format(number=ticket.number))


async def ask_to_add(talk: Talk, ticket: Ticket) -> Reply:
    talk.data["ticket"] = ticket.id
    text = _("要给编号 <b>{number}</b> 补充什么？文字、照片、语音都行，可以分几次发。")
    return await talk.ask(
        Mine.adding, text.format(number=ticket.number), [Option("done", _("补充好了"))], back=False
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
async def replied(
    message: Message, talk: Talk, about: int, attachment: Attachment | None = None
) -> Reply:
    """A reply to the question itself: the same as "回答", whatever else is going on."""
    try:
        await tickets.answer(
            talk.session, about, talk.user_id, talk.text, _files(attachment), now=talk.now
        )
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    return talk.say(_("您的回答转过去了，谢谢。"))


@router.message(Mine.answering, HasMedia())
@router.message(Mine.answering, HasText())
async def answer(message: Message, talk: Talk, attachment: Attachment | None = None) -> Reply:
    try:
        await tickets.answer(
            talk.session,
            talk.data["ticket"],
            talk.user_id,
            talk.text,
            _files(attachment),
            now=talk.now,
        )
    except Refusal as refusal:
        return await talk.repeat(in_words(refusal, talk.config.zone))
    text = _("您的回答转过去了，谢谢。还有要补充的请接着发；说完了请点“补充好了”。")
    return await talk.ask(Mine.adding, text, [Option("done", _("补充好了"))], back=False)


@router.message(Mine.adding, HasMedia())
@router.message(Mine.adding, HasText())
async def add(message: Message, talk: Talk, attachment: Attachment | None = None) -> Reply:
    try:
        await tickets.add(
            talk.session,
            talk.data["ticket"],
            talk.user_id,
            talk.text,
            _files(attachment),
            now=talk.now,
        )
    except Refusal as refusal:
        return await talk.repeat(in_words(refusal, talk.config.zone))
    again = await talk.repeat(_("补充上了。"))
    return Sending(method=again, card=f"adding:{talk.user_id}", to_the_end=True)


def _files(attachment: Attachment | None) -> list[Attachment]:
    return [attachment] if attachment else []
