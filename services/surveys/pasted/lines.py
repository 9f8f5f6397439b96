"""What a line of a pasted survey is: a question, options, a scale, or plain words."""

import re
from dataclasses import dataclass
from enum import StrEnum

from services.surveys.questions import Scale

_DIGITS = "0-9０-９"
_NUMERALS = "一二三四五六七八九十"
_AFTER = "[.．、:：]"
_QUESTION = re.compile(
    rf"(?:第\s*(?:[{_DIGITS}]{{1,3}}|[{_NUMERALS}]{{1,3}})\s*[题問问]\s*{_AFTER}?"
    rf"|[QＱqｑ]\s*[{_DIGITS}]{{1,3}}\s*{_AFTER}?"
    rf"|[{_DIGITS}]{{1,3}}\s*{_AFTER}(?![{_DIGITS}]))\s*(?P<words>\S.*)"
)
_HEADING = re.compile(rf"[{_NUMERALS}]{{1,3}}\s*[、.．:：]\s*(?P<words>\S.*)")
_BRACKETED = re.compile(rf"[(（]?\s*[{_DIGITS}]{{1,3}}\s*[)）]\s*(?P<words>\S.*)")

_LETTER = r"[(（]?[A-Za-zＡ-Ｚａ-ｚ]\s*[.．、:：)）]"
_CIRCLED = "[①-⑳]"
_BOX = "[○◯●□☐■◇◆☑✓√•·‧]|[-–—] "
_OPTION = re.compile(rf"(?:{_LETTER}|{_CIRCLED}\s*[.．、]?|{_BOX})\s*(?P<words>\S.*)")
_NEXT_LETTER = re.compile(rf"(?<=\s){_LETTER}(?=\s*\S)")
_FIRST_LETTER = re.compile(r"(?<=[\s)）:：?？])[(（]?[AaＡａ]\s?[.．、:：)）](?=\s?\S)")
_NEXT_SIGN = re.compile("[①-⑳○◯●□☐■◇◆☑]")
_NEXT_BRACKETED = re.compile(rf"\s[(（]\s?[{_DIGITS}]{{1,2}}\s?[)）]\s?(?=\S)")
_BLANK, _AROUND = "_＿", " \u3000.．…。:："
_STEPS = re.compile(
    r"(?P<low>[^\d０-９]*?)\s*(?P<steps>(?:[0-9]{1,2}\s+)+[0-9]{1,2})\s*(?P<high>[^\d０-９]*)"
)
_THANKS = re.compile(r"(?:再次|衷心|非常|最后)?(?:感谢|谢谢|多谢|祝您)")
_HINT = re.compile(
    r"(?:提示|说明|注意?|填写说明)\s*[:：]\s*(?P<words>\S.*)|[(（](?P<inside>[^()（）]+)[)）]"
)


class Shape(StrEnum):
    """How a line is numbered."""

    NUMBER = "number"
    """1. or 1、 or 第1题 or Q1: always a question."""
    NUMERAL = "numeral"
    """一、: a heading where there are numbers below it."""
    BRACKETED = "bracketed"
    """（1） or 1): an option where there are numbers above it, unless options have letters."""


@dataclass(frozen=True, slots=True)
class Numbered:
    shape: Shape
    words: str


def numbered(line: str) -> Numbered | None:
    for shape, pattern in (
        (Shape.NUMBER, _QUESTION),
        (Shape.NUMERAL, _HEADING),
        (Shape.BRACKETED, _BRACKETED),
    ):
        if match := pattern.fullmatch(line):
            return Numbered(shape, match["words"])
    return None


def options(line: str) -> list[str]:
    """The options of a line that begins with one; none where it is something else."""
    match = _OPTION.fullmatch(line)
    if match is None:
        return []
    begins = line[: match.start("words")]
    between = _NEXT_SIGN if _NEXT_SIGN.match(begins) else _NEXT_LETTER
    found = [match["words"]]
    if between.search(line, match.start("words")):
        found = between.split(match["words"])
    return [words for each in found if (words := _bare(each))]


def with_options(words: str) -> tuple[str, list[str]]:
    """A question and the options that stand on its line: `您的性别：□男 □女`."""
    for begin in (_NEXT_SIGN, _FIRST_LETTER):
        if match := begin.search(words):
            found = options(words[match.start() :])
            if match.start() and len(found) > 1:
                return words[: match.start()].strip(), found
    return words, []


def bracketed_options(words: str) -> list[str]:
    """The options of a line that began with （1）; perhaps （2） stands in it too."""
    return [bare for each in _NEXT_BRACKETED.split(words) if (bare := _bare(each))]


def _bare(option: str) -> str:
    """Without the blanks to be written upon."""
    return option.strip(" \u3000.．、").rstrip(_BLANK + " ")


def is_blanks(line: str) -> bool:
    """____, to be written upon."""
    return not line.strip(_BLANK + _AROUND) and sum(map(line.count, _BLANK)) > 1


def scale(line: str) -> Scale | None:
    """`很不满意 1 2 3 4 5 很满意`."""
    match = _STEPS.fullmatch(line)
    if match is None:
        return None
    steps = [int(each) for each in match["steps"].split()]
    if len(steps) < 2 or steps != list(range(steps[0], steps[0] + len(steps))):
        return None
    return Scale(
        steps[0], steps[-1], low_label=match["low"].strip(), high_label=match["high"].strip()
    )


def hint(line: str) -> str | None:
    match = _HINT.fullmatch(line)
    return (match["words"] or match["inside"]).strip() if match else None


def is_thanks(line: str) -> bool:
    return _THANKS.match(line) is not None
