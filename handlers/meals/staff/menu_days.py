"""停餐 and 照常供餐: meals that are called off, or served on a day on which they are not.

Both ask for the day, then the meal, then for the reason in a reply; a `Change` says what differs.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from aiogram.types import CallbackQuery, Message

from handlers.common.choices import on_choice
from handlers.common.filters import NeverMind, RepliesTo
from handlers.common.forms import Form, Step
from handlers.common.i18n import _
from handlers.common.kept import Kept
from handlers.common.questions import Ask
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.meals.staff import menus as menu
from handlers.meals.staff.canteen import (
    IN_CANTEEN,
    canteen_of,
    coming,
    day_and_meal,
    day_options,
    gave_up,
    meal_options,
    named,
    number_of,
    prompt,
)
from handlers.meals.staff.menu_refusals import in_words
from handlers.meals.staff.menus import Menus
from services.errors import Refusal, TooLong, WordsNeeded
from services.meals import days
from storage.tables import Canteen, Meal

HOLIDAYS_AHEAD = 30
"""Days; holidays are planned further ahead than menus."""


@dataclass(slots=True)
class Draft(Kept):
    """What is about to change; each part is None until it was answered."""

    KEY: ClassVar = "menu day"

    day: date | None = None
    meal: str | None = None
    """A Meal, or WHOLE_DAY."""


@dataclass(frozen=True, slots=True)
class Change:
    """One of the two."""

    name: str
    """Stands before the states of the conversation."""
    choice: str
    """The option of /menu that begins it."""
    about: str
    """What the prompt for a reason is about, before a day and a meal as a figure."""
    ahead: int
    """Days that are looked at."""
    nothing: Callable[[], str]
    which_day: Callable[[], str]
    which_meal: Callable[[], str]
    why: Callable[[], str]
    possible: Callable[[Talk, Canteen, date], Awaitable[list[Meal]]]
    """The meals of a day that it can be done to."""
    make: Callable[[Talk, Canteen, int, list[Meal]], Awaitable[Reply]]
    """Do it for the reason in `talk.text`: to the day of the figure `about`. Raises Refusal."""


class DayForm(Form[Draft]):
    """The conversation that makes a `Change`."""

    def __init__(self, change: Change) -> None:
        super().__init__(Draft, change.name, IN_CANTEEN)
        self._change = change
        self.left(self._to_menu)
        self.add(Step(self.day, None, "day")).choice()(self.day_chosen)
        self.add(Step(self.meal, None, "meal")).choice()(self.meal_chosen)
        on_choice(self, Menus.what, change.choice, guard=IN_CANTEEN)(self.begin)
        self.message(RepliesTo(change.about), NeverMind())(gave_up)
        self.message(RepliesTo(change.about), IN_CANTEEN)(self.reasoned)

    async def begin(self, event: Message | CallbackQuery, talk: Talk, canteen: Canteen) -> Reply:
        found = await self._days(talk)
        if not found:
            return await menu.ask_what(talk, canteen, self._change.nothing())
        return await self.put(talk, Draft(), "day", self._which_day(talk, found))

    async def day(self, talk: Talk, draft: Draft) -> Ask:
        return self._which_day(talk, await self._days(talk))

    async def day_chosen(self, talk: Talk, draft: Draft, choice: str) -> Reply:
        draft.day = date.fromisoformat(choice)
        return None

    async def meal(self, talk: Talk, draft: Draft) -> Ask | None:
        if draft.day is None:
            return None
        meals = await self._change.possible(talk, await canteen_of(talk), draft.day)
        return Ask(self._change.which_meal(), meal_options(meals))

    async def meal_chosen(self, talk: Talk, draft: Draft, choice: str) -> Reply:
        if draft.day is None:
            return None
        await talk.leave()
        return self._ask_why(talk, number_of(draft.day, choice))

    async def reasoned(self, message: Message, talk: Talk, canteen: Canteen, about: int) -> Reply:
        day, meal = day_and_meal(about)
        meals = [meal] if meal else await self._change.possible(talk, canteen, day)
        try:
            return await self._change.make(talk, canteen, about, meals)
        except (WordsNeeded, TooLong) as refusal:
            return self._ask_why(talk, about, in_words(refusal, talk.config.zone))
        except Refusal as refusal:
            return talk.say(in_words(refusal, talk.config.zone))

    def _ask_why(self, talk: Talk, number: int, before: str = "") -> Reply:
        text = self._change.why().format(meals=named(talk, number))
        return prompt(talk, text, f"{self._change.about}:{number}", before)

    def _which_day(self, talk: Talk, found: list[date]) -> Ask:
        return Ask(self._change.which_day(), day_options(talk, found), columns=2)

    async def _days(self, talk: Talk) -> list[date]:
        canteen = await canteen_of(talk)
        days_ahead = coming(talk, self._change.ahead)
        return [day for day in days_ahead if await self._change.possible(talk, canteen, day)]

    async def _to_menu(self, talk: Talk, draft: Draft) -> Reply:
        return await menu.ask_what(talk, await canteen_of(talk))


async def _can_close(talk: Talk, canteen: Canteen, day: date) -> list[Meal]:
    return await days.can_close(talk.session, canteen.id, day, now=talk.now, zone=talk.config.zone)


async def _close(talk: Talk, canteen: Canteen, about: int, meals: list[Meal]) -> Reply:
    day, _meal = day_and_meal(about)
    cancelled = await days.close(
        talk.session,
        canteen.id,
        day,
        meals,
        talk.text,
        talk.member,
        now=talk.now,
        zone=talk.config.zone,
    )
    text = _("⛔ {meals}停餐了。取消了 {count} 单，订餐的人都会收到通知。").format(
        meals=named(talk, about), count=cancelled
    )
    return talk.say(text)


async def _can_open(talk: Talk, canteen: Canteen, day: date) -> list[Meal]:
    return await days.can_open(talk.session, canteen.id, day, now=talk.now, zone=talk.config.zone)


async def _open(talk: Talk, canteen: Canteen, about: int, meals: list[Meal]) -> Reply:
    day, _meal = day_and_meal(about)
    await days.open_after_all(
        talk.session,
        canteen.id,
        day,
        meals,
        talk.text,
        talk.member,
        now=talk.now,
        zone=talk.config.zone,
    )
    text = _("✅ {meals}照常供餐。请放上菜单，大家才能订。").format(meals=named(talk, about))
    return await menu.ask_what(talk, canteen, text)


closing = DayForm(
    Change(
        name="Closing",
        choice=menu.CLOSE,
        about="menu close",
        ahead=menu.AHEAD,
        nothing=lambda: _("这两周没有可以停的餐。"),
        which_day=lambda: _("哪一天停餐？订了的人会收到通知。"),
        which_meal=lambda: _("停哪一餐？"),
        why=lambda: _(
            "{meals}停餐。请回复这条消息，写下原因，订餐的人会看到，比如：设备检修。\n不停了就回复“0”。"
        ),
        possible=_can_close,
        make=_close,
    )
)
opening = DayForm(
    Change(
        name="Opening",
        choice=menu.OPEN,
        about="menu open",
        ahead=HOLIDAYS_AHEAD,
        nothing=lambda: _("这一个月没有不供餐的日子。"),
        which_day=lambda: _("哪一天照常供餐？这些天有不供的餐。"),
        which_meal=lambda: _("供哪一餐？"),
        why=lambda: _(
            "{meals}照常供餐。请回复这条消息，写下原因，比如：春节值班供餐。\n不改了就回复“0”。"
        ),
        possible=_can_open,
        make=_open,
    )
)
