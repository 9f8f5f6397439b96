"""用餐人: who eats, what the kitchen has to know, pauses, and who books for whom."""

from enum import StrEnum

from aiogram.fsm.state import State, StatesGroup

from handlers.common.i18n import _
from handlers.common.lists import Listing
from handlers.common.questions import Ask, Option
from handlers.common.readers import a_line
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc, listed
from handlers.meals import words
from handlers.meals.home import ask_what
from handlers.meals.pauses import how_long, period
from handlers.meals.refusals import in_words
from handlers.meals.registering import NONE, ask_whose, fill_in_again, what_diet
from services import areas
from services.errors import NotYours, Refusal
from services.meals import diners, pausing, proxies
from services.meals.diners import DIET_LIMIT
from services.people import people
from storage.tables import MealProxy, ProxyState

LABEL = 30
ADD = "add"


class Wanted(StrEnum):
    """What can be done with a diner."""

    DIET = "diet"
    PAUSE = "pause"
    GO_ON = "go on"
    FIX = "fix"
    PROXIES = "proxies"
    LEAVE = "leave"


class Diners(StatesGroup):
    all = State()
    one = State()
    diet = State()
    pause = State()
    proxies = State()


who_eats = Listing(
    "diners", Diners.all, Diners.one, Diners.diet, Diners.pause, Diners.proxies, key="diner"
)


@who_eats.rows
async def everyone(talk: Talk, before: str) -> Ask:
    """Oneself and those one books for, and whose yes is still missing."""
    options = [
        Option(str(each.id), cut(words.diner_name(each, talk.user_id), LABEL))
        for each in await diners.bookable_by(talk.session, talk.user_id)
    ]
    options.append(Option(ADD, _("➕ 再加一个人")))
    lines = [_("用餐人：点一个，看资料、改忌口、停餐。")]
    lines += [
        _("⏳ {name}：还在等点头").format(name=esc(each.name))
        for proxy, each in await proxies.of_person(talk.session, talk.user_id)
        if proxy.state is ProxyState.ASKED
    ]
    return Ask("\n".join(lines), options)


@who_eats.left
async def left(talk: Talk) -> Reply:
    return await ask_what(talk, None)


@who_eats.beside(ADD)
async def add(talk: Talk) -> Reply:
    return await ask_whose(talk)


@who_eats.look
async def diner(talk: Talk, diner_id: int) -> Ask:
    """With what can be changed."""
    found = await diners.seen_by(talk.session, diner_id, talk.user_id)
    statuses = sorted(await diners.statuses_on(talk.session, found.id, talk.today))
    paused = words.pause(found.paused_from, found.paused_until, talk.today)
    home = await areas.title_of(talk.session, found.area_id)
    lines = [
        f"👤 <b>{esc(found.name)}</b>",
        _("🎂 {day}").format(day=words.birthday(found.born_on)),
        f"🏠 {esc(home)} {esc(found.door)}",
        _("☎️ {phone}").format(phone=esc(found.phone) or _("没有留")),
        _("🥢 忌口：{diet}").format(diet=esc(found.diet) or _("没有")),
        _("✔️ 食堂核对过了")
        if found.verified_at
        else _("❔ 还没有核对：请带银龄福卡或者身份证到食堂，核对了才有补贴"),
    ]
    if statuses:
        names = listed(words.status_name(status) for status in statuses)
        lines.append(_("🏷 身份：{statuses}").format(statuses=names))
    if paused:
        lines.append(f"⏸ {paused}")
    is_own = found.person_id == talk.user_id
    options = [
        Option(Wanted.DIET, _("改忌口")),
        Option(Wanted.GO_ON, _("▶️ 恢复用餐"))
        if paused
        else Option(Wanted.PAUSE, _("⏸ 停餐一阵子")),
        Option(Wanted.FIX, _("✏️ 资料写错了，或者搬了家")),
        Option(Wanted.PROXIES, _("谁能替我订"))
        if is_own
        else Option(Wanted.LEAVE, _("以后不替这位订了")),
    ]
    return Ask("\n".join(lines), options)


