"""/meals: what there is to eat today and tomorrow, and what one can do."""

from datetime import date, timedelta

from aiogram.fsm.state import State, StatesGroup

from handlers.common.i18n import _
from handlers.common.questions import Ask, Option
from handlers.common.saying import Edit, Say
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.meals import menu_words, words
from handlers.meals.entry import whose
from services.meals import days, diners, menus, offers
from services.meals.menus import OnMenu
from services.meals.offers import Again
from storage.tables import Canteen


class Meals(StatesGroup):
    home = State()


async def show_home(talk: Talk) -> Reply:
    """The next meals as a picture, then what can be done."""
    canteen = await canteen_of(talk)
    shown = (
        await menu_words.next_meals(talk, canteen, await _menus(talk, canteen)) if canteen else []
    )
    return [*shown, await ask_what(talk, canteen)]


async def canteen_of(talk: Talk) -> Canteen | None:
    """Where those eat for whom this person books; a newcomer's is the one near home."""
    mine = await diners.bookable_by(talk.session, talk.user_id)
    area_id = mine[0].area_id if mine else talk.person.home_id
    return await offers.canteen_for(talk.session, area_id)


async def in_words(talk: Talk) -> Reply:
    """文字版: the menus of today and tomorrow for those who read them so, or have them read out."""
    canteen = await canteen_of(talk)
    if canteen is None:
        return await ask_what(talk, None)
    texts = []
    for day, on_menu in (await _menus(talk, canteen)).items():
        shut = await days.said_between(talk.session, canteen.id, day, day)
        texts.append(menu_words.menu(talk, words.day_name(day, talk.today), on_menu, shut))
    return [
        talk.say("\n\n".join([f"🏠 {esc(canteen.name)}", *texts])),
        await ask_what(talk, None),
    ]


async def _menus(talk: Talk, canteen: Canteen) -> dict[date, list[OnMenu]]:
    """What is still to come of today, if anything, and tomorrow's."""
    today, tomorrow = talk.today, talk.today + timedelta(days=1)
    left = [
        each
        for each in await menus.menu_of(talk.session, canteen.id, today)
        if each.meal_session.ends_at > talk.now
    ]
    shown = {tomorrow: await menus.menu_of(talk.session, canteen.id, tomorrow)}
    return {today: left} | shown if left else shown


async def ask_what(talk: Talk, canteen: Canteen | None, before: str = "") -> Say | Edit:
    """What can be done here, without the menu."""
    mine = await diners.bookable_by(talk.session, talk.user_id)
    if not mine:
        return await ask_first_time(talk, canteen, before)
    zone = talk.config.zone
    again = await offers.again(talk.session, talk.user_id, mine, now=talk.now, zone=zone)
    text = _("要做什么？也可以直接写“明天午饭”。")
    options = [
        Option("order", _("🍚 订一餐")),
        Option("mine", _("📋 我的订餐")),
        Option("standing", _("🔁 固定订餐")),
        Option("people", _("👥 用餐人：加人、忌口、停餐")),
        *([Option("text", _("🔤 菜单文字版"))] if canteen else []),
    ]
    if again:
        label = again_label(talk, again)
        options.insert(0, Option("again", f"⚡ {label}"))
        what = "\n".join(again_line(talk, each) for each in again)
        text = _("“{label}”就是：\n{what}").format(label=label, what=what) + "\n\n" + text
    return await talk.put(Meals.home, Ask(text, options), before)


async def ask_first_time(talk: Talk, canteen: Canteen | None, before: str) -> Say | Edit:
    if canteen is not None:
        text = _(
            "第一次订，先登记一下谁来吃。给谁订？点一个；"
            "自己吃也可以直接写一行，比如：张桂英 1944年3月 3号楼302"
        )
    elif talk.person.home_id is None:
        text = _("告诉我是谁来吃、住在哪里，就能看到附近长者食堂的菜单。给谁订？")
    else:
        text = _(
            "您住的地方还没有登记长者食堂，有问题可以问社区：发 /phone 看电话。"
            "替住在别处的家人订，就点下面的。"
        )
    options = whose(known=False)
    if canteen is not None:
        options.append(Option("text", _("🔤 菜单文字版")))
    return await talk.put(Meals.home, Ask(text, options), before)


def again_label(talk: Talk, again: list[Again]) -> str:
    match (talk.today - again[0].last_day).days:
        case 0:
            return _("和今天一样")
        case 1:
            return _("和昨天一样")
        case _:
            return _("和上次一样")


def again_line(talk: Talk, each: Again) -> str:
    """HTML: what would be booked."""
    return _("{name}：{meal} · {set} · {count} 份 · {mode}").format(
        name=esc(each.diner.name),
        meal=words.session_name(each.meal_session, talk.today),
        set=esc(each.meal_set.name),
        count=each.portions,
        mode=words.mode_name(each.mode),
    )
