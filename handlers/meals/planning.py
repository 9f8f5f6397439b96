"""Making a standing order: for whom, which meal, which weekdays.

Set, number and mode are those of last time, shown at the review and changed there.

What follows the review stands with the list that it leads to, in `standing`.
"""

from dataclasses import dataclass
from typing import ClassVar

from handlers.common.forms import Again, Form
from handlers.common.i18n import _
from handlers.common.kept import Kept
from handlers.common.labels import meal_name
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.meals import words
from handlers.meals.home import ask_what
from handlers.meals.portions import diner_options, how, how_many, within
from services.meals import diners, offers, wording
from services.meals.menus import OnMenu
from services.written.weekdays import weekdays
from storage.tables import Diner, Meal, MealRule, Mode

ALL_DAYS, CHOSEN, FIRST_SET = "all days", "chosen", "first"
NAMED = "set:"
"""Before the name of a set."""
SETS = 6
EVERY_DAY = "1234567"
LABEL = 40


@dataclass(slots=True)
class Plan(Kept):
    """A standing order in the making; each part is None until it was answered."""

    KEY: ClassVar = "standing order"

    diner_id: int | None = None
    meal: Meal | None = None
    ticked: str = ""
    """Weekdays chosen so far; like `days` digits 1 (Monday) to 7, in order."""
    days: str | None = None
    set_name: str | None = None
    """Empty text for whatever stands first on the menu."""
    portions: int | None = None
    mode: Mode | None = None

    def tick(self, weekday: str) -> None:
        """Take it up, or leave it out again."""
        self.ticked = "".join(sorted(set(self.ticked) ^ set(weekday)))


class Planning(Form[Plan]):
    async def go_on(self, talk: Talk, draft: Plan, before: str = "") -> Reply:
        """What leaves no choice is not asked."""
        mine = await diners.bookable_by(talk.session, talk.user_id)
        if draft.diner_id is None and len(mine) == 1:
            draft.diner_id = mine[0].id
        if draft.diner_id is not None:
            rules = await offers.rules_for(talk.session, await diner_of(talk, draft), talk.today)
            if not rules:
                await talk.leave()
                return talk.say(_("这位用餐人住的地方，食堂现在没有供餐。"))
            if draft.meal not in rules:
                draft.meal = next(iter(rules)) if len(rules) == 1 else None
        if draft.days is not None:
            await _as_usual(talk, draft)
        return await super().go_on(talk, draft, before)

    async def back(self, talk: Talk, draft: Plan, step: str) -> Reply:
        """What was not asked is not asked on the way back."""
        return await super().back(talk, draft, step if step != "review" else "set")


planning = Planning(Plan, "Planning")


async def diner_of(talk: Talk, plan: Plan) -> Diner:
    assert plan.diner_id is not None
    return await diners.get(talk.session, plan.diner_id)


async def rule_of(talk: Talk, plan: Plan) -> MealRule | None:
    """By which the canteen serves the planned meal."""
    rules = await offers.rules_for(talk.session, await diner_of(talk, plan), talk.today)
    return rules.get(plan.meal) if plan.meal else None


async def _as_usual(talk: Talk, plan: Plan) -> None:
    assert plan.meal is not None
    eating, zone = await diner_of(talk, plan), talk.config.zone
    portions, mode = await offers.usual(talk.session, eating, plan.meal, now=talk.now, zone=zone)
    plan.set_name = plan.set_name or ""
    plan.portions = plan.portions or min(portions, await most(talk, plan))
    plan.mode = plan.mode or mode


@planning.left
async def left(talk: Talk, plan: Plan) -> Reply:
    Plan.discard(talk)
    return await ask_what(talk, None)


@planning.step(part="diner_id", when=lambda _talk, plan: plan.diner_id is None)
async def diner(talk: Talk, plan: Plan) -> Ask:
    return Ask(_("给谁固定订餐？"), await diner_options(talk))


@planning.step(when=lambda _talk, plan: plan.meal is None)
async def meal(talk: Talk, plan: Plan) -> Ask:
    rules = await offers.rules_for(talk.session, await diner_of(talk, plan), talk.today)
    return Ask(_("固定订哪一餐？"), [Option(each.value, meal_name(each)) for each in rules])


async def some_weekdays(said: str, talk: Talk) -> str:
    """Such as “一三五”, of the weekdays on which the meal is served."""
    rule = await rule_of(talk, Plan.of(talk))
    served = rule.weekdays if rule else ""
    found = weekdays(said, served)
    if not found:
        text = _("没看懂。食堂这一餐供应{days}，请点，或者写“一三五”这样。")
        raise Again(text.format(days=words.weekdays(served)))
    return found