@who_eats.choice(Wanted.DIET)
async def ask_diet(talk: Talk, diner_id: int) -> Reply:
    return await talk.put(Diners.diet, what_diet(), in_words=True)


@who_eats.choice(Wanted.PAUSE)
async def ask_how_long(talk: Talk, diner_id: int) -> Reply:
    text = _("停多久？停餐的日子不订，订好的也会取消。")
    return await talk.put(Diners.pause, how_long(text))


@who_eats.choice(Wanted.FIX)
async def correct(talk: Talk, diner_id: int) -> Reply:
    """Somebody may have stopped them from booking since the question was put."""
    return await fill_in_again(talk, await diners.seen_by(talk.session, diner_id, talk.user_id))


@who_eats.choice(Wanted.LEAVE)
async def leave(talk: Talk, diner_id: int) -> Reply:
    await proxies.leave(talk.session, diner_id, talk.user_id, now=talk.now)
    noted = _("✅ 好的，以后不替这位订了。已经订好的还在，固定订餐也还在。")
    return await who_eats.list_all(talk, noted)


@who_eats.choice(Wanted.GO_ON)
async def resume(talk: Talk, diner_id: int) -> Reply:
    await pausing.resume(talk.session, diner_id, by=talk.user_id)
    return await who_eats.show(talk, diner_id, _("✅ 恢复了。停餐时取消的要重新订。"))


def a_diet(said: str, talk: Talk) -> str:
    """Empty for somebody who eats everything."""
    return "" if said == NONE else a_line(DIET_LIMIT)(said, talk)


@who_eats.answer(Diners.diet, a_diet)
async def eats(talk: Talk, diner_id: int, said: str) -> Reply:
    await diners.update_diet(talk.session, diner_id, said, by=talk.user_id)
    return await who_eats.show(talk, diner_id, _("✅ 记下了，厨房会看到。"))


@who_eats.answer(Diners.pause)
async def paused(talk: Talk, diner_id: int, choice: str) -> Reply:
    first, last = period(talk, choice)
    cancelled = await pausing.pause(
        talk.session, diner_id, first, last, by=talk.user_id, now=talk.now
    )
    noted = _("✅ 停好了，想恢复随时点“恢复用餐”。")
    if cancelled:
        noted += "\n" + _("订好的 {count} 餐也取消了。").format(count=len(cancelled))
    return await who_eats.show(talk, diner_id, noted)


@who_eats.choice(Wanted.PROXIES)
async def who_may_book(talk: Talk, diner_id: int) -> Reply:
    return await ask_proxies(talk, diner_id)


async def ask_proxies(talk: Talk, diner_id: int, before: str = "") -> Reply:
    """Who may book for oneself; each can be ended."""
    oneself = await diners.seen_by(talk.session, diner_id, talk.user_id)
    if oneself.person_id != talk.user_id:
        raise NotYours
    found = await proxies.of_diner(talk.session, oneself.id)
    options = [Option(str(proxy.id), await proxy_name(talk, proxy)) for proxy in found]
    text = _("这些人能替您订，点一个就停掉：") if found else _("现在没有人替您订。")
    return await talk.put(Diners.proxies, Ask(text, options), before)


async def proxy_name(talk: Talk, proxy: MealProxy) -> str:
    """Plain text: who books, as they call themselves, and what they are to the diner."""
    person = await people.get(talk.session, proxy.person_id)
    return _("{name}（{relation}）").format(
        name=cut((person.name if person else None) or _("不留名"), LABEL),
        relation=words.relation_name(proxy.relation),
    )


@who_eats.answer(Diners.proxies)
async def no_more(talk: Talk, diner_id: int, choice: str) -> Reply:
    try:
        await proxies.end(talk.session, int(choice), talk.user_id, now=talk.now)
    except Refusal as refusal:
        noted = in_words(refusal, talk.config.zone)
    else:
        noted = _("✅ 停掉了，以后不能再替您订。")
    return await ask_proxies(talk, diner_id, noted)
