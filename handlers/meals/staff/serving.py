"""/serve in the canteen's group: people are ticked off by pick-up code or name.

Codes are sent as replies, because in groups the bot hears nothing else; each answer is itself
something to reply to, so that a queue goes on without commands.
"""

import re
from enum import StrEnum

from aiogram import Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from handlers.common.button_data import RowId
from handlers.common.filters import NeverMind, RepliesTo
from handlers.common.i18n import _
from handlers.common.sending import Reply, Sending
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.meals.staff.canteen import InCanteenGroup, prompt
from handlers.meals.staff.refusals import in_words
from handlers.meals.staff.sheet import heading
from handlers.meals.words import booking_state_name
from services.errors import NotYourGroup, Refusal
from services.meals import counter, reading, serving, sessions
from services.meals.reading import Booked
from services.tickets import Member
from storage.tables import BookingState, Canteen, MealSession, Mode

router = Router(name="serving")


class GuestAction(StrEnum):
    TICK = "tick"
    UNDO = "undo"
    NOT_SERVED = "not"


class OnGuest(CallbackData, prefix="guest"):
    """Somebody at the counter, or a tick that was wrong."""

    action: GuestAction
    booking: RowId


AT_COUNTER = "serve"
"""What a prompt for codes is about, before the session's id."""
LISTED = 30
"""Who has not come yet, in one message."""
AT_ONCE = 10
"""Codes in one reply."""
TYPED = 20
"""Characters of what was typed that are said back."""


@router.message(Command("serve"), InCanteenGroup())
async def serve(message: Message, talk: Talk, canteen: Canteen) -> Reply:
    meal_session = await counter.at_counter(
        talk.session, canteen.id, now=talk.now, zone=talk.config.zone
    )
    unsettled = await counter.unsettled(talk.session, canteen.id, now=talk.now)
    replies: list[Sending] = [await _to_settle(talk, each) for each in unsettled]
    if meal_session is not None:
        replies.append(await ask_codes(talk, meal_session))
    elif not replies:
        return talk.say(_("今天不供餐，没有要点的。"))
    return replies


@router.message(Command("serve"))
async def not_here(message: Message, talk: Talk) -> Reply:
    return talk.say(_("这里不是长者食堂的群。请在食堂的群里发 /serve。"))


async def ask_codes(talk: Talk, meal_session: MealSession, before: str = "") -> Sending:
    """Ask for codes or names; after the words `before` (HTML), which say what was ticked off."""
    waiting = await counter.not_yet(talk.session, meal_session.id)
    lines = [_("还有 {count} 位没取。").format(count=len(waiting))]
    if not before:
        lines.insert(0, f"<b>{heading(meal_session)}</b>")
        lines += [_line(booked) for booked in waiting[:LISTED]]
        if len(waiting) > LISTED:
            lines.append(_("……还有 {count} 位。").format(count=len(waiting) - LISTED))
        lines += ["", _("来一位，就回复这条消息发取餐码或者姓名；几个码可以一起发，空格隔开。")]
    about = f"{AT_COUNTER}:{meal_session.id}"
    return prompt(talk, "\n".join(lines), about, before)


@router.message(RepliesTo(AT_COUNTER), NeverMind())
async def enough(message: Message, talk: Talk) -> Reply:
    return talk.say(_("好的。要接着点，再发 /serve。"))


@router.message(RepliesTo(AT_COUNTER), InCanteenGroup())
async def codes(
    message: Message, talk: Talk, about: int, member: Member, canteen: Canteen
) -> Reply:
    meal_session = await sessions.get(talk.session, about)
    if meal_session.canteen_id != canteen.id:
        return talk.say(in_words(NotYourGroup(), talk.config.zone))
    said = re.split(r"[\s,，、;；]+", talk.line)[:AT_ONCE]
    told: list[str] = []
    questions: list[Sending] = []
    for words in filter(None, said):
        found = await counter.by_words(talk.session, about, words)
        if len(found) == 1 and found[0].booking.state is BookingState.BOOKED:
            told.append(await _tick(talk, found[0], member))
            continue
        found = found or await counter.at_other_meals(talk.session, meal_session, words)
        questions += [_which(talk, booked, meal_session) for booked in found]
        if not found:
            told.append(_("❓ “{words}”今天没有订。").format(words=esc(cut(words, TYPED))))
    return [
        *questions,
        await ask_codes(talk, meal_session, "\n".join(told) or _("请在上面点一下。")),
    ]


