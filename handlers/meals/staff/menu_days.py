"""停餐 and 照常供餐: meals that are called off, or served on a day on which they are not.

Both ask for the day, then the meal, then for the reason in a reply.
"""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any, NamedTuple

from handlers.common.i18n import _
from handlers.common.labels import meal_name
from handlers.common.prompts import Prompt, prompt
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.meals.refusals import of_menus
from handlers.meals.staff.canteen import IN_CANTEEN, canteen_of, day_options
from handlers.meals.staff.menus import Chosen, menu, to_menu, what
from handlers.meals.words import day_name
from services.meals import canteens, days
from storage.tables import Meal

WHOLE_DAY = "all"


@prompt(menu, "menu close", IN_CANTEEN, refusals=of_menus)
async def why_close(talk: Talk, about: int) -> str:
    text = _("{meals}停餐。请回复这条消息，写下原因，订餐的人会看到，比如：设备检修。")
    return text.format(meals=_named(talk, about))


@prompt(menu, "menu open", IN_CANTEEN, refusals=of_menus)
async def why_open(talk: Talk, about: int) -> str:
    text = _("{meals}照常供餐。请回复这条消息，写下原因，比如：春节值班供餐。")
    return text.format(meals=_named(talk, about))


class Change(NamedTuple):
    """One of the two."""

    nothing: Callable[[], str]
    which_day: Callable[[], str]
    which_meal: Callable[[], str]
    days: Callable[..., Awaitable[list[date]]]
    meals: Callable[..., Awaitable[list[Meal]]]
    """Days, and meals of a day, that it can be done to; see `services.meals.days`."""
    make: Callable[..., Awaitable[Any]]
    why: Prompt


CHANGES = {
    "close": Change(
        lambda: _("这两周没有可以停的餐。"),
        lambda: _("哪一天停餐？订了的人会收到通知。"),
        lambda: _("停哪一餐？"),
        days.closable,
        days.can_close,
        days.close,
        why_close,
    ),
    "open": Change(
        lambda: _("这一个月没有不供餐的日子。"),
        lambda: _("哪一天照常供餐？这些天有不供的餐。"),
        lambda: _("供哪一餐？"),
        days.openable,
        days.can_open,
        days.open_after_all,
        why_open,
    ),
}
"""By the option of /menu that begins it."""


@what.choice(*CHANGES)
async def change_a_day(talk: Talk, chosen: Chosen, choice: str) -> Reply:
    chosen.change = choice
    return await menu.ask(talk, chosen, "day")


@menu.aside("what")
async def day(talk: Talk, chosen: Chosen) -> Ask | Reply:
    change, canteen = CHANGES[chosen.change], await canteen_of(talk)
    found = await change.days(talk.session, canteen.id, now=talk.now, zone=talk.config.zone)
    if not found:
        return await to_menu(talk, change.nothing())
    return Ask(change.which_day(), day_options(talk, found), columns=2)


@day.choice()
async def which_day(talk: Talk, chosen: Chosen, choice: str) -> Reply:
    chosen.day = date.fromisoformat(choice)
    return await menu.ask(talk, chosen, "meal")


@menu.aside("day")
async def meal(talk: Talk, chosen: Chosen) -> Ask | None:
    if chosen.day is None:
        return None
    meals = await _possible(talk, chosen.change, chosen.day)
    options = [Option(each.value, meal_name(each)) for each in meals]
    if len(options) > 1:
        options.insert(0, Option(WHOLE_DAY, _("整天")))
    return Ask(CHANGES[chosen.change].which_meal(), options)


@meal.choice()
async def which_meal(talk: Talk, chosen: Chosen, choice: str) -> Reply:
    if chosen.day is None:
        return None
    await talk.leave()
    return await CHANGES[chosen.change].why.put(talk, _number_of(chosen.day, choice))


async def _possible(talk: Talk, change: str, day: date) -> list[Meal]:
    canteen, zone = await canteen_of(talk), talk.config.zone
    return await CHANGES[change].meals(talk.session, canteen.id, day, now=talk.now, zone=zone)


@why_close.taken
async def close(talk: Talk, about: int) -> Reply:
    cancelled = await _make(talk, "close", about)
    text = _("⛔ {meals}停餐了。取消了 {count} 单，订餐的人都会收到通知。")
    return talk.say(text.format(meals=_named(talk, about), count=cancelled))


@why_open.taken
async def open_after_all(talk: Talk, about: int) -> Reply:
    await _make(talk, "open", about)
    text = _("✅ {meals}照常供餐。请放上菜单，大家才能订。").format(meals=_named(talk, about))
    return await to_menu(talk, text)


async def _make(talk: Talk, change: str, about: int) -> Any:
    """For the reason in `talk.text`."""
    canteen, zone = await canteen_of(talk), talk.config.zone
    day, meal = _day_and_meal(about)
    meals = [meal] if meal else await _possible(talk, change, day)
    return await CHANGES[change].make(
        talk.session, canteen.id, day, meals, talk.text, talk.member, now=talk.now, zone=zone
    )


def _number_of(day: date, meal: str) -> int:
    """A day and a meal, or WHOLE_DAY, as a figure that can stand in what a prompt is about."""
    place = 0 if meal == WHOLE_DAY else canteens.MEALS.index(Meal(meal)) + 1
    return int(f"{day:%Y%m%d}{place}")


def _day_and_meal(number: int) -> tuple[date, Meal | None]:
    """What `_number_of` made a figure of; no meal means the whole day."""
    day, place = divmod(number, 10)
    return date.fromisoformat(str(day)), canteens.MEALS[place - 1] if place else None


def _named(talk: Talk, number: int) -> str:
    """What `_number_of` made a figure of, in plain words: 明天 11月24日周二 午餐."""
    day, meal = _day_and_meal(number)
    return _("{day} {meal}").format(
        day=day_name(day, talk.today), meal=meal_name(meal) if meal else _("整天")
    )
