"""What people chose, wrote or sent, as the answer to a survey's question."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from handlers.common.forms import Again
from handlers.common.i18n import _
from handlers.common.questions import Option
from handlers.surveys.asking import NO, SKIP, YES, is_choice, name_of
from services.surveys.questions import Kind, Question, Value
from services.written import birthdays, days
from services.written.errors import NoSuchDay, TimesUnreadable
from services.written.numbers import number_in

_CONSIDERED = 40
_NUMBERS = re.compile(r"\d{1,2}")


def chosen(question: Question, choice: str) -> Value:
    """The value of an option as `asking.options` names it."""
    if choice == SKIP:
        return None
    if question.kind is Kind.YES_NO:
        return {YES: True, NO: False}[choice]
    return int(choice) if question.kind is Kind.SCALE else name_of(choice)


def read(question: Question, said: str, today: date) -> Value:
    """The value that words mean. Raises Again with how to write it."""
    match question.kind:
        case Kind.WORDS:
            return said
        case Kind.NUMBER:
            return _number(said, whole=question.whole)
        case Kind.DATE:
            return _day(said, today).isoformat()
        case Kind.PHOTO:
            raise Again(_("这一题请发照片。"))
    raise Again(_("请点下面的一个，或者写它的号码。"))


def _number(said: str, *, whole: bool) -> int | float:
    value = number_in(said)
    if value is None:
        raise Again(_("没看懂是多少。请写一个数，比如 3。"))
    if whole and not isinstance(value, int):
        raise Again(_("请写整数，比如 3。"))
    return value


def _day(said: str, today: date) -> date:
    try:
        return days.day(said, today)
    except (TimesUnreadable, NoSuchDay):
        found = birthdays.read(said, today)
        if found is None:
            raise Again(_("没看懂是哪一天。请这样写：2026年3月5日，或者 3月5日。")) from None
        return found


def several(options: Sequence[Option], said: str) -> list[str]:
    """1 3, 1、3, 1和3: the names of the choices that have these numbers. Raises Again."""
    normal = unicodedata.normalize("NFKC", said)[:_CONSIDERED]
    places = {at: each for at, each in enumerate(options, start=1) if is_choice(each.value)}
    numbers = list(dict.fromkeys(int(each) for each in _NUMBERS.findall(normal)))
    if not numbers or not places.keys() >= set(numbers):
        raise Again(_("请点要选的，再点“选好了”；或者写几个号码，中间空一格。"))
    return [name_of(places[each].value) for each in numbers]
