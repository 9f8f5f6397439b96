"""What an XLSForm's expressions compute with: XPath's values, and the functions of the subset.

An answer that is missing is "", as in ODK; a date is its ISO 8601 text, and counts as days since
1970 where a number is wanted, so that `today() - ${born}` are days.
"""

import math
import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.surveys import patterns
from services.surveys.questions import Value

XValue = str | float | bool
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"-?(\d+(\.\d*)?|\.\d+)")
_START = date(1970, 1, 1)
YES, NO = "yes", "no"
"""What a yes-or-no answer is in a file and in an expression."""


def of_answer(value: Value) -> XValue:
    """An answer as expressions see it."""
    match value:
        case None:
            return ""
        case bool():
            return YES if value else NO
        case int() | float():
            return float(value)
        case str():
            return value
        case list():
            return " ".join(value)
        case {"latitude": latitude, "longitude": longitude}:
            return f"{latitude} {longitude} 0 0"
        case _:
            return str(value.get("text", ""))


def number(value: XValue) -> float:
    """XPath's number(), NaN where it is none."""
    if isinstance(value, str):
        text = value.strip()
        if _NUMBER.fullmatch(text):
            return float(text)
        day = _day(text)
        return math.nan if day is None else float((day - _START).days)
    return float(value)


def _day(text: str) -> date | None:
    if not _DAY.fullmatch(text[:10]):
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def string(value: XValue) -> str:
    """XPath's string(): 5, not 5.0."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return value


def boolean(value: XValue) -> bool:
    """XPath's boolean(): a text that is not empty, a number other than 0 and NaN."""
    if isinstance(value, float):
        return not (value == 0 or math.isnan(value))
    return bool(value)


def equal(one: XValue, other: XValue) -> bool:
    """XPath's `=`: as booleans if either is one, then as numbers, then as texts."""
    if isinstance(one, bool) or isinstance(other, bool):
        return boolean(one) is boolean(other)
    if isinstance(one, float) or isinstance(other, float):
        return number(one) == number(other)
    return one == other


@dataclass(frozen=True, slots=True)
class Function:
    run: Callable[..., XValue]
    least: int
    most: int | None = None
    """Arguments; None for as many as `least`."""

    def takes(self, count: int) -> bool:
        return self.least <= count <= (self.least if self.most is None else self.most)


_MANY = 50


def _compared(holds: Callable[[float, float], bool]) -> Callable[[XValue, XValue], XValue]:
    return lambda one, other: holds(number(one), number(other))


def _reckoned(sum_: Callable[[float, float], float]) -> Callable[[XValue, XValue], XValue]:
    return lambda one, other: sum_(number(one), number(other))


def _divided(one: float, other: float) -> float:
    return one / other if other else math.nan


def _rest(one: float, other: float) -> float:
    return math.fmod(one, other) if other and math.isfinite(one) else math.nan


def _date(value: XValue) -> XValue:
    day: date | None
    try:
        day = _START + timedelta(days=value) if isinstance(value, float) else _day(string(value))
    except (OverflowError, ValueError):
        return ""
    return day.isoformat() if day else ""


def _whole(value: XValue, rounded: Callable[[float], float]) -> float:
    found = number(value)
    return float(rounded(found)) if math.isfinite(found) else found


def _round(value: XValue, digits: XValue = 0.0) -> float:
    shift = 10 ** max(-9, min(int(number(digits)), 9)) if math.isfinite(number(digits)) else 1
    return _whole(number(value) * shift, lambda each: math.floor(each + 0.5)) / shift


def _substring(text: XValue, start: XValue, end: XValue | None = None) -> str:
    """ODK's substr(): from 0, `end` not included."""
    first, last = number(start), math.inf if end is None else number(end)
    return "".join(each for at, each in enumerate(string(text)) if first <= at < last)


def _extreme(found: Callable[[Sequence[float]], float]) -> Callable[..., float]:
    def run(*values: XValue) -> float:
        numbers = [number(each) for each in values if each != ""]
        return found(numbers) if numbers else math.nan

    return run


def _selected(chosen: XValue, name: XValue) -> bool:
    return string(name).strip() in string(chosen).split()


FUNCTIONS = {
    "abs": Function(lambda value: abs(number(value)), 1),
    "boolean": Function(boolean, 1),
    "ceiling": Function(lambda value: _whole(value, math.ceil), 1),
    "coalesce": Function(lambda one, other: one if one != "" else other, 2),
    "concat": Function(lambda *texts: "".join(map(string, texts)), 1, _MANY),
    "contains": Function(lambda text, part: string(part) in string(text), 2),
    "count-selected": Function(lambda chosen: float(len(string(chosen).split())), 1),
    "date": Function(_date, 1),
    "ends-with": Function(lambda text, part: string(text).endswith(string(part)), 2),
    "false": Function(lambda: False, 0),
    "floor": Function(lambda value: _whole(value, math.floor), 1),
    "if": Function(lambda condition, one, other: one if boolean(condition) else other, 3),
    "int": Function(lambda value: _whole(value, math.trunc), 1),
    "max": Function(_extreme(max), 1, _MANY),
    "min": Function(_extreme(min), 1, _MANY),
    "not": Function(lambda value: not boolean(value), 1),
    "number": Function(number, 1),
    "regex": Function(lambda text, form: patterns.matches(string(form), string(text)), 2),
    "round": Function(_round, 1, 2),
    "selected": Function(_selected, 2),
    "starts-with": Function(lambda text, part: string(text).startswith(string(part)), 2),
    "string": Function(string, 1),
    "string-length": Function(lambda text: float(len(string(text))), 1),
    "substr": Function(_substring, 2, 3),
    "today": Function(lambda: "", 0),
    "true": Function(lambda: True, 0),
}
"""`today` is answered by who judges the expression."""

SIGNS: dict[str, Callable[..., XValue]] = {
    "or": lambda one, other: boolean(one) or boolean(other),
    "and": lambda one, other: boolean(one) and boolean(other),
    "=": equal,
    "!=": lambda one, other: not equal(one, other),
    "<": _compared(operator.lt),
    "<=": _compared(operator.le),
    ">": _compared(operator.gt),
    ">=": _compared(operator.ge),
    "+": _reckoned(operator.add),
    "-": _reckoned(operator.sub),
    "*": _reckoned(operator.mul),
    "div": _reckoned(_divided),
    "mod": _reckoned(_rest),
}
"""What stands between two values."""
