"""Shares, means and how sure they are, worked out of what is shown and of nothing else."""

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import NamedTuple

from services.surveys import cells
from services.surveys.cells import PASSED
from services.surveys.disclosure import LEAST
from services.surveys.questions import Kind, Question
from services.surveys.results import Line, Table

_Z = 1.959963984540054
"""Of 95 in 100."""
_PERCENT = 100
_LIKELY, _UNLIKELY = 9, 6
"""Of 0 to 10: from here on people recommend; up to here they do not."""


class Between(NamedTuple):
    """A figure that lies between these, both included; the same where it is known."""

    low: float
    high: float


def percents(counts: Sequence[int]) -> list[int]:
    """Whole percents of their sum that add up to 100, by the largest remainders; zeros of none."""
    total = sum(counts)
    if not total:
        return [0] * len(counts)
    shares = [count * _PERCENT // total for count in counts]
    by_rest = sorted(range(len(counts)), key=lambda at: (-(counts[at] * _PERCENT % total), at))
    for at in by_rest[: _PERCENT - sum(shares)]:
        shares[at] += 1
    return shares


def wilson(count: int, people: int) -> Between:
    """The interval around a share in which it lies 95 times of 100, by Wilson; from 0 to 1."""
    if not people:
        return Between(0, 1)
    share, z2 = count / people, _Z * _Z
    middle = (share + z2 / (2 * people)) / (1 + z2 / people)
    spread = sqrt(share * (1 - share) / people + z2 / (4 * people * people))
    half = _Z * spread / (1 + z2 / people)
    return Between(max(middle - half, 0.0), min(middle + half, 1.0))


def mean(question: Question, table: Table) -> Between | None:
    """Of a scale, or of numbers; None where it has no numbers or none that are shown.

    Of numbers each line counts as its first answer, so that a single huge one does not stand out:
    the few that are counted with it are not seen.
    """
    worlds = _worlds(question, table)
    found = [sum(v * n for v, n in world.items()) / sum(world.values()) for world in worlds]
    return Between(min(found), max(found)) if found else None


def median(question: Question, table: Table) -> Between | None:
    """Of a scale, as `mean`."""
    found = [_middle(world) for world in _worlds(question, table)]
    return Between(min(found), max(found)) if found else None


def nps(question: Question, table: Table) -> Between | None:
    """Of a scale from 0 to 10: percent of those who recommend, less those who do not."""
    if question.scale is None or (question.scale.low, question.scale.high) != (0, 10):
        return None
    found = [
        sum(n * ((v >= _LIKELY) - (v <= _UNLIKELY)) for v, n in world.items())
        * _PERCENT
        / sum(world.values())
        for world in _worlds(question, table)
    ]
    return Between(min(found), max(found)) if found else None


def _middle(world: Mapping[int, int]) -> float:
    values = [value for value in sorted(world) for _each in range(world[value])]
    half = len(values) // 2
    return (values[half] + values[~half]) / 2


def _worlds(question: Question, table: Table) -> list[dict[int, int]]:
    """People by value, as low and as high as what is shown allows, with and without passing over.

    Between these lies whatever rises with any answer.
    """
    if question.kind is Kind.NUMBER:
        return _of_numbers(question, table)
    return [
        world
        for upwards in (False, True)
        for passing in (False, True)
        if (world := _world(question, table.lines, upwards=upwards, passing=passing))
    ]


def _world(
    question: Question, lines: Sequence[Line], *, upwards: bool, passing: bool
) -> dict[int, int]:
    world: dict[int, int] = {}
    for line in lines:
        first = cells.value_of(question, line.names[0])
        if first is None and line.names[0] != PASSED:
            return {}
        left = line.people.low
        for name in _to_move(question, line.names, upwards=upwards, passing=passing):
            moved = min(LEAST - 1, left - LEAST)
            left -= moved
            value = cells.value_of(question, name)
            if value is not None:
                world[value] = world.get(value, 0) + moved
        if first is not None:
            world[first] = world.get(first, 0) + left
    return world


def _of_numbers(question: Question, table: Table) -> list[dict[int, int]]:
    """With the lowest and the highest number of each line's first answer."""
    counted = [each for each in table.lines if each.names[0] != PASSED]
    ends = [cells.numbers(question, each.names[0]) for each in counted]
    if not counted or None in ends:
        return []
    low_and_high = [each for each in ends if each is not None]
    worlds: list[dict[int, int]] = [{}, {}]
    for line, of_line in zip(counted, low_and_high, strict=True):
        for world, value in zip(worlds, of_line, strict=True):
            world[value] = world.get(value, 0) + line.people.low
    return worlds


def _to_move(
    question: Question, names: Sequence[str], *, upwards: bool, passing: bool
) -> list[str]:
    """The answers that some of a line may have given instead of the first, the furthest first."""
    first = cells.value_of(question, names[0])
    if first is None:
        return []
    values = {name: cells.value_of(question, name) for name in names[1:]}
    moved = [
        name
        for name, value in values.items()
        if value is not None and value != first and (value > first) is upwards
    ]
    moved.sort(key=lambda name: -abs((values[name] or 0) - first))
    return [*(name for name in values if passing and name == PASSED), *moved]
