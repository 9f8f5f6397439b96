"""用餐人: who eats, what the kitchen has to know, pauses, and who books for whom."""

from enum import StrEnum

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common.filters import Choice, HasText
from handlers.common.i18n import _
from handlers.common.questions import BACK, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc, listed
from handlers.meals import words
from handlers.meals.home import ask_what
from handlers.meals.pauses import PERIODS, ask_how_long, period
from handlers.meals.refusals import in_words
from handlers.meals.registering import NONE, ask_whose, fill_in_again, what_diet
from services import areas
from services.errors import NotYours, Refusal
from services.meals import diners, leave, pausing, proxies
from services.meals.diners import DIET_LIMIT
from services.people import people
from storage.tables import Area, Diner, MealProxy, ProxyState

router = Router(name="diners")

KEY = "diner"
"""Of the id of the diner that is looked at, in the conversation's data."""
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


async def list_all(talk: Talk, before: str = "") -> Reply:
    """Oneself and those one books for, and whose yes is still missing."""
    mine = await diners.bookable_by(talk.session, talk.user_id)
    options = [
        Option(str(diner.id), cut(words.diner_name(diner, talk.user_id), LABEL)) for diner in mine
    ]
    options.append(Option(ADD, _("➕ 再加一个人")))
    lines = [_("用餐人：点一个，看资料、改忌口、停餐。")]
    lines += [
        _("⏳ {name}：还在等点头").format(name=esc(diner.name))
        for proxy, diner in await proxies.of_person(talk.session, talk.user_id)
        if proxy.state is ProxyState.ASKED
    ]
    text = "\n".join(lines)
    return await talk.ask(Diners.all, f"{before}\n\n{text}" if before else text, options)


