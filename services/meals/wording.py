"""A wish for a meal in people's own words: “明天午饭”, “给我妈订后天晚饭两份”, “和昨天一样”.

Only where nothing else is said: “明天午饭的垃圾没人收” is a complaint, not a wish.
"""

import re
from dataclasses import dataclass
from datetime import date

from services.written import days, numerals
from services.written.errors import TimesUnreadable
from storage.tables import Meal

CONSIDERED = 40
"""Characters: those who write more have more to say than a wish."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What was said; each part is empty where it was left open."""

    day: date | None = None
    """In the community's zone; it may lie in the past, and then it has to be said."""
    meal: Meal | None = None
    portions: int | None = None
    again: bool = False
    """The same as last time."""


_MEALS = {
    Meal.BREAKFAST: "早饭|早餐|早点|早上饭|早上|早",
    Meal.LUNCH: "午饭|午餐|中饭|中餐|中午饭|中午|午",
    Meal.SUPPER: "晚饭|晚餐|夜饭|晚上饭|晚上|晚",
}
_AGAIN = re.compile(r"(和|跟|同|照)?(昨天|昨日|上次|上回|前一天|今天)(的)?(一样|相同)|老样子|照旧")
_COUNT = re.compile(rf"(-?\d{{1,6}}|{numerals.NUMERAL}{{1,3}}|俩)[份个客]?")
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
    try:
        found = days.find(text, today)
    except TimesUnreadable:
        return text, None
    return re.sub(r"\s+", "", found.rest), found.day


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
    found = _COUNT.fullmatch(text.strip())
    if found is None:
        return None
    written = found[1].replace("俩", "两")
    return int(written) if written[-1].isdecimal() else numerals.number(written)
