"""The questions of a standing order: for whom, which meal, which weekdays, set, number, how."""

from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import SendMessage

from handlers.common.i18n import _
from handlers.common.questions import Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.meals import words
from handlers.meals.dialogue import LABEL, ask_mode, ask_portions
from handlers.meals.plan import Plan
from services.meals import canteens, diners, menus, offers, pricing
from storage.tables import Canteen, Diner, Meal, MealRule, MealSession, Mode

ALL_DAYS, CHOSEN, FIRST_SET = "all days", "chosen", "first"
NAMED = "set:"
"""Before the name of a set."""
SETS = 6


class Planning(StatesGroup):
    diner = State()
    meal = State()
    days = State()
    set = State()
    portions = State()
    mode = State()
    review = State()


async def go_on(talk: Talk, plan: Plan, before: str = "") -> Reply:
    """Ask for the first part that is still missing, after the words `before` (HTML)."""
    mine = await diners.bookable_by(talk.session, talk.user_id)
    if plan.diner_id is None and len(mine) == 1:
        plan.diner_id = mine[0].id
    plan.keep(talk)
    diner = next((each for each in mine if each.id == plan.diner_id), None)
    if diner is None:
        options = [
            Option(str(each.id), cut(words.diner_name(each, talk.user_id), LABEL)) for each in mine
        ]
        return await talk.ask(Planning.diner, _("给谁固定订餐？"), options)
    canteen = await offers.canteen_for(talk.session, diner.area_id)
    rules = await rules_of(talk, canteen)
    if canteen is None or not rules:
        await talk.leave()
        return talk.say(_("这位用餐人住的地方，食堂现在没有供餐。"))
    if plan.meal is None and len(rules) == 1:
        plan.meal = next(iter(rules))
        plan.keep(talk)
    if plan.meal not in rules:
        options = [Option(meal.value, words.meal_name(meal)) for meal in rules]
        return await talk.ask(Planning.meal, _("固定订哪一餐？"), options)
    rule = rules[plan.meal]
    if not plan.days_done:
        return await ask_days(talk, plan, rule, before)
    if plan.set_name is None:
        return await ask_set(talk, canteen, plan.meal)
    if plan.portions is None:
        return await ask_portions(talk, Planning.portions, rule.portions_each, before)
    modes = await modes_of(talk, diner, canteen, plan.meal)
    if plan.mode not in modes:
        return await ask_mode(talk, Planning.mode, modes, before)
    return await ask_review(talk, plan, diner, canteen)


async def rules_of(talk: Talk, canteen: Canteen | None) -> dict[Meal, MealRule]:
    """The meals that the canteen serves these days."""
    today = talk.now.astimezone(talk.config.zone).date()
    found = {
        meal: await canteens.rule_on(talk.session, canteen.id, meal, today)
        for meal in (canteens.MEALS if canteen else ())
        if canteen
    }
    return {meal: rule for meal, rule in found.items() if rule is not None}


async def ask_days(talk: Talk, plan: Plan, rule: MealRule, before: str = "") -> SendMessage:
    """Weekdays to choose one after another; what is chosen bears a tick, what ends it is first."""
    if plan.weekdays:
        options = [Option(CHOSEN, _("👉 选好了"))]
    else:
        options = [Option(ALL_DAYS, _("供餐的日子每天都要"))]
    options += [
        Option(digit, f"✅ {name}" if digit in plan.weekdays else name)
        for digit in rule.weekdays
        for name in [words.weekdays(digit)]
    ]
    text = _("每星期哪几天？点一天选上，再点一下取消。也可以直接写，比如“一三五”。")
    if plan.weekdays:
        text += "\n" + _("选了：{days}").format(days=words.weekdays(plan.weekdays))
    return await talk.ask(
        Planning.days, f"{before}\n\n{text}" if before else text, options, columns=2, in_words=True
    )


async def ask_set(talk: Talk, canteen: Canteen, meal: Meal) -> SendMessage:
    """By the names that are on the menus now; on days without that set the first is taken."""
    zone = talk.config.zone
    ahead = await menus.upcoming(talk.session, canteen.id, now=talk.now, zone=zone)
    names = dict.fromkeys(
        each.name for on_menu in ahead if on_menu.meal_session.meal is meal for each in on_menu.sets
    )
    options = [Option(FIRST_SET, _("菜单上的第一套"))]
    options += [Option(f"{NAMED}{name}", cut(name, LABEL)) for name in list(names)[:SETS]]
    text = _("要哪一套？哪天菜单上没有这一套，就给您订第一套。")
    return await talk.ask(Planning.set, text, options)


async def modes_of(talk: Talk, diner: Diner, canteen: Canteen, meal: Meal) -> list[Mode]:
    """How the diner may have the next such meal; without a menu yet, not delivered."""
    found = await next_session(talk, canteen, meal)
    if found is None:
        return [Mode.DINE_IN, Mode.FETCH]
    return await pricing.modes_for(talk.session, diner, found)


async def next_session(talk: Talk, canteen: Canteen, meal: Meal) -> MealSession | None:
    zone = talk.config.zone
    ahead = await menus.upcoming(talk.session, canteen.id, now=talk.now, zone=zone)
    sessions = [each.meal_session for each in ahead if each.meal_session.meal is meal]
    return sessions[0] if sessions else None


async def ask_review(talk: Talk, plan: Plan, diner: Diner, canteen: Canteen) -> SendMessage:
    assert plan.meal is not None
    assert plan.mode is not None
    lines = [
        _("请看一遍："),
        f"👤 {esc(words.diner_name(diner, talk.user_id))}",
        _("🔁 每{days} {meal}").format(
            days=words.weekdays(plan.weekdays), meal=words.meal_name(plan.meal)
        ),
        _("🍽 {set} · {count} 份 · {mode}").format(
            set=esc(plan.set_name) or _("菜单上的第一套"),
            count=plan.portions,
            mode=words.mode_name(plan.mode),
        ),
        f"📍 {esc(canteen.name)}",
        _("菜单一出来就替您订好，每次都告诉您；哪天不要，截单以前取消那一天就行。"),
    ]
    return await talk.ask(Planning.review, "\n".join(lines), [Option("yes", _("✅ 就这样"))])