@planning.step(some_weekdays)
async def days(talk: Talk, plan: Plan) -> Ask:
    """One after another; what is chosen bears a tick, what ends the choosing stands first."""
    rule = await rule_of(talk, plan)
    served = rule.weekdays if rule else ""
    every_day = _("每天") if len(served) == len(EVERY_DAY) else _("每天都要（{days}）")
    options = [Option(ALL_DAYS, every_day.format(days=words.weekdays(served)))]
    if plan.ticked:
        options = [Option(CHOSEN, _("👉 选好了"))]
    for digit in served:
        name = words.weekdays(digit)
        options.append(Option(digit, f"✅ {name}" if digit in plan.ticked else name))
    text = _("每星期哪几天？天天吃就点第一个；只要几天，就一天一天地点，再点一下取消。")
    if plan.ticked:
        text += "\n" + _("选了：{days}").format(days=words.weekdays(plan.ticked))
    return Ask(text, options, columns=2, as_one=True)


@days.choice()
async def one_day(talk: Talk, plan: Plan, choice: str) -> Reply:
    plan.tick(choice)
    return await planning.ask(talk, plan, "days")


@days.choice(CHOSEN)
async def days_chosen(talk: Talk, plan: Plan, choice: str) -> Reply:
    plan.days = plan.ticked
    return None


@days.choice(ALL_DAYS)
async def all_days(talk: Talk, plan: Plan, choice: str) -> Reply:
    rule = await rule_of(talk, plan)
    return await days_said(talk, plan, rule.weekdays) if rule else None


@days.taken
async def days_said(talk: Talk, plan: Plan, said: str) -> Reply:
    plan.days = plan.ticked = said
    return None


@planning.step(part="set_name")
async def set_(talk: Talk, plan: Plan) -> Ask:
    """By the names that are on the menus now; see `services.meals.generating` for other days."""
    names = dict.fromkeys(each.name for on_menu in await ahead(talk, plan) for each in on_menu.sets)
    options = [Option(FIRST_SET, _("菜单上的第一套"))]
    options += [Option(f"{NAMED}{name}", cut(name, LABEL)) for name in list(names)[:SETS]]
    return Ask(_("要哪一套？哪天菜单上没有，就给您订另一套，尽量避开忌口。"), options)


@set_.choice()
async def which_set(talk: Talk, plan: Plan, choice: str) -> Reply:
    plan.set_name = "" if choice == FIRST_SET else choice.removeprefix(NAMED)
    return None


async def ahead(talk: Talk, plan: Plan) -> list[OnMenu]:
    assert plan.meal is not None
    eating = await diner_of(talk, plan)
    zone = talk.config.zone
    return await offers.ahead(talk.session, eating, plan.meal, now=talk.now, zone=zone)


async def a_number(said: str, talk: Talk) -> int:
    return within(wording.number(said) or 0, await most(talk, Plan.of(talk)))


async def most(talk: Talk, plan: Plan) -> int:
    rule = await rule_of(talk, plan)
    return rule.portions_each if rule else 1


@planning.step(a_number)
async def portions(talk: Talk, plan: Plan) -> Ask:
    return how_many(await most(talk, plan))


@planning.step()
async def mode(talk: Talk, plan: Plan) -> Ask:
    assert plan.meal is not None
    eating, zone = await diner_of(talk, plan), talk.config.zone
    return how(await offers.modes_ahead(talk.session, eating, plan.meal, now=talk.now, zone=zone))


@planning.step()
async def review(talk: Talk, plan: Plan) -> Ask:
    assert plan.meal is not None
    assert plan.mode is not None
    eating = await diner_of(talk, plan)
    canteen = await offers.canteen_for(talk.session, eating.area_id)
    lines = [
        _("请看一遍，对的话点“就这样”："),
        f"👤 {esc(words.diner_name(eating, talk.user_id))}",
        words.every_week(plan.days or "", plan.meal),
        words.what_each_time(plan.set_name, plan.portions or 0, plan.mode),
        *([f"📍 {esc(canteen.name)}"] if canteen else []),
        _("菜单一出来就替您订好，并且告诉您。哪天不要，在订餐截止以前取消那一天就行。"),
    ]
    options = [
        Option("yes", _("✅ 就这样")),
        Option("days", _("改日子")),
        Option("set", _("换一套")),
        Option("portions", _("改份数")),
        Option("mode", _("改怎么吃")),
    ]
    return Ask("\n".join(lines), options)


@review.choice("days", "set", "portions", "mode")
async def change(talk: Talk, plan: Plan, choice: str) -> Reply:
    return await planning.change(talk, plan, choice)