@router.message(Diners.all, Choice(ADD))
@router.callback_query(Diners.all, Choice(ADD))
async def add(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await ask_whose(talk)


@router.message(Diners.all, Choice())
@router.callback_query(Diners.all, Choice())
async def picked(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    talk.data[KEY] = int(choice)
    return await show(talk)


@router.message(StateFilter(Diners), Choice(BACK))
@router.callback_query(StateFilter(Diners), Choice(BACK))
async def back(event: Message | CallbackQuery, talk: Talk, raw_state: str) -> Reply:
    match raw_state.rpartition(":")[2]:
        case "all":
            return await ask_what(talk, None)
        case "one":
            return await list_all(talk)
        case _:
            return await show(talk)


async def diner_of(talk: Talk) -> Diner:
    """The one that is looked at. Raises NotFound, NotConfirmed or NotYours."""
    diner = await diners.get(talk.session, talk.data[KEY])
    await leave.check_may(talk.session, diner, talk.user_id)
    return diner


async def show(talk: Talk, before: str = "") -> Reply:
    """One diner, with what can be changed."""
    try:
        diner = await diner_of(talk)
    except Refusal as refusal:
        return await list_all(talk, in_words(refusal, talk.config.zone))
    today = talk.now.astimezone(talk.config.zone).date()
    area = await talk.session.get_one(Area, diner.area_id)
    statuses = sorted(await diners.statuses_on(talk.session, diner.id, today))
    paused = words.pause(diner.paused_from, diner.paused_until, today)
    lines = [
        f"👤 <b>{esc(diner.name)}</b>",
        _("🎂 {day}").format(day=words.birthday(diner.born_on)),
        f"🏠 {esc(await areas.title(talk.session, area))} {esc(diner.door)}",
        _("☎️ {phone}").format(phone=esc(diner.phone) or _("没有留")),
        _("🥢 忌口：{diet}").format(diet=esc(diner.diet) or _("没有")),
        _("✔️ 食堂核对过了")
        if diner.verified_at
        else _("❔ 还没有核对：请带银龄福卡或者身份证到食堂，核对了才有补贴"),
    ]
    if statuses:
        names = listed(words.status_name(status) for status in statuses)
        lines.append(_("🏷 身份：{statuses}").format(statuses=names))
    if paused:
        lines.append(f"⏸ {paused}")
    options = [
        Option(Wanted.DIET, _("改忌口")),
        Option(Wanted.GO_ON, _("▶️ 恢复用餐"))
        if paused
        else Option(Wanted.PAUSE, _("⏸ 停餐一阵子")),
    ]
    options.append(Option(Wanted.FIX, _("✏️ 资料写错了，或者搬了家")))
    if diner.person_id == talk.user_id:
        options.append(Option(Wanted.PROXIES, _("谁能替我订")))
    else:
        options.append(Option(Wanted.LEAVE, _("以后不替这位订了")))
    text = "\n".join(lines)
    return await talk.ask(Diners.one, f"{before}\n\n{text}" if before else text, options)


@router.message(Diners.one, Choice())
@router.callback_query(Diners.one, Choice())
async def wanted(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    match choice:
        case Wanted.DIET:
            asked = what_diet()
            return await talk.ask(Diners.diet, asked.text, asked.options, in_words=True)
        case Wanted.PAUSE:
            text = _("停多久？停餐的日子不订，订好的也会取消。")
            return await ask_how_long(talk, Diners.pause, text)
        case Wanted.FIX:
            return await correct(talk)
        case Wanted.PROXIES:
            return await ask_proxies(talk)
        case Wanted.LEAVE:
            return await leave_off(talk)
        case _:
            try:
                await pausing.resume(talk.session, talk.data[KEY], by=talk.user_id)
            except Refusal as refusal:
                return await list_all(talk, in_words(refusal, talk.config.zone))
            return await show(talk, _("✅ 恢复了。停餐时取消的要重新订。"))


async def correct(talk: Talk) -> Reply:
    """Somebody may have stopped them from booking since the question was put."""
    try:
        diner = await diner_of(talk)
    except Refusal as refusal:
        return await list_all(talk, in_words(refusal, talk.config.zone))
    return await fill_in_again(talk, diner)


@router.message(Diners.diet, HasText())
@router.message(Diners.diet, Choice(NONE))
@router.callback_query(Diners.diet, Choice(NONE))
async def diet(event: Message | CallbackQuery, talk: Talk, choice: str = "") -> Reply:
    said = "" if choice else talk.line
    if len(said) > DIET_LIMIT:
        text = _("太长了，最多 {limit} 个字。请写短一点。")
        return await talk.repeat(text.format(limit=DIET_LIMIT))
    try:
        await diners.update_diet(talk.session, talk.data[KEY], said, by=talk.user_id)
    except Refusal as refusal:
        return await list_all(talk, in_words(refusal, talk.config.zone))
    return await show(talk, _("✅ 记下了，厨房会看到。"))


@router.message(Diners.pause, Choice(*PERIODS))
@router.callback_query(Diners.pause, Choice(*PERIODS))
async def pause(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    from_day, until_day = period(talk, choice)
    try:
        cancelled = await pausing.pause(
            talk.session, talk.data[KEY], from_day, until_day, by=talk.user_id, now=talk.now
        )
    except Refusal as refusal:
        return await list_all(talk, in_words(refusal, talk.config.zone))
    noted = _("✅ 停好了，想恢复随时点“恢复用餐”。")
    if cancelled:
        noted += "\n" + _("订好的 {count} 餐也取消了。").format(count=len(cancelled))
    return await show(talk, noted)


async def ask_proxies(talk: Talk, before: str = "") -> Reply:
    """Who may book for oneself; each can be ended."""
    try:
        diner = await diner_of(talk)
        if diner.person_id != talk.user_id:
            raise NotYours
    except Refusal as refusal:
        return await list_all(talk, in_words(refusal, talk.config.zone))
    found = await proxies.of_diner(talk.session, diner.id)
    options = [Option(str(proxy.id), await proxy_name(talk, proxy)) for proxy in found]
    text = _("这些人能替您订，点一个就停掉：") if found else _("现在没有人替您订。")
    return await talk.ask(Diners.proxies, f"{before}\n\n{text}" if before else text, options)


async def proxy_name(talk: Talk, proxy: MealProxy) -> str:
    """Plain text: who books, as they call themselves, and what they are to the diner."""
    person = await people.get(talk.session, proxy.person_id)
    return _("{name}（{relation}）").format(
        name=cut((person.name if person else None) or _("不留名"), LABEL),
        relation=words.relation_name(proxy.relation),
    )


@router.message(Diners.proxies, Choice())
@router.callback_query(Diners.proxies, Choice())
async def no_more(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    try:
        await proxies.end(talk.session, int(choice), talk.user_id, now=talk.now)
    except Refusal as refusal:
        return await ask_proxies(talk, in_words(refusal, talk.config.zone))
    return await ask_proxies(talk, _("✅ 停掉了，以后不能再替您订。"))


async def leave_off(talk: Talk) -> Reply:
    """Not to book for a diner any more."""
    mine = await proxies.of_person(talk.session, talk.user_id)
    proxy = next((each for each, diner in mine if diner.id == talk.data[KEY]), None)
    if proxy is None:
        return await list_all(talk)
    try:
        await proxies.end(talk.session, proxy.id, talk.user_id, now=talk.now)
    except Refusal as refusal:
        return await list_all(talk, in_words(refusal, talk.config.zone))
    return await list_all(talk, _("✅ 好的，以后不替这位订了。已经订好的还在，固定订餐也还在。"))
