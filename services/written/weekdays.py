"""Days of the week as people write them: 周一三五, 每周二和周四, 1、3、5, 工作日, 每天."""

import re

from services.written import days

_AROUND = re.compile(r"周|星期|礼拜|每|和|跟|都|\W|个")
_GROUPS = {"工作日": "12345", "周末": "67", "双休日": "67"}
_EVERY_DAY = ("每天", "天天", "每日")
_FROM_TO = re.compile(
    r"([一二三四五六日天1-7])(?:到|至|-|~)(?:周|星期|礼拜)?([一二三四五六日天1-7])"
)


def weekdays(words: str, offered: str) -> str:
    """The digits, 1 (Monday) to 7, in order; all of them are `offered`.

    Empty where something else is said, or a day that is not offered.
    """
    text = days.plain(words)
    if text.strip() in _EVERY_DAY:
        return offered
    for group, meant in _GROUPS.items():
        text = text.replace(group, meant)
    text = _FROM_TO.sub(_between, text)
    digits = {_digit(character) for character in _AROUND.sub("", text)}
    return "".join(sorted(digits)) if digits <= set(offered) else ""


def _between(found: re.Match[str]) -> str:
    first, last = _digit(found[1]), _digit(found[2])
    return "".join(map(str, range(int(first), int(last) + 1))) or found[0]


def _digit(character: str) -> str:
    named = character.replace("天", "日")
    return str(days.NAMES.index(named) + 1) if named in days.NAMES else character
