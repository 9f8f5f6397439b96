"""What staff book and cancel for people who call, also after cut-off, saying why."""

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common.choices import on_choice
from handlers.common.filters import NeverMind, RepliesTo
from handlers.common.i18n import _
from handlers.common.questions import BACK, Option
from handlers.common.sending import Reply, Sending
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.meals.staff.canteen import IN_CANTEEN, prompt
from handlers.meals.staff.refusals import in_words
from handlers.meals.staff.sheet import heading
from handlers.meals.words import mode_name, yuan
from services import areas
from services.errors import Refusal, TooLong
from services.meals import booking, counter, diners, menus, pricing, reading, sessions
from services.meals.booking import NewBooking
from services.meals.errors import ReasonNeeded
from services.tickets import Member
from storage.tables import Area, BookingState, Canteen, Mode

router = Router(name="late changes")

WHOSE, WHY_CANCEL, FOR_WHOM, WHY_ADD = "late whose", "late cancel", "late whom", "late add"
"""What prompts are about, before the id of a session or, for WHY_CANCEL, of a booking."""
TITLE = 60


class Adding(StatesGroup):
    diner = State()
    meal_set = State()
    portions = State()
    mode = State()


def ask_whose(talk: Talk, session_id: int, before: str = "") -> Sending:
    text = _("取消谁的？请回复这条消息，发取餐码或者姓名。不办了就回复“0”。")
    return prompt(talk, text, f"{WHOSE}:{session_id}", before)


def ask_for_whom(talk: Talk, session_id: int, before: str = "") -> Sending:
    text = _("给谁加订？请回复这条消息，发用餐人的姓名。不办了就回复“0”。")
    return prompt(talk, text, f"{FOR_WHOM}:{session_id}", before)


@router.message(RepliesTo(WHOSE, WHY_CANCEL, FOR_WHOM, WHY_ADD), NeverMind())
async def gave_up(message: Message, talk: Talk) -> Reply:
    await talk.leave()
    return talk.say(_("好的，没有动。"))


@router.message(RepliesTo(WHOSE), IN_CANTEEN)
async def whose(message: Message, talk: Talk, about: int) -> Reply:
    found = [
        booked
        for booked in await counter.by_words(talk.session, about, talk.text)
        if booked.booking.state is BookingState.BOOKED
    ]
    if not found:
        return ask_whose(talk, about, _("这一餐没有找到还没取的这一份。"))
    if len(found) > 1:
        lines = [f"{each.booking.code} {esc(each.diner.name)}" for each in found]
        return ask_whose(talk, about, "\n".join([_("有几位，请发取餐码："), *lines]))
    return _ask_why_cancel(talk, found[0].booking.id, found[0].diner.name)


def _ask_why_cancel(talk: Talk, booking_id: int, name: str, before: str = "") -> Sending:
    text = _("取消{name}的这一餐。请回复这条消息，写一句原因，订餐的人看得到。不办了就回复“0”。")
    return prompt(talk, text.format(name=esc(name)), f"{WHY_CANCEL}:{booking_id}", before)


@router.message(RepliesTo(WHY_CANCEL), IN_CANTEEN)
async def cancel(message: Message, talk: Talk, about: int, member: Member) -> Reply:
    booked = await reading.get(talk.session, about)
    try:
        await booking.cancel_by_staff(talk.session, about, member, talk.text, now=talk.now)
    except (ReasonNeeded, TooLong) as refusal:
        told = in_words(refusal, talk.config.zone)
        return _ask_why_cancel(talk, about, booked.diner.name, told)
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    return talk.say(
        _("取消了：{code} {name}。订餐的人已经知道。").format(
            code=booked.booking.code, name=esc(booked.diner.name)
        )
    )


@router.message(RepliesTo(FOR_WHOM), IN_CANTEEN)
async def for_whom(message: Message, talk: Talk, about: int, canteen: Canteen) -> Reply:
    found = await counter.diners_named(talk.session, canteen, talk.text)
    if not found:
        return ask_for_whom(
            talk, about, _("没有找到叫这个名字的用餐人。没登记过的，请本人或者家里人先发 /meals。")
        )
    talk.data["late"] = {"session": about}
    options = []
    for diner in found:
        home = await areas.title(talk.session, await talk.session.get_one(Area, diner.area_id))
        options.append(Option(str(diner.id), cut(f"{diner.name} · {home}", TITLE)))
    return await talk.ask(Adding.diner, _("是哪一位？"), options)


