"""For how long meals are paused: a few usual periods, one tap each."""

from datetime import date, timedelta

from handlers.common.i18n import _
from handlers.common.questions import Ask, Option
from handlers.common.talk import Talk

_DAYS = {"3": 3, "7": 7, "14": 14, "30": 30}
_OPEN = "open"


def how_long(text: str) -> Ask:
    labels = {
        "3": _("3 天"),
        "7": _("一个星期"),
        "14": _("两个星期"),
        "30": _("30 天"),
        _OPEN: _("先停着，以后再恢复"),
    }
    return Ask(text, [Option(key, label) for key, label in labels.items()])


def period(talk: Talk, choice: str) -> tuple[date, date | None]:
    """The first and the last day of it, from tomorrow on: today's meals are cooked already."""
    first = talk.today + timedelta(days=1)
    days = _DAYS.get(choice)
    return first, first + timedelta(days=days - 1) if days else None
