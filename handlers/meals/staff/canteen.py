"""Whose group it is: filters that hand over the canteen, and how its days are put on buttons."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from aiogram.filters import Filter
from aiogram.types import CallbackQuery, ForceReply, Message

from handlers.common.i18n import _
from handlers.common.members import InGroupFor
from handlers.common.questions import Option
from handlers.common.sending import Reply, Sending
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.meals.words import day_name, meal_name
from services.meals import canteens
from storage.tables import Canteen, Meal, Purpose

WHOLE_DAY = "all"


class InCanteenGroup(Filter):
    """The chat is a canteen's group. Hands over `member` and its `canteen`."""

    async def __call__(self, event: Message | CallbackQuery, talk: Talk) -> dict[str, Any] | bool:
        found = await InGroupFor(Purpose.CANTEEN)(event, talk)
        if not isinstance(found, dict):
            return False
        canteen = await canteens.of_group(talk.session, found["group"])
        return {"member": found["member"], "canteen": canteen} if canteen else False


IN_CANTEEN = InCanteenGroup()


async def canteen_of(talk: Talk) -> Canteen:
    """The canteen of the group in which this is said; use it only behind `InCanteenGroup`."""
    canteen = await canteens.of_group(talk.session, talk.group)
    assert canteen is not None
    return canteen


async def gave_up(message: Message, talk: Talk) -> Reply:
    """Instead of the words that a prompt asked for."""
    return talk.say(_("好的，没有动。"))


def today(talk: Talk) -> date:
    return talk.now.astimezone(talk.config.zone).date()


def coming(talk: Talk, days: int) -> list[date]:
    """So many days from today on."""
    first = today(talk)
    return [first + timedelta(days=step) for step in range(days)]


def this_monday(talk: Talk) -> date:
    day = today(talk)
    return day - timedelta(days=day.weekday())


def day_options(talk: Talk, days: Iterable[date]) -> list[Option]:
    """A date of the community's zone each; its value is the date in ISO format."""
    return [Option(day.isoformat(), day_name(day, today(talk))) for day in days]


def meal_options(meals: Iterable[Meal]) -> list[Option]:
    """The meals of a day; the whole day first where there are several."""
    options = [Option(meal.value, meal_name(meal)) for meal in meals]
    if len(options) > 1:
        options.insert(0, Option(WHOLE_DAY, _("整天")))
    return options


def number_of(day: date, meal: str) -> int:
    """A day and a meal, or WHOLE_DAY, as a figure that can stand in what a prompt is about."""
    place = 0 if meal == WHOLE_DAY else canteens.MEALS.index(Meal(meal)) + 1
    return int(f"{day:%Y%m%d}{place}")


def day_and_meal(number: int) -> tuple[date, Meal | None]:
    """What `number_of` made a figure of; no meal means the whole day."""
    day, place = divmod(number, 10)
    return date.fromisoformat(str(day)), canteens.MEALS[place - 1] if place else None


def named(talk: Talk, number: int) -> str:
    """What `number_of` made a figure of, in plain words: 明天 11月24日周二 午餐."""
    day, meal = day_and_meal(number)
    return _("{day} {meal}").format(
        day=day_name(day, today(talk)), meal=meal_name(meal) if meal else _("整天")
    )


def prompt(talk: Talk, text: str, about: str, before: str = "") -> Sending:
    """Ask the member for words (`text` in HTML, after `before`): a reply says what it is about."""
    name = f'<a href="tg://user?id={talk.user_id}">{esc(talk.name)}</a>'
    words = "\n\n".join(filter(None, [before, f"{name}：{text}"]))
    return Sending(method=talk.say(words, ForceReply(selective=True)), about=about)
