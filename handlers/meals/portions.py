"""For whom, which set, how many, how, a pause, a diet: what several conversations ask."""

from collections.abc import Sequence
from datetime import date

from handlers.common.forms import Again
from handlers.common.i18n import _
from handlers.common.questions import Ask, Option
from handlers.common.talk import Talk
from handlers.common.words import cut
from handlers.meals import words
from services.meals import diners, pausing, wording
from storage.tables import MealSet, Mode

LABEL = 40
"""Characters of a name on a button."""
AT_ONCE = 5
"""Portions on buttons; more can be typed."""
NONE = "none"


async def diner_options(talk: Talk) -> list[Option]:
    """Those for whom this person books; the values are their ids."""
    return [
        Option(str(each.id), cut(words.diner_name(each, talk.user_id), LABEL))
        for each in await diners.bookable_by(talk.session, talk.user_id)
    ]


def set_name(meal_set: MealSet) -> str:
    """A set on a button, with its price."""
    return f"{cut(meal_set.name, LABEL)} {words.yuan(meal_set.price_fen)}"


def set_options(sets: Sequence[MealSet]) -> list[Option]:
    return [Option(str(each.id), set_name(each)) for each in sets]


def how_many(most: int) -> Ask:
    options = [
        Option(str(count), _("{count} 份").format(count=count))
        for count in range(1, min(most, AT_ONCE) + 1)
    ]
    return Ask(_("订几份？一次最多 {most} 份。").format(most=most), options, columns=3)


def a_count(said: str, talk: Talk) -> int:
    """Portions as they were written or tapped."""
    count = wording.number(said)
    if count is None:
        raise Again(_("请告诉我几份，写数字就行，比如“2”。"))
    return count


def within(count: int, most: int) -> int:
    """Raises Again where so many cannot be booked at once."""
    if not 1 <= count <= most:
        raise Again(_("一次可以订 1 到 {most} 份。").format(most=most))
    return count


def how(modes: Sequence[Mode]) -> Ask:
    text = _("怎么吃？")
    if Mode.DELIVERY not in modes:
        text += "\n" + _("（送餐上门给社区核对过、符合条件的老人。需要的话，请跟食堂工作人员说。）")
    return Ask(text, [Option(mode.value, words.mode_name(mode)) for mode in modes])


def pause_for(text: str) -> Ask:
    """A few usual periods, one tap each; see `a_pause`."""
    options = [
        Option("3", _("3 天")),
        Option("7", _("一个星期")),
        Option("14", _("两个星期")),
        Option("30", _("30 天")),
        Option("open", _("先停着，以后再恢复")),
    ]
    return Ask(text, options)


def a_pause(talk: Talk, choice: str) -> tuple[date, date | None]:
    """Its first and its last day; None is open-ended."""
    return pausing.period(int(choice) if choice.isdigit() else None, talk.today)


def what_diet() -> Ask:
    text = _("有什么忌口，或者吃了过敏的？写下来，厨房会看到；比如“不吃辣，花生过敏”。")
    return Ask(text, [Option(NONE, _("没有"))])
