"""Which counts of people may be shown: none from which a count of 1 to 4 people can be worked out.

docs/decisions/0021-small-counts.md has the proof. In short: everything shown would look the same
if nobody had given any of the answers that are hidden, so nobody can work out that somebody did,
not even by knowing this file.
"""

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

LEAST = 5
"""So few people at least stand behind each count that is shown."""
ROW_LEAST = 20
"""So few at least of a grid answered where it has a line of its own."""
_WIDTHS = range(LEAST, 2 * LEAST)
"""Of bands, in people."""


class Span(NamedTuple):
    """So many people at least and at most."""

    low: int
    high: int

    @classmethod
    def exactly(cls, people: int) -> "Span":
        return cls(people, people)

    @property
    def is_exact(self) -> bool:
        return self.low == self.high


def in_steps(people: int) -> int:
    """So many at least, as it may be said while the number grows."""
    return people // LEAST * LEAST


def merged(counts: Sequence[int], least: int = LEAST) -> list[list[int]]:
    """Which of the answers, by their positions, are counted together; the first of each is big.

    Of answers that exclude one another, in their order: each that fewer than `least` gave goes to
    the one before it that was given more often, those at the beginning to the first such one.
    Empty where nothing may be shown: no answer is big; or there are exactly as many people as
    would make all of them as big as a small one can be, and their sum alone would tell that.
    """
    big = [at for at, count in enumerate(counts) if count >= least]
    if not big or sum(counts) == (least - 1) * len(counts):
        return []
    parts = {at: [at] for at in big}
    into = big[0]
    for at in range(len(counts)):
        if at in parts:
            into = at
        else:
            parts[into].append(at)
    return list(parts.values())


class Chosen(NamedTuple):
    """Of several choices, how many people chose each, and how many passed them over."""

    spans: list[Span]
    """Each exact, or fewer than five, or all but fewer than five. Empty: nothing may be shown."""
    people: int = 0
    """Who could have chosen: those who passed over are among them where they are not `passed`."""
    passed: int = 0


def chosen(counts: Sequence[int], people: int, passed: int, *, may_pass: bool) -> Chosen:
    """What is shown of `people`, of whom `passed` chose nothing, and all others one at least.

    That everybody chose one tells something: of hidden counts, if the others leave as many people
    as they could just reach; and of who chose more than one, if the counts come to little more
    than the people. Where there are few people, such cases would tell by being hidden alone.
    """
    apart = passed >= LEAST
    people -= passed if apart else 0
    spans = [_of(count, people) for count in counts]
    hidden = sum(each.low == 0 for each in spans) + (may_pass and not apart)
    left = people - sum(each.high for each in spans if each.low)
    if (
        people <= LEAST * len(counts) + 1
        or (hidden and left == (LEAST - 1) * hidden)
        or (not hidden and all(each.is_exact for each in spans) and 0 < -left < LEAST)
    ):
        return Chosen([])
    return Chosen(spans, people, passed if apart else 0)


def _of(count: int, people: int) -> Span:
    if count < LEAST:
        return Span(0, LEAST - 1)
    if people - count < LEAST:
        return Span(people - LEAST + 1, people)
    return Span.exactly(count)


def bands(counts: Sequence[int], people: Sequence[int], total: Span, lot: Random) -> list[Span]:
    """Roughly how many in each group gave an answer that `total` gave; empty where not even that.

    `people` are all in each group, at least ROW_LEAST. How wide the bands are is drawn by `lot`:
    which widths were tried before would tell something. Draw once for each question.
    """
    for width in lot.sample(_WIDTHS, len(_WIDTHS)):
        found = [_band(*each, width) for each in zip(counts, people, strict=True)]
        lows, highs = (sum(each) for each in zip(*found, strict=True))
        if len(found) > 1 and lows < total.high and total.low < highs:
            return found
    return []


def _band(count: int, people: int, width: int) -> Span:
    """None to `width` - 1 people less than all, or less than none, are one band each."""
    if count < width:
        return Span(0, width - 1)
    if people - count < width:
        return Span(people - width + 1, people)
    inner = people - 2 * width + 1
    parts = max(inner // width, 1)
    at = min((count - width) // width, parts - 1)
    low = width + at * width
    return Span(low, people - width if at == parts - 1 else low + width - 1)
