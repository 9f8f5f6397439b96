"""Regular expressions of strangers, matched in time that grows with the text and no faster.

An XLSForm's `regex(., '^(a+)+$')` would keep Python's `re` busy for hours: it tries one way after
the other. Here all ways are followed at once (Thompson's construction), so no pattern is slow.
Understood are characters, `.`, classes, `\\d \\w \\s` and their opposites, groups, `|`, and
`* + ? {m,n}`, lazy or not; back references and looking around are not.
"""

from functools import lru_cache

from services.surveys import pattern_machines as machines
from services.surveys.pattern_machines import MOST_STATES, Machine, Part, Test, UnusablePattern

__all__ = ["LONGEST_TEXT", "UnusablePattern", "compiled", "matches"]

LONGEST_PATTERN = 200
LONGEST_TEXT = 1000
"""What is longer matches nothing."""
_DEEPEST = 20

_KNOWN: dict[str, Test] = {
    "d": lambda each: each in "0123456789",
    "w": lambda each: each.isalnum() or each == "_",
    "s": str.isspace,
}
_PLAIN = {"n": "\n", "t": "\t", "r": "\r"}


def matches(pattern: str, text: str) -> bool:
    """Whether all of `text` is as the pattern says (ODK: "an exact and complete match").

    Raises UnusablePattern.
    """
    machine = compiled(pattern)
    if len(text) > LONGEST_TEXT:
        return False
    now = machine.reached((machine.start,))
    for each in text:
        now = machine.reached(
            after for at in now for test, after in machine.steps[at] if test(each)
        )
        if not now:
            return False
    return machine.end in now


@lru_cache(maxsize=64)
def compiled(pattern: str) -> Machine:
    """Raises UnusablePattern."""
    if len(pattern) > LONGEST_PATTERN:
        raise UnusablePattern
    machine = Machine()
    machine.start = machine.state()
    machine.end = _Reader(pattern).read()(machine, machine.start)
    return machine


class _Reader:
    def __init__(self, pattern: str) -> None:
        self._text = pattern.removeprefix("^")
        if self._text.endswith("$") and not self._text.endswith("\\$"):
            self._text = self._text[:-1]
        self._at = 0
        self._depth = 0

    def read(self) -> Part:
        part = self._either()
        if self._at < len(self._text):
            raise UnusablePattern
        return part

    def _next(self) -> str:
        return self._text[self._at : self._at + 1]

    def _take(self) -> str:
        taken = self._next()
        if not taken:
            raise UnusablePattern
        self._at += 1
        return taken

    def _skip(self, text: str) -> bool:
        found = self._text.startswith(text, self._at)
        self._at += len(text) * found
        return found

    def _either(self) -> Part:
        ways = [self._row()]
        while self._skip("|"):
            ways.append(self._row())
        return ways[0] if len(ways) == 1 else machines.any_of(ways)

    def _row(self) -> Part:
        parts: list[Part] = []
        while self._next() not in ("", "|", ")"):
            parts.append(self._repeated())
        return machines.in_a_row(parts)

    def _repeated(self) -> Part:
        part = self._single()
        least, most = self._times()
        return part if (least, most) == (1, 1) else machines.times(part, least, most)

    def _times(self) -> tuple[int, int | None]:
        times: tuple[int, int | None]
        if self._skip("*"):
            times = 0, None
        elif self._skip("+"):
            times = 1, None
        elif self._skip("?"):
            times = 0, 1
        elif self._skip("{"):
            times = self._bounds()
        else:
            return 1, 1
        self._skip("?")  # lazy: the same texts match
        if self._next() in ("*", "+", "?", "{") and self._next():
            raise UnusablePattern
        return times

    def _bounds(self) -> tuple[int, int | None]:
        inside, closed, _rest = self._text[self._at :].partition("}")
        low, comma, high = inside.partition(",")
        if not closed or not low.isdecimal() or (high and not high.isdecimal()):
            raise UnusablePattern
        self._at += len(inside) + 1
        most = int(high) if high else None if comma else int(low)
        if int(low) > MOST_STATES or (most is not None and not int(low) <= most <= MOST_STATES):
            raise UnusablePattern
        return int(low), most

    def _single(self) -> Part:
        if self._skip("("):
            return self._group()
        if self._skip("["):
            return machines.one(self._class())
        character = self._take()
        if character == ".":
            return machines.one(lambda each: each != "\n")
        if character == "\\":
            return machines.one(self._escaped())
        if character in "*+?{^$":
            raise UnusablePattern
        return machines.one(lambda each: each == character)

    def _group(self) -> Part:
        self._depth += 1
        if self._depth > _DEEPEST or (self._next() == "?" and not self._skip("?:")):
            raise UnusablePattern
        part = self._either()
        if not self._skip(")"):
            raise UnusablePattern
        self._depth -= 1
        return part

    def _escaped(self) -> Test:
        letter = self._take()
        if test := _KNOWN.get(letter.lower()):
            return test if letter.islower() else lambda each: not test(each)
        if letter.isalnum() and letter not in _PLAIN:
            raise UnusablePattern
        character = _PLAIN.get(letter, letter)
        return lambda each: each == character

    def _class(self) -> Test:
        opposite = self._skip("^")
        tests: list[Test] = []
        while not self._skip("]"):
            tests.append(self._member())
        if not tests:
            raise UnusablePattern
        return lambda each: any(test(each) for test in tests) is not opposite

    def _member(self) -> Test:
        low = self._take()
        if low == "\\":
            if self._next().lower() in _KNOWN:
                return self._escaped()
            low = self._literal()
        if self._next() != "-" or self._text.startswith("-]", self._at):
            return lambda each: each == low
        self._at += 1
        high = self._take()
        high = self._literal() if high == "\\" else high
        if high < low:
            raise UnusablePattern
        return lambda each: low <= each <= high

    def _literal(self) -> str:
        letter = self._take()
        if letter.isalnum() and letter not in _PLAIN:
            raise UnusablePattern
        return _PLAIN.get(letter, letter)
