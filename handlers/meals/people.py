"""用餐人: who eats, what the kitchen has to know, pauses, and who books for whom."""

from aiogram.fsm.state import State, StatesGroup

from handlers.common.i18n import _
from handlers.common.lists import Listing
from handlers.common.questions import Ask, Option
from handlers.common.readers import a_line
from handlers.common.refusals import in_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc, listed
from handlers.meals import words
from handlers.meals.answering import proxy_name
from handlers.meals.home import ask_what
from handlers.meals.portions import NONE, a_pause, diner_options, pause_for, what_diet
from handlers.meals.registering import ask_whose, fill_in_again
from services import areas
from services.errors import NotYours, Refusal
from services.meals import diners, pausing, proxies
from services.meals.diners import DIET_LIMIT
from storage.tables import ProxyState

ADD = "add"


class Diners(StatesGroup):
    all = State()
    one = State()
    diet = State()
    pause = State()
    proxies = State()


who_eats = Listing("diners", *Diners.__states__, key="diner")


@who_eats.rows
async def everyone(talk: Talk, before: str) -> Ask:
    """Oneself and those one books for, and whose yes is still missing."""
    lines = [_("用餐人：点一个，看资料、改忌口、停餐。")]
    lines += [
        _("⏳ {name}：还在等点头").format(name=esc(each.name))
        for proxy, each in await proxies.of_person(talk.session, talk.user_id)
        if proxy.state is ProxyState.ASKED
    ]
    return Ask("\n".join(lines), [*await diner_options(talk), Option(ADD, _("➕ 再加一个人"))])


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
        Option("diet", _("改忌口")),
        Option("go on", _("▶️ 恢复用餐")) if paused else Option("pause", _("⏸ 停餐一阵子")),
        Option("fix", _("✏️ 资料写错了，或者搬了家")),
        Option("proxies", _("谁能替我订")) if is_own else Option("leave", _("以后不替这位订了")),
    ]
    return Ask("\n".join(lines), options)


@who_eats.choice("diet")
async def ask_diet(talk: Talk, diner_id: int) -> Reply:
    return await talk.put(Diners.diet, what_diet(), in_words=True)


@who_eats.choice("pause")
async def ask_how_long(talk: Talk, diner_id: int) -> Reply:
    text = _("停多久？停餐的日子不订，订好的也会取消。")
    return await talk.put(Diners.pause, pause_for(text))


@who_eats.choice("fix")
async def correct(talk: Talk, diner_id: int) -> Reply:
    """Somebody may have stopped them from booking since the question was put."""
    return await fill_in_again(talk, await diners.seen_by(talk.session, diner_id, talk.user_id))


@who_eats.choice("leave")
async def leave(talk: Talk, diner_id: int) -> Reply:
    await proxies.leave(talk.session, diner_id, talk.user_id, now=talk.now)
    noted = _("✅ 好的，以后不替这位订了。已经订好的还在，固定订餐也还在。")
    return await who_eats.list_all(talk, noted)


@who_eats.choice("go on")
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
    first, last = a_pause(talk, choice)
    cancelled = await pausing.pause(
        talk.session, diner_id, first, last, by=talk.user_id, now=talk.now
    )
    noted = _("✅ 停好了，想恢复随时点“恢复用餐”。")
    if cancelled:
        noted += "\n" + _("订好的 {count} 餐也取消了。").format(count=len(cancelled))
    return await who_eats.show(talk, diner_id, noted)


@who_eats.choice("proxies")
async def who_may_book(talk: Talk, diner_id: int) -> Reply:
    return await ask_proxies(talk, diner_id)


async def ask_proxies(talk: Talk, diner_id: int, before: str = "") -> Reply:
    """Who may book for oneself; each can be ended."""
    oneself = await diners.seen_by(talk.session, diner_id, talk.user_id)
    if oneself.person_id != talk.user_id:
        raise NotYours
    found = await proxies.of_diner(talk.session, oneself.id)
    options = [Option(str(proxy.id), await proxy_name(talk.session, proxy)) for proxy in found]
    text = _("这些人能替您订，点一个就停掉：") if found else _("现在没有人替您订。")
    return await talk.put(Diners.proxies, Ask(text, options), before)


@who_eats.answer(Diners.proxies)
async def no_more(talk: Talk, diner_id: int, choice: str) -> Reply:
    try:
        await proxies.end(talk.session, int(choice), talk.user_id, now=talk.now)
    except Refusal as refusal:
        noted = in_words(refusal, talk.config.zone)
    else:
        noted = _("✅ 停掉了，以后不能再替您订。")
    return await ask_proxies(talk, diner_id, noted)
