"""What is known of a diner, part by part: asked where it is missing, and changed at the review."""

from collections.abc import Callable

from aiogram.types import Message

from handlers.common.filters import HasContact
from handlers.common.forms import Again
from handlers.common.i18n import _
from handlers.common.place_step import LIST, Found, at_home, place_step
from handlers.common.questions import Ask, Option
from handlers.common.readers import a_line
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.meals import words
from handlers.meals.entry import MYSELF, Entry
from handlers.meals.portions import NONE, what_diet
from handlers.meals.registering import registering
from services import areas
from services.errors import Refusal
from services.meals import diners
from services.meals.diners import DIET_LIMIT, DOOR_LIMIT, NAME_LIMIT, PHONE_LIMIT
from services.meals.errors import ImpossibleBirthday
from services.written import birthdays, telephone

NAME_SHOWN = 40


def is_open(part: str, step: str = "") -> Callable[[Talk, Entry], bool]:
    """The part is missing, or is to be changed; on the way back no other is asked for."""
    return lambda _talk, entry: getattr(entry, part) is None or entry.changing == (step or part)


@registering.step(a_line(NAME_LIMIT), when=is_open("name"))
async def name(talk: Talk, entry: Entry) -> Ask:
    """One's own name may be that of the messenger."""
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
        raise Again(_("这个日期没看懂。请写成 1948年3月 这样。"))
    if not diners.is_possible_birthday(day, talk.today):
        raise ImpossibleBirthday
    return day


@registering.step(a_birthday, when=is_open("born"))
async def born(talk: Talk, entry: Entry) -> Ask:
    text = _("{name}是哪年哪月出生的？照身份证写，比如 1948年3月。")
    return Ask(text.format(name=esc(entry.name)))


@place_step(registering)
async def where(talk: Talk, entry: Entry) -> Ask | None:
    if not is_open("area_id", "where")(talk, entry):
        return None
    text = _("{name}住在哪里？点一个，或者直接写，比如“军门新村3号楼”。")
    options = [*await at_home(talk, _("🏠 {place}")), Option(LIST, _("🗂 从名单里选"))]
    return Ask(text.format(name=esc(entry.name)), options)


@where.taken
async def lives_there(talk: Talk, entry: Entry, found: Found) -> Reply:
    """Who moves has another door, too."""
    if entry.area_id is not None:
        entry.door = None
    entry.area_id = found.area.id
    return None


@registering.step(a_line(DOOR_LIMIT), when=is_open("door"))
async def door(talk: Talk, entry: Entry) -> Ask:
    text = _("{place}，几单元几室？比如“2单元501”。只有送餐和上门看望的人看得到。")
    return Ask(text.format(place=esc(await areas.title_of(talk.session, entry.area_id))))


def a_phone(said: str, talk: Talk) -> str:
    try:
        return telephone(said, limit=PHONE_LIMIT)
    except Refusal:
        raise Again(_("这不像电话号码。请再写一次。")) from None


@registering.step(a_phone, when=is_open("phone"))
async def phone(talk: Talk, entry: Entry) -> Ask:
    """Somebody else's is needed: staff ask them whether they want it."""
    if entry.is_own:
        text = _("留一个电话，送餐找不到人时好联系。不想留就点“不留”。")
        return Ask(text, [Option(NONE, _("不留"))])
    text = _("{name}的电话是多少？食堂要打电话问问本人愿不愿意。")
    return Ask(text.format(name=esc(entry.name)))


@registering.message(registering.state("phone"), HasContact())
async def from_the_address_book(message: Message, talk: Talk, number: str) -> Reply:
    entry = Entry.of(talk)
    try:
        entry.phone = a_phone(number, talk)
    except Again as again:
        return await talk.repeat(str(again))
    return await registering.go_on(talk, entry)


@phone.choice(NONE)
async def no_phone(talk: Talk, entry: Entry, choice: str) -> Reply:
    entry.phone = ""
    return None


@registering.step(a_line(DIET_LIMIT), when=lambda _talk, entry: entry.changing == "diet")
async def diet(talk: Talk, entry: Entry) -> Ask:
    return what_diet()


@diet.choice(NONE)
async def eats_everything(talk: Talk, entry: Entry, choice: str) -> Reply:
    entry.diet = ""
    return None


@registering.step()
async def review(talk: Talk, entry: Entry) -> Ask:
    """Name and birth stay once staff have checked them."""
    home_title = esc(await areas.title_of(talk.session, entry.area_id))
    lines = [
        _("请看一遍，都对就点“都对”："),
        f"👤 {esc(entry.name)}",
        _("🎂 {day}").format(day=words.birthday(entry.born)) if entry.born else "",
        f"🏠 {home_title} {esc(entry.door)}",
        _("☎️ {phone}").format(phone=esc(entry.phone) or _("不留")),
        _("🥢 忌口：{diet}").format(diet=esc(entry.diet) or _("没有")),
    ]
    if entry.relation is not None:
        who = words.relation_name(entry.relation)
        lines.append(_("您是用餐人的：{relation}").format(relation=who))
    checked = [Option("name", _("✏️ 改姓名")), Option("born", _("✏️ 改出生年月"))]
    options = [
        Option("yes", _("✅ 都对")),
        *([] if entry.is_checked else checked),
        Option("where", _("✏️ 改住处")),
        Option("phone", _("✏️ 改电话")),
        Option("diet", _("✏️ 写忌口、过敏")),
    ]
    return Ask("\n".join(lines), options)


@review.choice("name", "born", "where", "phone", "diet")
async def change(talk: Talk, entry: Entry, choice: str) -> Reply:
    entry.changing = choice
    return await registering.change(talk, entry, choice)
