"""/meals: what there is to eat today and tomorrow, and what one can do."""

from datetime import timedelta

from aiogram.fsm.state import State, StatesGroup

from handlers.common.i18n import _
from handlers.common.questions import Ask, Option
from handlers.common.saying import Edit, Picture, Say
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.meals import menu_words, words
from handlers.meals.entry import whose
from services.meals import days, diners, menus, offers
from services.meals.offers import Again
from storage.tables import Canteen


class Meals(StatesGroup):
    home = State()


async def show_home(talk: Talk) -> Reply:
    """The menus as pictures and in words, then what can be done."""
    mine = await diners.bookable_by(talk.session, talk.user_id)
    area_id = mine[0].area_id if mine else talk.person.home_id
    canteen = await offers.canteen_for(talk.session, area_id)
    shown = await menu_of(talk, canteen) if canteen else []
    return [*shown, await ask_what(talk, canteen)]


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
    ]
    if again:
        label = again_label(talk, again)
        options.insert(0, Option("again", f"⚡ {label}"))
        what = "\n".join(again_line(talk, each) for each in again)
        text = _("“{label}”就是：\n{what}").format(label=label, what=what) + "\n\n" + text
    return await talk.put(Meals.home, Ask(text, options), before)


async def ask_first_time(talk: Talk, canteen: Canteen | None, before: str) -> Say | Edit:
    if canteen is not None:
        text = _("第一次订，先登记一下谁来吃，只要一两分钟。给谁订？")
    elif talk.person.home_id is None:
        text = _("告诉我是谁来吃、住在哪里，就能看到附近长者食堂的菜单。给谁订？")
    else:
        text = _(
            "您住的地方还没有登记长者食堂，有问题可以问社区：发 /phone 看电话。"
            "替住在别处的家人订，就点下面的。"
        )
    return await talk.put(Meals.home, Ask(text, whose(known=False)), before)


async def menu_of(talk: Talk, canteen: Canteen) -> list[Picture | Say]:
    """Today's menu while something of it is still to come, and tomorrow's."""
    today = talk.today
    pictures: list[Picture | Say] = []
    texts = []
    for day in (today, today + timedelta(days=1)):
        on_menu = await menus.menu_of(talk.session, canteen.id, day)
        if day == today and not any(each.meal_session.ends_at > talk.now for each in on_menu):
            continue
        title = words.day_name(day, today)
        pictures += await menu_words.pictures(talk, canteen, title, on_menu)
        shut = await days.said_between(talk.session, canteen.id, day, day)
        texts.append(menu_words.menu(talk, title, on_menu, shut))
    return [*pictures, talk.say("\n\n".join([f"🏠 {esc(canteen.name)}", *texts]))]


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
