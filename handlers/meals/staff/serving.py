"""/serve in the canteen's group: people are ticked off by pick-up code or name.

Codes are sent as replies, because in groups the bot hears nothing else; each answer is itself
something to reply to, so that a queue goes on without commands.
"""

import re
from enum import StrEnum
from typing import NamedTuple

from aiogram import Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import Message

from handlers.common.button_data import RowId
from handlers.common.cards import Card
from handlers.common.filters import NeverMind, RepliesTo
from handlers.common.i18n import _, mark
from handlers.common.prompts import ask_colleague
from handlers.common.saying import Say
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.meals.refusals import of_canteens
from handlers.meals.staff.canteen import IN_CANTEEN
from handlers.meals.words import booking_state_name, heading
from services.errors import NotYourGroup, Refusal
from services.meals import counter, reading, serving, sessions
from services.meals.reading import Booked
from storage.tables import BookingState, Canteen, MealSession, Mode


class GuestAction(StrEnum):
    TICK = "tick"
    UNDO = "undo"
    NOT_SERVED = "not"


class OnGuest(CallbackData, prefix="guest"):
    """Somebody at the counter, or a tick that was wrong."""

    action: GuestAction
    booking: RowId


class Guest(NamedTuple):
    """Whose meal it is; of one that is over it is asked whether they had it."""

    booked: Booked
    is_over: bool = False

    @property
    def is_served(self) -> bool:
        return self.booked.booking.state is BookingState.SERVED


router = Router(name="serving")
at_counter = Card[Guest](
    OnGuest, IN_CANTEEN, refusals=of_canteens, id_of=lambda guest: guest.booked.booking.id
)
router.include_router(at_counter)

ABOUT = "serve"
"""What a prompt for codes is about, before the session's id."""
LISTED = 30
"""Who has not come yet, in one message."""
AT_ONCE = 10
"""Codes in one reply."""
TYPED = 20
"""Characters of what was typed that are said back."""


@router.message(Command("serve"), IN_CANTEEN)
async def serve(message: Message, talk: Talk, canteen: Canteen) -> Reply:
    meal_session = await counter.at_counter(
        talk.session, canteen.id, now=talk.now, zone=talk.config.zone
    )
    unsettled = await counter.unsettled(talk.session, canteen.id, now=talk.now)
    replies = [_whether_served(talk, each) for each in unsettled]
    if meal_session is not None:
        replies.append(await ask_codes(talk, meal_session))
    return replies or talk.say(_("今天不供餐，没有要点的。"))


async def ask_codes(talk: Talk, meal_session: MealSession, before: str = "") -> Say:
    """Ask for codes or names; after the words `before` (HTML), which say what was ticked off."""
    waiting = await counter.not_yet(talk.session, meal_session.id)
    lines = [before, _("还有 {count} 位没取。").format(count=len(waiting))]
    if not before:
        lines[0] = f"<b>{heading(meal_session)}</b>"
        lines += [_line(booked) for booked in waiting[:LISTED]]
        if len(waiting) > LISTED:
            lines.append(_("……还有 {count} 位。").format(count=len(waiting) - LISTED))
        lines += ["", _("来一位，就回复这条消息发取餐码或者姓名；几个码可以一起发，空格隔开。")]
    return ask_colleague(talk, f"{ABOUT}:{meal_session.id}", "\n".join(lines))


@router.message(RepliesTo(ABOUT), NeverMind())
async def enough(message: Message, talk: Talk) -> Reply:
    return talk.say(_("好的。要接着点，再发 /serve。"))


@router.message(RepliesTo(ABOUT), IN_CANTEEN)
async def codes(message: Message, talk: Talk, about: int, canteen: Canteen) -> Reply:
    meal_session = await sessions.get(talk.session, about)
    if meal_session.canteen_id != canteen.id:
        return talk.say(of_canteens(NotYourGroup(), talk.config.zone))
    said = re.split(r"[\s,，、;；]+", talk.line)[:AT_ONCE]
    told: list[str] = []
    questions: list[Say] = []
    for words in filter(None, said):
        found = await counter.by_words(talk.session, about, words)
        if len(found) == 1 and found[0].booking.state is BookingState.BOOKED:
            told.append(await _tick(talk, found[0]))
            continue
        found = found or await counter.at_other_meals(talk.session, meal_session, words)
        questions += [_which(talk, booked, meal_session) for booked in found]
        if not found:
            told.append(_("❓ “{words}”今天没有订。").format(words=esc(cut(words, TYPED))))
    said_back = "\n".join(told) or _("请在上面点一下。")
    return [*questions, await ask_codes(talk, meal_session, said_back)]


async def _tick(talk: Talk, booked: Booked) -> str:
    """HTML of what came of it."""
    try:
        await serving.tick(talk.session, booked.booking.id, talk.member, now=talk.now)
    except Refusal as refusal:
        return f"⚠️ {_line(booked)}\n{of_canteens(refusal, talk.config.zone)}"
    return f"✅ {_line(booked)}"


def _which(talk: Talk, booked: Booked, meal_session: MealSession) -> Say:
    """Of namesakes, of another meal, or of somebody ticked off before: what is to be done."""
    state = booking_state_name(booked.booking.state)
    lines = [_line(booked), _("现在是“{state}”。").format(state=state)]
    if booked.meal_session.id != meal_session.id:
        lines.insert(0, _("这是{meal}的：").format(meal=heading(booked.meal_session)))
    return talk.say("\n".join(lines), at_counter.keyboard(Guest(booked)))


def _whether_served(talk: Talk, booked: Booked) -> Say:
    """A delivery of a meal that is over, of which nobody has said whether it arrived."""
    text = _("❓ {meal}这一份，送到了没有？\n{line}").format(
        meal=heading(booked.meal_session), line=_line(booked)
    )
    return talk.say(text, at_counter.keyboard(Guest(booked, is_over=True)))


def _line(booked: Booked) -> str:
    """HTML, such as: 0123 居民甲 A套餐 1 份, deliveries with a sign."""
    line = _("{code} {name} {set} {count} 份").format(
        code=booked.booking.code,
        name=esc(booked.diner.name),
        set=esc(booked.meal_set.name),
        count=booked.booking.portions,
    )
    return f"{line} 🛵" if booked.booking.mode is Mode.DELIVERY else line


@at_counter.button(
    GuestAction.TICK, label=mark("✅ 取走了"), when=lambda guest: not guest.is_served
)
async def tick(talk: Talk, booking_id: int) -> Reply:
    await serving.tick(talk.session, booking_id, talk.member, now=talk.now)
    return talk.toast(_("✅ {name} 取走了。").format(name=await _name(talk, booking_id)))


@at_counter.button(GuestAction.UNDO, label=mark("点错了，撤回"), when=lambda guest: guest.is_served)
async def undo(talk: Talk, booking_id: int) -> Reply:
    await serving.undo(talk.session, booking_id, talk.member, now=talk.now)
    return talk.toast(_("撤回了，{name} 还没有取。").format(name=await _name(talk, booking_id)))


@at_counter.button(GuestAction.NOT_SERVED, label=mark("没有吃到"), when=lambda guest: guest.is_over)
async def not_served(talk: Talk, booking_id: int) -> Reply:
    await serving.not_served(talk.session, booking_id, talk.member, now=talk.now)
    return talk.toast(_("记下了，{name} 没有吃到。").format(name=await _name(talk, booking_id)))


async def _name(talk: Talk, booking_id: int) -> str:
    return (await reading.get(talk.session, booking_id)).diner.name
