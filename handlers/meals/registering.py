"""The questions that put a diner on record: whose, name, birthday, home, telephone, diet.

One is asked for everything once; staff check it by the card at the first meal.
"""

from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import SendMessage

from handlers.common.i18n import _
from handlers.common.questions import Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.meals import words
from handlers.meals.entry import Entry
from services import areas
from services.meals import diners, proxies
from storage.tables import Area, Diner, Relation

MYSELF = "self"
NONE, SAME_HOME = "none", "home"
TITLE = 40
NAME_SHOWN = 40


class Registering(StatesGroup):
    whose = State()
    name = State()
    born = State()
    where = State()
    pick = State()
    door = State()
    phone = State()
    diet = State()
    review = State()


def whose(*, known: bool) -> list[Option]:
    """For whom; who is `known` as a diner need not register themselves again."""
    options = [] if known else [Option(MYSELF, _("🙋 我自己"))]
    return [
        *options,
        Option(Relation.CHILD.value, _("👴 我的父母")),
        Option(Relation.RELATIVE.value, _("别的亲戚")),
        Option(Relation.NEIGHBOUR.value, _("邻居")),
        Option(Relation.GRID_WORKER.value, _("我是网格员，替居民订")),
    ]


async def ask_whose(talk: Talk) -> SendMessage:
    known = await diners.of_person(talk.session, talk.user_id) is not None
    return await talk.ask(Registering.whose, _("给谁订？"), whose(known=known))


async def go_on(talk: Talk, entry: Entry, before: str = "") -> SendMessage:
    """Ask for the first part that is still missing, after the words `before` (HTML)."""
    entry.keep(talk)
    if not entry.name:
        return await ask_name(talk, entry, before)
    if not entry.born:
        return await ask_born(talk, entry, before)
    if entry.area_id is None:
        return await ask_where(talk, entry, before)
    if not entry.door:
        return await ask_door(talk, entry, before)
    if entry.phone is None:
        return await ask_phone(talk, before)
    if entry.diet is None:
        return await ask_diet(talk, Registering.diet, before)
    return await ask_review(talk, entry, before)


async def put_right(talk: Talk, diner: Diner) -> SendMessage:
    """Fill in an entry again; of one that staff have checked, everything but who it is."""
    own = await diners.of_person(talk.session, talk.user_id)
    mine = await proxies.of_person(talk.session, talk.user_id)
    relation = next((proxy.relation for proxy, each in mine if each.id == diner.id), None)
    if relation is None and (own is None or own.id != diner.id):
        relation = Relation.RELATIVE
    entry = Entry(diner_id=diner.id, relation=relation)
    if diner.verified_at is not None:
        entry.name, entry.born = diner.name, diner.born_on.isoformat()
    return await go_on(talk, entry)


async def step_back(talk: Talk, entry: Entry, state: str) -> Reply:
    """Ask for the part before; the parts after it stay as they were said."""
    match state.rpartition(":")[2]:
        case "born":
            return await ask_name(talk, entry)
        case "where":
            return await ask_born(talk, entry)
        case "pick" | "door":
            return await ask_where(talk, entry)
        case "phone":
            return await ask_door(talk, entry)
        case "diet":
            return await ask_phone(talk)
        case "review":
            return await ask_diet(talk, Registering.diet)
        case _:
            return await ask_whose(talk)


async def ask_name(talk: Talk, entry: Entry, before: str = "") -> SendMessage:
    """One's own name is that of the messenger, unless it says otherwise."""
    options = []
    if entry.is_own and talk.person.name:
        options.append(Option(MYSELF, cut(talk.person.name, NAME_SHOWN)))
        text = _("您叫什么名字？请写身份证上的；下面的名字对的话，点一下就行。")
    elif entry.is_own:
        text = _("您叫什么名字？请写身份证上的。")
    else:
        text = _("用餐人叫什么名字？请写身份证上的，食堂要核对。")
    text = f"{before}\n\n{text}" if before else text
    return await talk.ask(Registering.name, text, options, in_words=True)


async def ask_born(talk: Talk, entry: Entry, before: str = "") -> SendMessage:
    text = _(
        "{name}是哪一天出生的？写身份证上的日期，比如 1948年3月5日。补贴是按年龄给的。"
    ).format(name=esc(entry.name))
    return await talk.ask(Registering.born, f"{before}\n\n{text}" if before else text)


async def ask_where(talk: Talk, entry: Entry, before: str = "") -> SendMessage:
    options = []
    home = await talk.session.get(Area, talk.person.home_id) if talk.person.home_id else None
    if home is not None:
        title = cut(await areas.title(talk.session, home), TITLE)
        options.append(Option(SAME_HOME, _("🏠 {place}").format(place=title)))
    options.append(Option("list", _("🗂 从名单里选")))
    text = _("{name}住在哪里？点一个，或者直接写，比如“军门新村3号楼”。").format(
        name=esc(entry.name)
    )
    return await talk.ask(
        Registering.where, f"{before}\n\n{text}" if before else text, options, in_words=True
    )


async def ask_door(talk: Talk, entry: Entry, before: str = "") -> SendMessage:
    area = await talk.session.get_one(Area, entry.area_id)
    text = _("{place}，几单元几室？比如“2单元501”。只有送餐和上门看望的人看得到。").format(
        place=esc(await areas.title(talk.session, area))
    )
    return await talk.ask(Registering.door, f"{before}\n\n{text}" if before else text)


async def ask_phone(talk: Talk, before: str = "") -> SendMessage:
    text = _("留一个电话，送餐找不到人时好联系。不想留就点“不留”。")
    text = f"{before}\n\n{text}" if before else text
    return await talk.ask(Registering.phone, text, [Option(NONE, _("不留"))], in_words=True)


async def ask_diet(talk: Talk, state: State, before: str = "") -> SendMessage:
    text = _("有什么忌口，或者吃了过敏的？写下来，厨房会看到；比如“不吃辣，花生过敏”。")
    text = f"{before}\n\n{text}" if before else text
    return await talk.ask(state, text, [Option(NONE, _("没有"))], in_words=True)


async def ask_review(talk: Talk, entry: Entry, before: str = "") -> SendMessage:
    area = await talk.session.get_one(Area, entry.area_id)
    lines = [
        _("请看一遍，对不对？"),
        f"👤 {esc(entry.name)}",
        _("🎂 {day}").format(day=words.birthday(entry.born_on)) if entry.born_on else "",
        f"🏠 {esc(await areas.title(talk.session, area))} {esc(entry.door)}",
        _("☎️ {phone}").format(phone=esc(entry.phone) or _("不留")),
        _("🥢 忌口：{diet}").format(diet=esc(entry.diet) or _("没有")),
    ]
    if entry.relation is not None:
        who = words.relation_name(entry.relation)
        lines.append(_("您是用餐人的：{relation}").format(relation=who))
    options = [Option("yes", _("✅ 都对")), Option("anew", _("有错，重新填"))]
    text = "\n".join(lines)
    return await talk.ask(Registering.review, f"{before}\n\n{text}" if before else text, options)
