"""Machines that follow all ways through a pattern at once (Thompson's construction)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

MOST_STATES = 400
"""Of a pattern with its repetitions written out: what a match costs for each character."""

Test = Callable[[str], bool]
"""Whether a character is one of those that are meant."""


class UnusablePattern(ValueError):  # noqa: N818 - as the other refusals
    """It cannot be read, or is larger than what anybody needs."""


@dataclass(slots=True)
class Machine:
    """States, by number; `steps` lead on by a character, `free` without one."""

    steps: list[list[tuple[Test, int]]] = field(default_factory=list)
    free: list[list[int]] = field(default_factory=list)
    start: int = 0
    end: int = 0

    def state(self) -> int:
        if len(self.steps) >= MOST_STATES:
            raise UnusablePattern
        self.steps.append([])
        self.free.append([])
        return len(self.steps) - 1

    def reached(self, states: Iterable[int]) -> set[int]:
        found: set[int] = set()
        left = list(states)
        while left:
            at = left.pop()
            if at not in found:
                found.add(at)
                left += self.free[at]
        return found


Part = Callable[[Machine, int], int]
"""Builds itself from a state on, and returns the state where it ends."""


def one(test: Test) -> Part:
    def build(machine: Machine, start: int) -> int:
        end = machine.state()
        machine.steps[start].append((test, end))
        return end

    return build


def in_a_row(parts: list[Part]) -> Part:
    def build(machine: Machine, start: int) -> int:
        for part in parts:
            start = part(machine, start)
        return start

    return build


def any_of(ways: list[Part]) -> Part:
    def build(machine: Machine, start: int) -> int:
        end = machine.state()
        for way in ways:
            begun = machine.state()
            machine.free[start].append(begun)
            machine.free[way(machine, begun)].append(end)
        return end

    return build


def times(part: Part, least: int, most: int | None) -> Part:
    def build(machine: Machine, start: int) -> int:
        for _time in range(least):
            start = part(machine, start)
        if most is None:
            begun, end = machine.state(), machine.state()
            machine.free[start] += [begun, end]
            machine.free[part(machine, begun)] += [begun, end]
            return end
        end = machine.state()
        for _time in range(most - least):
            machine.free[start].append(end)
            begun = machine.state()
            machine.free[start].append(begun)
            start = part(machine, begun)
        machine.free[start].append(end)
        return end

    return build