@on_choice(router, Adding.diner, BACK, guard=IN_CANTEEN)
async def another_name(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return ask_for_whom(talk, talk.data["late"]["session"])


@on_choice(router, Adding.diner, guard=IN_CANTEEN)
async def diner_chosen(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    talk.data["late"]["diner"] = int(choice)
    return await ask_set(talk)


async def ask_set(talk: Talk) -> Reply:
    meal_session = await sessions.get(talk.session, talk.data["late"]["session"])
    day = await menus.menu_of(talk.session, meal_session.canteen_id, meal_session.day)
    sets = [
        meal_set
        for on_menu in day
        if on_menu.meal_session.id == meal_session.id
        for meal_set in on_menu.sets
    ]
    if not sets:
        await talk.leave()
        return talk.say(_("{meal}的菜单上没有套餐。").format(meal=heading(meal_session)))
    options = [
        Option(str(each.id), cut(f"{each.name} {yuan(each.price_fen)}", TITLE)) for each in sets
    ]
    return await talk.ask(Adding.meal_set, _("哪一种套餐？"), options)


@on_choice(router, Adding.meal_set, BACK, guard=IN_CANTEEN)
async def another_diner(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return ask_for_whom(talk, talk.data["late"]["session"])


@on_choice(router, Adding.meal_set, guard=IN_CANTEEN)
async def set_chosen(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    talk.data["late"]["set"] = int(choice)
    return await ask_portions(talk)


async def ask_portions(talk: Talk) -> Reply:
    meal_session = await sessions.get(talk.session, talk.data["late"]["session"])
    options = [
        Option(str(count), _("{count} 份").format(count=count))
        for count in range(1, meal_session.portions_each + 1)
    ]
    return await talk.ask(Adding.portions, _("几份？"), options, columns=2)


@on_choice(router, Adding.portions, BACK, guard=IN_CANTEEN)
async def another_set(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await ask_set(talk)


@on_choice(router, Adding.portions, guard=IN_CANTEEN)
async def portions_chosen(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    talk.data["late"]["portions"] = int(choice)
    draft = talk.data["late"]
    diner = await diners.get(talk.session, draft["diner"])
    meal_session = await sessions.get(talk.session, draft["session"])
    modes = await pricing.modes_for(talk.session, diner, meal_session)
    options = [Option(mode.value, mode_name(mode)) for mode in modes]
    return await talk.ask(Adding.mode, _("怎么吃？"), options)


@on_choice(router, Adding.mode, BACK, guard=IN_CANTEEN)
async def another_number(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await ask_portions(talk)


@on_choice(router, Adding.mode, guard=IN_CANTEEN)
async def mode_chosen(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    talk.data["late"]["mode"] = choice
    await talk.leave()
    return _ask_why_add(talk, talk.data["late"]["session"])


def _ask_why_add(talk: Talk, session_id: int, before: str = "") -> Sending:
    text = _("请回复这条消息，写一句原因。不办了就回复“0”。")
    return prompt(talk, text, f"{WHY_ADD}:{session_id}", before)


@router.message(RepliesTo(WHY_ADD), IN_CANTEEN)
async def add(message: Message, talk: Talk, about: int, member: Member) -> Reply:
    draft = talk.data.get("late", {})
    if draft.get("session") != about or "mode" not in draft:
        return ask_for_whom(talk, about, _("前面选的没有了，请再来一次。"))
    new = NewBooking(
        set_id=draft["set"],
        diner_id=draft["diner"],
        portions=draft["portions"],
        mode=Mode(draft["mode"]),
    )
    try:
        made = await booking.book_for(talk.session, new, member, talk.text, now=talk.now)
    except (ReasonNeeded, TooLong) as refusal:
        return _ask_why_add(talk, about, in_words(refusal, talk.config.zone))
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    talk.data.pop("late")
    await talk.keep()
    booked = await reading.get(talk.session, made.id)
    return talk.say(
        _("加上了：{name} {set} {count} 份，取餐码 <b>{code}</b>，应付 {price}。").format(
            name=esc(booked.diner.name),
            set=esc(booked.meal_set.name),
            count=made.portions,
            code=made.code,
            price=yuan(made.paid_fen),
        )
    )