async def _tick(talk: Talk, booked: Booked, member: Member) -> str:
    """HTML of what came of it."""
    try:
        await serving.tick(talk.session, booked.booking.id, member, now=talk.now)
    except Refusal as refusal:
        return f"⚠️ {_line(booked)}\n{in_words(refusal, talk.config.zone)}"
    return f"✅ {_line(booked)}"


def _which(talk: Talk, booked: Booked, meal_session: MealSession) -> Sending:
    """Of namesakes, of another meal, or of somebody ticked off before: what is to be done."""
    booking = booked.booking
    served = booking.state is BookingState.SERVED
    lines = [_line(booked), _state(booked)]
    if booked.meal_session.id != meal_session.id:
        lines.insert(0, _("这是{meal}的：").format(meal=heading(booked.meal_session)))
    keyboard = _keyboard(booking.id, GuestAction.UNDO if served else GuestAction.TICK)
    return Sending(method=talk.say("\n".join(lines), keyboard))


async def _to_settle(talk: Talk, booked: Booked) -> Sending:
    """A delivery of a meal that is over, of which nobody has said whether it arrived."""
    text = _("❓ {meal}这一份，送到了没有？\n{line}").format(
        meal=heading(booked.meal_session), line=_line(booked)
    )
    keyboard = _keyboard(booked.booking.id, GuestAction.TICK, GuestAction.NOT_SERVED)
    return Sending(method=talk.say(text, keyboard))


def _keyboard(booking_id: int, *actions: GuestAction) -> InlineKeyboardMarkup:
    names = {
        GuestAction.TICK: _("✅ 取走了"),
        GuestAction.UNDO: _("点错了，撤回"),
        GuestAction.NOT_SERVED: _("没有吃到"),
    }
    buttons = [
        InlineKeyboardButton(
            text=names[action], callback_data=OnGuest(action=action, booking=booking_id).pack()
        )
        for action in actions
    ]
    return InlineKeyboardMarkup(inline_keyboard=[buttons])


def _line(booked: Booked) -> str:
    """HTML, such as: 0123 居民甲 A套餐 1 份, deliveries with a sign."""
    line = _("{code} {name} {set} {count} 份").format(
        code=booked.booking.code,
        name=esc(booked.diner.name),
        set=esc(booked.meal_set.name),
        count=booked.booking.portions,
    )
    return f"{line} 🛵" if booked.booking.mode is Mode.DELIVERY else line


def _state(booked: Booked) -> str:
    return _("现在是“{state}”。").format(state=booking_state_name(booked.booking.state))


@router.callback_query(OnGuest.filter(), InCanteenGroup())
async def pressed(
    query: CallbackQuery, talk: Talk, callback_data: OnGuest, member: Member
) -> Reply:
    deeds = {
        GuestAction.TICK: serving.tick,
        GuestAction.UNDO: serving.undo,
        GuestAction.NOT_SERVED: serving.not_served,
    }
    try:
        await deeds[callback_data.action](talk.session, callback_data.booking, member, now=talk.now)
    except Refusal as refusal:
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)
    booked = await reading.get(talk.session, callback_data.booking)
    name = booked.diner.name
    match callback_data.action:
        case GuestAction.TICK:
            return talk.toast(_("✅ {name} 取走了。").format(name=name))
        case GuestAction.UNDO:
            return talk.toast(_("撤回了，{name} 还没有取。").format(name=name))
        case GuestAction.NOT_SERVED:
            return talk.toast(_("记下了，{name} 没有吃到。").format(name=name))
