"""停餐 and 照常供餐: meals that are called off, or served on a day on which they are not.

Both ask in private for the day, then the meal, then the reason.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, NamedTuple

from handlers.common import menu
from handlers.common.i18n import _
from handlers.common.in_private import to_private
from handlers.common.kept import Kept
from handlers.common.labels import meal_name
from handlers.common.questions import Ask, Option
from handlers.common.readers import some_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.meals.refusals import of_menus
from handlers.meals.staff.canteen import (
    canteen_of,
    day_options,
    done,
    private_canteen_form,
)
from handlers.meals.staff.menus import Chosen, what
from handlers.meals.words import day_name
from services.meals import days
from storage.tables import Meal

WHOLE_DAY = "all"


@dataclass(slots=True)
class DayChange(Kept):
    """Which of the two, and of what."""

    KEY: ClassVar = "menu day"

    change: str = ""
    """The option of /menu that began it."""
    day: date | None = None
    meal: str | None = None
    """A meal's value, or WHOLE_DAY."""
    reason: str | None = None


changing = private_canteen_form(DayChange, "MenuDays", of_menus)


class Change(NamedTuple):
    """One of the two."""

    nothing: Callable[[], str]
    which_day: Callable[[], str]
    which_meal: Callable[[], str]
    days: Callable[..., Awaitable[list[date]]]
    meals: Callable[..., Awaitable[list[Meal]]]
    """Days, and meals of a day, that it can be done to; see `services.meals.days`."""
    make: Callable[..., Awaitable[Any]]
    why: Callable[[], str]


CHANGES = {
    "close": Change(
        lambda: _("这两周没有可以停的餐。"),
        lambda: _("哪一天停餐？订了的人会收到通知。"),
        lambda: _("停哪一餐？"),
        days.closable,
        days.can_close,
        days.close,
        lambda: _("{meals}停餐。为什么？写几个字，订餐的人会看到，比如：设备检修。"),
    ),
    "open": Change(
        lambda: _("这一个月没有不供餐的日子。"),
        lambda: _("哪一天照常供餐？这些天有不供的餐。"),
        lambda: _("供哪一餐？"),
        days.openable,
        days.can_open,
        days.open_after_all,
        lambda: _("{meals}照常供餐。为什么？写几个字，比如：春节值班供餐。"),
    ),
}
"""By the option of /menu that begins it."""


@what.choice(*CHANGES)
async def change_a_day(talk: Talk, chosen: Chosen, choice: str) -> Reply:
    return await to_private(talk, lambda alone: changing.go_on(alone, DayChange(change=choice)))


@changing.step()
async def day(talk: Talk, draft: DayChange) -> Ask | Reply:
    change, canteen = CHANGES[draft.change], await canteen_of(talk)
    found = await change.days(talk.session, canteen.id, now=talk.now, zone=talk.config.zone)
    if not found:
        return await menu.home(talk, change.nothing())
    return Ask(change.which_day(), day_options(talk, found), columns=2)


@day.choice()
async def which_day(talk: Talk, draft: DayChange, choice: str) -> Reply:
    draft.day, draft.meal = date.fromisoformat(choice), None
    return None


@changing.step()
async def meal(talk: Talk, draft: DayChange) -> Ask:
    options = [Option(each.value, meal_name(each)) for each in await _possible(talk, draft)]
    if len(options) > 1:
        options.insert(0, Option(WHOLE_DAY, _("整天")))
    return Ask(CHANGES[draft.change].which_meal(), options)


@changing.step(some_words(days.REASON_LIMIT))
async def reason(talk: Talk, draft: DayChange) -> Ask:
    return Ask(CHANGES[draft.change].why().format(meals=_named(talk, draft)))


@reason.taken
async def change(talk: Talk, draft: DayChange, why: str) -> Reply:
    assert draft.day is not None
    canteen, zone = await canteen_of(talk), talk.config.zone
    meals = await _possible(talk, draft) if draft.meal == WHOLE_DAY else [Meal(draft.meal or "")]
    made = await CHANGES[draft.change].make(
        talk.session, canteen.id, draft.day, meals, why, talk.member, now=talk.now, zone=zone
    )
    DayChange.discard(talk)
    return await done(talk, lambda: _made(talk, draft, made))


def _made(talk: Talk, draft: DayChange, cancelled: int | None) -> str:
    text = _("✅ {meals}照常供餐。请放上菜单，大家才能订。")
    if draft.change == "close":
        text = _("⛔ {meals}停餐了。取消了 {count} 单，订餐的人都会收到通知。")
    return text.format(meals=_named(talk, draft), count=cancelled)


async def _possible(talk: Talk, draft: DayChange) -> list[Meal]:
    canteen, zone = await canteen_of(talk), talk.config.zone
    meals = CHANGES[draft.change].meals
    return await meals(talk.session, canteen.id, draft.day, now=talk.now, zone=zone)


def _named(talk: Talk, draft: DayChange) -> str:
    """In plain words: 明天 11月24日周二 午餐."""
    assert draft.day is not None
    meal = _("整天") if draft.meal == WHOLE_DAY else meal_name(Meal(draft.meal or ""))
    return _("{day} {meal}").format(day=day_name(draft.day, talk.today), meal=meal)
