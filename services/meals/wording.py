"""A wish for a meal in people's own words: “明天午饭”, “给我妈订后天晚饭两份”, “和昨天一样”.

Only where nothing else is said: “明天午饭的垃圾没人收” is a complaint, not a wish.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from storage.tables import Meal

CONSIDERED = 40
"""Characters: whoever writes more has more to say than a wish."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What was said; each part is empty where it was left open."""

    day: date | None = None
    """In the community's zone; it may lie in the past, and then it has to be said."""
    meal: Meal | None = None
    portions: int | None = None
    again: bool = False
    """The same as last time."""


_DIGITS = {character: number for number, character in enumerate("零一二三四五六七八九十")} | {
    "两": 2,
    "俩": 2,
}
_WEEKDAYS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7}
_AROUND_WEEKDAYS = re.compile(r"周|星期|礼拜|每|和|跟|\W")
_OFFSETS = {"大后": 3, "后": 2, "明": 1, "今": 0, "昨": -1, "前": -2}
_MEALS = {
    Meal.BREAKFAST: "早饭|早餐|早点|早上饭|早上|早",
    Meal.LUNCH: "午饭|午餐|中饭|中餐|中午饭|中午|午",
    Meal.SUPPER: "晚饭|晚餐|夜饭|晚上饭|晚上|晚",
}
_AGAIN = re.compile(r"(和|跟|同|照)?(昨天|昨日|上次|上回|前一天|今天)(的)?(一样|相同)|老样子|照旧")
_NOUN = re.compile(r"餐|饭")
_NOISE = re.compile(
    r"(给|帮|替|为)[^订定点]{1,6}(?=订|定|点|来)|预订|预定|订|定|点|吃|来|我|你好|您好|请|想|要|去"
    r"|帮忙|一下|的|吧|了|啊|呀|哦|谢谢|麻烦|\W|_"
)


def meant(text: str, today: date) -> Wish | None:
    """The wish that `text` is, said on `today` in the community's zone; None if it says more."""
    said = re.sub(r"\s+", "", text)
    if not said or len(said) > CONSIDERED:
        return None
    rest, again = _without(_AGAIN, said)
    if again:
        return None if _NOISE.sub("", _NOUN.sub("", rest)) else Wish(again=True)
    rest, day = _day(said, today)
    rest, meal = _meal(rest)
    rest, portions = _portions(rest)
    rest, ordering = _without(_NOUN, rest)
    if _NOISE.sub("", rest) or not (meal or (ordering and re.search("[订定]", said))):
        return None
    return Wish(day, meal, portions)


def _without(pattern: re.Pattern[str], text: str) -> tuple[str, re.Match[str] | None]:
    found = pattern.search(text)
    return (text[: found.start()] + text[found.end() :], found) if found else (text, None)


def _day(text: str, today: date) -> tuple[str, date | None]:
    """The rest of the text, and the day that it named."""
    readings: tuple[tuple[str, Callable[[re.Match[str]], date | None]], ...] = (
        (r"(\d{1,2})月(\d{1,2})[日号]?", lambda found: _of_month(found, today)),
        (r"(大后|后|明|今|昨|前)[天日儿]?(?=$|[^天日儿])", lambda found: _offset(found, today)),
        (r"(下)?(?:周|星期|礼拜)([一二三四五六日天])", lambda found: _weekday(found, today)),
        (r"(\d{1,2})[日号]", lambda found: _next_of(int(found[1]), today)),
    )
    for pattern, read in readings:
        rest, found = _without(re.compile(pattern), text)
        if found is not None and (day := read(found)) is not None:
            return rest, day
    return text, None


def _offset(found: re.Match[str], today: date) -> date:
    return today + timedelta(days=_OFFSETS[found[1]])


def _weekday(found: re.Match[str], today: date) -> date:
    """The next such day, today included; with 下 the one of the week that follows."""
    ahead = _WEEKDAYS[found[2]] - today.isoweekday()
    return today + timedelta(days=ahead + 7 if found[1] else ahead % 7)


def _of_month(found: re.Match[str], today: date) -> date | None:
    """This year's, else next year's where that is half a year nearer."""
    for year in (today.year, today.year + 1):
        try:
            day = date(year, int(found[1]), int(found[2]))
        except ValueError:
            continue
        if day >= today - timedelta(days=183):
            return day
    return None


def _next_of(number: int, today: date) -> date | None:
    """The next day with this number in its month."""
    first = today.replace(day=1)
    for _month in range(2):
        length = monthrange(first.year, first.month)[1]
        if 1 <= number <= length and first.replace(day=number) >= today:
            return first.replace(day=number)
        first += timedelta(days=length)
    return None


def _meal(text: str) -> tuple[str, Meal | None]:
    """The rest of the text, and the meal; named twice it is the same meal: 明早的早饭."""
    for meal, names in _MEALS.items():
        rest, times = re.subn(names, "", text)
        if times:
            return rest, meal
    return text, None


def _portions(text: str) -> tuple[str, int | None]:
    rest, found = _without(re.compile(r"(\d{1,3}|[一二两俩三四五六七八九十])[份个客]"), text)
    if found is None:
        return text, None
    return rest, number(found[1])


def number(text: str) -> int | None:
    """A count as people write it: 2, ２, 两, 2份, 两份; None if it is none."""
    found = re.fullmatch(r"(-?\d{1,6}|[零一二两俩三四五六七八九十])[份个客]?", text.strip())
    if found is None:
        return None
    return _DIGITS[found[1]] if found[1] in _DIGITS else int(found[1])


def weekdays(text: str, served: str) -> str:
    """The weekdays in “周一三五” or “1、3、5”, as digits in order; all of them are `served`.

    Empty where something else is said, or a day without the meal.
    """
    said = _AROUND_WEEKDAYS.sub("", text[:CONSIDERED])
    digits = {str(_WEEKDAYS.get(character, character)) for character in said}
    return "".join(sorted(digits)) if digits <= set(served) else ""
