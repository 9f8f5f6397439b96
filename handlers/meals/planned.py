"""The answers that make a standing order, from top to bottom as the dialogue goes."""

from datetime import timedelta

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, Message

from handlers.common.filters import Choice, HasText
from handlers.common.i18n import _
from handlers.common.questions import BACK
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.meals import words
from handlers.meals.home import ask_what
from handlers.meals.plan import Plan
from handlers.meals.planning import (
    ALL_DAYS,
    CHOSEN,
    FIRST_SET,
    NAMED,
    Planning,
    go_on,
    rules_of,
)
from handlers.meals.refusals import in_words
from handlers.meals.standing import list_all
from services.errors import NotFound, Refusal
from services.meals import diners, offers, wording
from services.meals import standing as standing_orders
from services.meals.standing import NewStanding
from services.written.weekdays import weekdays
from storage.tables import Meal, MealRule, Mode

router = Router(name="making standing orders")


@router.message(StateFilter(Planning), Choice(BACK))
@router.callback_query(StateFilter(Planning), Choice(BACK))
async def step_back(event: Message | CallbackQuery, talk: Talk, raw_state: str) -> Reply:
    """Ask for the part before; what was said of the others stays."""
    plan = Plan.of(talk)
    match raw_state.rpartition(":")[2]:
        case "review":
            plan.mode = None
        case "mode":
            plan.portions = None
        case "portions":
            plan.set_name = None
        case "set":
            plan.days_done = False
        case _:
            Plan.discard(talk)
            return await ask_what(talk, None)
    return await go_on(talk, plan)


@router.message(Planning.diner, Choice())
@router.callback_query(Planning.diner, Choice())
async def for_whom(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    plan = Plan.of(talk)
    plan.diner_id = int(choice)
    return await go_on(talk, plan)


@router.message(Planning.meal, Choice())
@router.callback_query(Planning.meal, Choice())
async def which_meal(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    plan = Plan.of(talk)
    plan.meal = Meal(choice)
    return await go_on(talk, plan)


@router.message(Planning.days, Choice())
@router.callback_query(Planning.days, Choice())
async def one_day(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    plan = Plan.of(talk)
    if choice == CHOSEN:
        plan.days_done = True
        return await go_on(talk, plan)
    if choice == ALL_DAYS:
        rule = await rule_of(talk, plan)
        plan.weekdays, plan.days_done = (rule.weekdays if rule else ""), rule is not None
        return await go_on(talk, plan)
    plan.toggle(choice)
    answer = await go_on(talk, plan)
    return talk.as_one(answer) if isinstance(answer, SendMessage) else answer


@router.message(Planning.days, HasText())
async def days_in_words(message: Message, talk: Talk) -> Reply:
    plan = Plan.of(talk)
    rule = await rule_of(talk, plan)
    said = weekdays(talk.text, rule.weekdays if rule else "")
    if not said:
        served = words.weekdays(rule.weekdays) if rule else ""
        text = _("没看懂。食堂这一餐供应{days}，请点，或者写“一三五”这样。")
        return await talk.repeat(text.format(days=served))
    plan.weekdays, plan.days_done = said, True
    return await go_on(talk, plan)


async def rule_of(talk: Talk, plan: Plan) -> MealRule | None:
    """By which the canteen serves the planned meal."""
    assert plan.diner_id is not None
    diner = await diners.get(talk.session, plan.diner_id)
    rules = await rules_of(talk, await offers.canteen_for(talk.session, diner.area_id))
    return rules.get(plan.meal) if plan.meal else None


@router.message(Planning.set, Choice())
@router.callback_query(Planning.set, Choice())
async def which_set(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    plan = Plan.of(talk)
    plan.set_name = "" if choice == FIRST_SET else choice.removeprefix(NAMED)
    return await go_on(talk, plan)


@router.message(Planning.portions, HasText())
@router.callback_query(Planning.portions, Choice())
async def how_many(event: Message | CallbackQuery, talk: Talk, choice: str = "") -> Reply:
    plan = Plan.of(talk)
    rule = await rule_of(talk, plan)
    count, most = wording.number(choice or talk.text), rule.portions_each if rule else 1
    if count is None or not 1 <= count <= most:
        return await talk.repeat(_("一次可以订 1 到 {most} 份。").format(most=most))
    plan.portions = count
    return await go_on(talk, plan)


@router.message(Planning.mode, Choice())
@router.callback_query(Planning.mode, Choice())
async def how(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    plan = Plan.of(talk)
    plan.mode = Mode(choice)
    return await go_on(talk, plan)


@router.message(Planning.review, Choice("yes"))
@router.callback_query(Planning.review, Choice("yes"))
async def begin(event: Message | CallbackQuery, talk: Talk) -> Reply:
    plan = Plan.of(talk)
    try:
        booked = await start(talk, plan)
    except Refusal as refusal:
        return await go_on(talk, Plan(), in_words(refusal, talk.config.zone))
    Plan.discard(talk)
    noted = _("✅ 固定订餐定好了，从明天起算。")
    if booked:
        noted += "\n" + _("已经有菜单的 {count} 餐，现在就订上了，在“我的订餐”里。").format(
            count=booked
        )
    return await list_all(talk, noted)


async def start(talk: Talk, plan: Plan) -> int:
    """Begin it; how many meals were booked at once. Raises what `standing.order` raises."""
    assert plan.diner_id is not None
    assert plan.meal is not None
    assert plan.portions is not None
    assert plan.mode is not None
    diner = await diners.get(talk.session, plan.diner_id)
    canteen = await offers.canteen_for(talk.session, diner.area_id)
    if canteen is None:
        raise NotFound
    new = NewStanding(
        diner_id=diner.id,
        canteen_id=canteen.id,
        meal=plan.meal,
        weekdays=plan.weekdays,
        set_name=plan.set_name or None,
        portions=plan.portions,
        mode=plan.mode,
        from_day=talk.now.astimezone(talk.config.zone).date() + timedelta(days=1),
    )
    _order, booked = await standing_orders.order(talk.session, new, by=talk.user_id, now=talk.now)
    return len(booked)
