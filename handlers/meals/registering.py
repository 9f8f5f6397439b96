"""Registering a diner (用餐人): whose meals, name, birthday, home, telephone, diet.

Everything is asked once; staff check it by the identity card at the first meal. What follows the
review is in `enrolling`.
"""

from aiogram.filters import StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from handlers.common.button_data import RowId
from handlers.common.choices import on_choice, on_press
from handlers.common.filters import HasContact
from handlers.common.forms import Again, Form
from handlers.common.i18n import _
from handlers.common.place_step import LIST, at_home, place_step
from handlers.common.questions import Ask, Option
from handlers.common.readers import a_line
from handlers.common.saying import Button, Buttons
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.meals import entry as entries
from handlers.meals import home, words
from handlers.meals.entry import MYSELF, Entry
from handlers.meals.portions import NONE, what_diet
from services import areas
from services.errors import Refusal
from services.meals import diners, proxies
from services.meals.diners import DIET_LIMIT, DOOR_LIMIT, NAME_LIMIT, PHONE_LIMIT
from services.meals.errors import ImpossibleBirthday
from services.written import birthdays, telephone
from storage.tables import Diner, Relation

NAME_SHOWN = 40

registering = Form(Entry, "Registering")


class OnMistake(CallbackData, prefix="dinermistake"):
    """Fill in a diner's entry again, in which staff found a mistake."""

    diner: RowId


def correct(diner_id: int) -> Buttons:
    """The button that leads to filling in a diner's entry again."""
    return Buttons([[Button(_("✏️ 重新填"), OnMistake(diner=diner_id))]])


async def ask_whose(talk: Talk) -> Reply:
    return await registering.go_on(talk, Entry())


async def fill_in_again(talk: Talk, diner: Diner) -> Reply:
    """Ask for an entry again; of one that staff have checked, everything but who it is."""
    relation = await proxies.relation_to(talk.session, diner, talk.user_id)
    entry = Entry(diner_id=diner.id, whose=relation or MYSELF)
    if diner.verified_at is not None:
        entry.name, entry.born = diner.name, diner.born_on
    return await registering.go_on(talk, entry)


@on_press(registering, OnMistake)
async def mistaken(talk: Talk, pressed: OnMistake) -> Reply:
    """Staff found a mistake: everything is asked for again."""
    return await fill_in_again(
        talk, await diners.correctable(talk.session, pressed.diner, talk.user_id)
    )


@registering.step()
async def whose(talk: Talk, entry: Entry) -> Ask:
    known = await diners.of_person(talk.session, talk.user_id) is not None
    return Ask(_("给谁订？"), entries.whose(known=known))


@registering.left
async def left(talk: Talk, entry: Entry) -> Reply:
    Entry.discard(talk)
    return await home.show_home(talk)


@on_choice(registering, StateFilter(registering.state("whose"), home.Meals.home), MYSELF, *Relation)
async def chosen(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    """People who left in the middle of it go on where they were."""
    begun = Entry.of(talk)
    if begun.name and begun.whose == choice and begun.diner_id is None:
        return await registering.go_on(talk, begun, _("您上次填了一半，接着填："))
    return await registering.go_on(talk, Entry(whose=choice))


@registering.step(a_line(NAME_LIMIT))
async def name(talk: Talk, entry: Entry) -> Ask:
    """One's own name is that of the messenger, unless it says otherwise."""
    if not entry.is_own:
        return Ask(_("用餐人叫什么名字？请写身份证上的，食堂要核对。"))
    if not talk.person.name:
        return Ask(_("您叫什么名字？请写身份证上的。"))
    text = _("您叫什么名字？请写身份证上的；下面的名字对的话，点一下就行。")
    return Ask(text, [Option(MYSELF, cut(talk.person.name, NAME_SHOWN))])


@name.choice(MYSELF)
async def own_name(talk: Talk, entry: Entry, choice: str) -> Reply:
    entry.name = talk.person.name or talk.name
    return None


def a_birthday(said: str, talk: Talk) -> object:
    day = birthdays.read(said, talk.today)
    if day is None:
        raise Again(_("这个日期没看懂。请写成 1948年3月5日 或者 1948-3-5 这样。"))
    if not diners.is_possible_birthday(day, talk.today):
        raise ImpossibleBirthday
    return day


@registering.step(a_birthday)
async def born(talk: Talk, entry: Entry) -> Ask:
    text = _("{name}是哪一天出生的？写身份证上的日期，比如 1948年3月5日。补贴是按年龄给的。")
    return Ask(text.format(name=esc(entry.name)))


@place_step(registering)
async def where(talk: Talk, entry: Entry) -> Ask:
    text = _("{name}住在哪里？点一个，或者直接写，比如“军门新村3号楼”。")
    options = [*await at_home(talk, _("🏠 {place}")), Option(LIST, _("🗂 从名单里选"))]
    return Ask(text.format(name=esc(entry.name)), options)


@registering.step(a_line(DOOR_LIMIT))
async def door(talk: Talk, entry: Entry) -> Ask:
    text = _("{place}，几单元几室？比如“2单元501”。只有送餐和上门看望的人看得到。")
    return Ask(text.format(place=esc(await areas.title_of(talk.session, entry.area_id))))


def a_phone(said: str, talk: Talk) -> str:
    try:
        return telephone(said, limit=PHONE_LIMIT)
    except Refusal:
        raise Again(_("这不像电话号码。请再写一次，或者点“不留”。")) from None


@registering.step(a_phone)
async def phone(talk: Talk, entry: Entry) -> Ask:
    text = _("留一个电话，送餐找不到人时好联系。不想留就点“不留”。")
    return Ask(text, [Option(NONE, _("不留"))])


@registering.message(registering.state("phone"), HasContact())
async def from_the_address_book(message: Message, talk: Talk, number: str) -> Reply:
    entry = Entry.of(talk)
    try:
        entry.phone = a_phone(number, talk)
    except Again as again:
        return await registering.repeat(talk, str(again))
    return await registering.go_on(talk, entry)


@phone.choice(NONE)
async def no_phone(talk: Talk, entry: Entry, choice: str) -> Reply:
    entry.phone = ""
    return None


@registering.step(a_line(DIET_LIMIT))
async def diet(talk: Talk, entry: Entry) -> Ask:
    return what_diet()


@diet.choice(NONE)
async def eats_everything(talk: Talk, entry: Entry, choice: str) -> Reply:
    entry.diet = ""
    return None


@registering.step()
async def review(talk: Talk, entry: Entry) -> Ask:
    home_title = esc(await areas.title_of(talk.session, entry.area_id))
    lines = [
        _("请看一遍，对不对？"),
        f"👤 {esc(entry.name)}",
        _("🎂 {day}").format(day=words.birthday(entry.born)) if entry.born else "",
        f"🏠 {home_title} {esc(entry.door)}",
        _("☎️ {phone}").format(phone=esc(entry.phone) or _("不留")),
        _("🥢 忌口：{diet}").format(diet=esc(entry.diet) or _("没有")),
    ]
    if entry.relation is not None:
        who = words.relation_name(entry.relation)
        lines.append(_("您是用餐人的：{relation}").format(relation=who))
    return Ask("\n".join(lines), [Option("yes", _("✅ 都对")), Option("anew", _("有错，重新填"))])


@review.choice("anew")
async def anew(talk: Talk, entry: Entry, choice: str) -> Reply:
    return await registering.go_on(talk, Entry(diner_id=entry.diner_id, whose=entry.whose))
