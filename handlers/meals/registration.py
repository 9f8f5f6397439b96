"""The answers that put a diner on record, and what happens once everything is said."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from handlers.common.filters import Choice, HasLocation, HasText
from handlers.common.i18n import _
from handlers.common.places import ask_below, ask_found, chosen, spot
from handlers.common.questions import BACK
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.meals.buttons import OnMistake
from handlers.meals.enrolling import asked_for, corrected_words, register, registered_oneself
from handlers.meals.entry import Entry
from handlers.meals.home import Meals, ask_what, show_home
from handlers.meals.refusals import in_words
from handlers.meals.registering import (
    MYSELF,
    NONE,
    SAME_HOME,
    Registering,
    go_on,
    put_right,
    step_back,
)
from services.errors import NotYours, Refusal
from services.meals import birthdays, diners
from services.meals.diners import DIET_LIMIT, DOOR_LIMIT, NAME_LIMIT, PHONE_LIMIT
from storage.tables import Relation

router = Router(name="registering diners")

SHORTEST_PHONE = 7
"""Digits: a landline without its area code."""

WHOSE = (MYSELF, *Relation)


@router.message(StateFilter(Registering.whose, Meals.home), Choice(*WHOSE))
@router.callback_query(StateFilter(Registering.whose, Meals.home), Choice(*WHOSE))
async def whose_meals(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    """Who left in the middle of it goes on where they were."""
    relation = None if choice == MYSELF else Relation(choice)
    begun = Entry.of(talk)
    if begun.name and begun.relation is relation and begun.diner_id is None:
        return await go_on(talk, begun, _("您上次填了一半，接着填："))
    return await go_on(talk, Entry(relation=relation))


@router.callback_query(OnMistake.filter())
async def mistaken(query: CallbackQuery, talk: Talk, callback_data: OnMistake) -> Reply:
    """Staff found a mistake: everything is asked for again."""
    try:
        diner = await diners.correctable(talk.session, callback_data.diner, talk.user_id)
    except Refusal as refusal:
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)
    return await put_right(talk, diner)


@router.message(StateFilter(Registering), Choice(BACK))
@router.callback_query(StateFilter(Registering), Choice(BACK))
async def back(event: Message | CallbackQuery, talk: Talk, raw_state: str) -> Reply:
    if raw_state == Registering.whose.state:
        Entry.discard(talk)
        return await show_home(talk)
    return await step_back(talk, Entry.of(talk), raw_state)


@router.message(Registering.name, Choice(MYSELF))
@router.callback_query(Registering.name, Choice(MYSELF))
async def own_name(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await named(talk, talk.person.name or talk.name)


@router.message(Registering.name, HasText())
async def name(message: Message, talk: Talk) -> Reply:
    return await named(talk, talk.line)


async def named(talk: Talk, said: str) -> Reply:
    if len(said) > NAME_LIMIT:
        return await talk.repeat(too_long(NAME_LIMIT))
    entry = Entry.of(talk)
    entry.name = said
    return await go_on(talk, entry)


@router.message(Registering.born, HasText())
async def born(message: Message, talk: Talk) -> Reply:
    today = talk.now.astimezone(talk.config.zone).date()
    day = birthdays.read(talk.text, today)
    if day is None:
        return await talk.repeat(_("这个日期没看懂。请写成 1948年3月5日 或者 1948-3-5 这样。"))
    if not diners.is_possible_birthday(day, today):
        return await talk.repeat(_("这个出生日期不对，请再看看年份。"))
    entry = Entry.of(talk)
    entry.born = day.isoformat()
    return await go_on(talk, entry)


@router.message(Registering.where, Choice(SAME_HOME))
@router.callback_query(Registering.where, Choice(SAME_HOME))
async def same_home(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await lives_in(talk, talk.person.home_id)


@router.message(Registering.where, Choice("list"))
@router.callback_query(Registering.where, Choice("list"))
async def from_the_list(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await ask_below(talk, Registering.pick, None)


@router.message(StateFilter(Registering.where, Registering.pick), HasLocation())
async def located(message: Message, talk: Talk, latitude: float, longitude: float) -> Reply:
    found = await spot(talk, latitude, longitude)
    if found is None:
        return await talk.repeat(
            _("这个位置不在我们服务的社区里。您可以从名单里选，或者打字告诉我。")
        )
    return await lives_in(talk, found.area.id)


@router.message(Registering.pick, Choice())
@router.callback_query(Registering.pick, Choice())
async def picked(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    found = await chosen(talk, choice)
    if found is None:
        return await ask_below(talk, Registering.pick, None)
    area, final = found
    return await lives_in(talk, area.id) if final else await ask_below(talk, Registering.pick, area)


@router.message(StateFilter(Registering.where, Registering.pick), HasText())
async def where_in_words(message: Message, talk: Talk) -> Reply:
    asked = await ask_found(talk, Registering.pick, talk.text)
    return asked or await talk.repeat(
        _("没有找到这个地方。写小区名或者楼号试试，比如“军门新村3号楼”。")
    )


async def lives_in(talk: Talk, area_id: int | None) -> Reply:
    entry = Entry.of(talk)
    entry.area_id = area_id
    return await go_on(talk, entry)


@router.message(Registering.door, HasText())
async def door(message: Message, talk: Talk) -> Reply:
    said = talk.line
    if len(said) > DOOR_LIMIT:
        return await talk.repeat(too_long(DOOR_LIMIT))
    entry = Entry.of(talk)
    entry.door = said
    return await go_on(talk, entry)


@router.message(Registering.phone, HasText())
@router.message(Registering.phone, Choice(NONE))
@router.callback_query(Registering.phone, Choice(NONE))
async def phone(event: Message | CallbackQuery, talk: Talk, choice: str = "") -> Reply:
    said = "" if choice else talk.line
    digits = sum(letter.isdigit() for letter in said)
    if len(said) > PHONE_LIMIT or (said and digits < SHORTEST_PHONE):
        return await talk.repeat(_("这不像电话号码。请再写一次，或者点“不留”。"))
    entry = Entry.of(talk)
    entry.phone = said
    return await go_on(talk, entry)


@router.message(Registering.diet, HasText())
@router.message(Registering.diet, Choice(NONE))
@router.callback_query(Registering.diet, Choice(NONE))
async def diet(event: Message | CallbackQuery, talk: Talk, choice: str = "") -> Reply:
    said = "" if choice else talk.line
    if len(said) > DIET_LIMIT:
        return await talk.repeat(too_long(DIET_LIMIT))
    entry = Entry.of(talk)
    entry.diet = said
    return await go_on(talk, entry)


@router.message(Registering.review, Choice("anew"))
@router.callback_query(Registering.review, Choice("anew"))
async def anew(event: Message | CallbackQuery, talk: Talk) -> Reply:
    entry = Entry.of(talk)
    return await go_on(talk, Entry(diner_id=entry.diner_id, relation=entry.relation))


@router.message(Registering.review, Choice("yes"))
@router.callback_query(Registering.review, Choice("yes"))
async def reviewed(event: Message | CallbackQuery, talk: Talk) -> Reply:
    entry = Entry.of(talk)
    try:
        diner = await register(talk, entry)
    except NotYours:
        return await talk.repeat(
            _("这个名字和生日已经有人用自己的手机登记了。有出入的话，请打电话给食堂。")
        )
    except Refusal as refusal:
        return await talk.repeat(in_words(refusal, talk.config.zone))
    Entry.discard(talk)
    if entry.diner_id is not None:
        return await ask_what(talk, None, corrected_words(diner))
    if entry.relation is None:
        return await registered_oneself(talk, diner)
    return await asked_for(talk, diner, entry.relation)


def too_long(limit: int) -> str:
    return _("太长了，最多 {limit} 个字。请写短一点。").format(limit=limit)
