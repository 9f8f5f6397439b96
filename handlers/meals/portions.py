"""How many and how: two questions that bookings and standing orders share."""

from collections.abc import Sequence

from handlers.common.forms import Again
from handlers.common.i18n import _
from handlers.common.questions import Ask, Option
from handlers.common.talk import Talk
from handlers.meals import words
from services.meals import wording
from storage.tables import Mode

AT_ONCE = 5
"""Portions on buttons; more can be typed."""


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
