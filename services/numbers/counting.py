"""What is counted of a request, and sums of it: no database, no words."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from services.numbers.rates import Asking, Rates, Rule, rates
from services.numbers.stories import Line, Story
from services.tickets import merged
from storage.tables import ClockKind, ClockStep, EventKind

ERASED = 0
"""Instead of the id of a handler who was erased: somebody, not nobody."""
Worked = Callable[[datetime, datetime, int], timedelta]
"""(from, to, community's id) → the working time between them."""


class What(StrEnum):
    """What can happen to a request, as it is counted."""

    FILED = "filed"
    TAKEN = "taken"
    """For the first time since it was filed or opened again. 派单 alone takes nothing."""
    RESOLVED = "resolved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    REOPENED = "reopened"
    NOT_TAKEN = "not_taken"
    """Late: nobody had taken it by its time."""
    NOT_SOLVED = "not_solved"
    """Late: it was not done by its time."""
    KEPT = "kept"
    BROKEN = "broken"
    MOVED = "moved"
    """A later day was promised before the one before was over: that one was not kept."""
    RETURNED = "returned"
    JOINT = "joint"
    """吹哨: several groups were called to it; once a request."""
    ASKED = "asked"
    """Its author answered, or was asked in vain, whether it helped."""


_PLAIN = {
    EventKind.DECLINED: What.DECLINED,
    EventKind.WITHDRAWN: What.WITHDRAWN,
    EventKind.KEPT: What.KEPT,
    EventKind.BROKEN: What.BROKEN,
    EventKind.RETURNED: What.RETURNED,
}
_ENDS = {
    EventKind.RESOLVED,
    EventKind.DECLINED,
    EventKind.WITHDRAWN,
    EventKind.CLOSED,
}
_BY_STAFF = (EventKind.DECLINED, EventKind.RETURNED)
"""Who does that need not have taken it."""
_WAITS_AGAIN = (EventKind.REASSIGNED, EventKind.RETURNED, EventKind.REOPENED)
"""It is nobody's until somebody takes it."""
_LATE = {ClockKind.ACCEPT: What.NOT_TAKEN, ClockKind.SOLVE: What.NOT_SOLVED}


class Fact(NamedTuple):
    """Something that happened to a request, in whose hands it was then; None: in nobody's."""

    what: What
    at: datetime
    group_id: int | None
    handler_id: int | None
    took: timedelta | None = None
    """Working time since it was filed or opened again, of TAKEN and RESOLVED."""
    asking: Asking | None = None


class Hands(NamedTuple):
    """Which group has a request, and who took it; None: nobody."""

    group_id: int | None
    handler_id: int | None


def held_at(story: Story, at: datetime) -> Hands:
    """In whose hands it was at that moment."""
    held = _first_hands(story)
    for line in story.lines:
        if line.at < at:
            held = _after(line, held)
    return held


def facts(story: Story, worked: Worked) -> Iterator[Fact]:
    """All that is counted of it, whenever it was."""
    opened, waits, whistled = story.filed_at, True, False
    held = _first_hands(story)
    resolved: list[tuple[datetime, Hands]] = []
    yield Fact(What.FILED, story.filed_at, *held)
    for line in story.lines:
        before, held = held, _after(line, held)
        match line.kind:
            case EventKind.TAKEN:
                if waits:
                    took = worked(opened, line.at, story.community_id)
                    yield Fact(What.TAKEN, line.at, *held, took)
                waits = False
            case EventKind.RESOLVED:
                took = worked(opened, line.at, story.community_id)
                resolved.append((line.at, held))
                yield Fact(What.RESOLVED, line.at, *held, took)
            case EventKind.REOPENED:
                yield Fact(What.REOPENED, line.at, *before)
                opened, waits = line.at, True
            case EventKind.WHISTLED:
                if not whistled:
                    yield Fact(What.JOINT, line.at, *before)
                whistled = True
            case kind if what := _plain(line):
                by = (line.actor_id or ERASED) if kind in _BY_STAFF else before.handler_id
                yield Fact(what, line.at, before.group_id, by)
    yield from _asked(story, resolved, held)


def _first_hands(story: Story) -> Hands:
    moved = (line.data["from_group"] for line in story.lines if _moved(line))
    return Hands(next(moved, story.group_id), None)


def _after(line: Line, held: Hands) -> Hands:
    """In whose hands it is after `line`."""
    group_id, handler_id = held
    if line.kind in (EventKind.TAKEN, EventKind.RESOLVED):
        handler_id = line.actor_id or ERASED
    elif line.kind in _WAITS_AGAIN:
        handler_id = None
    if _moved(line) and line.data["to_group"] not in (None, group_id):
        group_id, handler_id = line.data["to_group"], None
    return Hands(group_id, handler_id)


def _asked(story: Story, resolved: Sequence[tuple[datetime, Hands]], held: Hands) -> Iterator[Fact]:
    """Each answer, about who resolved it: `resolved` says when, and in whose hands it was."""
    for asking in story.askings:
        before = [hands for at, hands in resolved if at <= asking.ended_at]
        group_id, by = before[-1] if before else (held.group_id, None)
        yield Fact(What.ASKED, asking.ended_at, group_id, by, None, asking)


def _plain(line: Line) -> What | None:
    """What a line means that means always the same."""
    match line.kind:
        case EventKind.MERGED:
            return What.MERGED if merged.INTO in line.data else None
        case EventKind.PROMISED if line.data.get("moved"):
            return What.MOVED
        case EventKind.OVERDUE:
            return _late(line)
        case kind:
            return _PLAIN.get(kind)


def _late(line: Line) -> What | None:
    """The group's call alone: not the level above's after it, nor that of a promise or report."""
    if line.data.get("step", ClockStep.CALL) != ClockStep.CALL or "left_alone" in line.data:
        return None
    return _LATE.get(line.data.get("clock", ClockKind.ACCEPT))


def _moved(line: Line) -> bool:
    return "from_group" in line.data and "to_group" in line.data


def is_open(story: Story, at: datetime) -> bool:
    """Whether somebody still had to do something at that moment."""
    return sum(step for when, step in turns(story) if when < at) > 0


def turns(story: Story) -> Iterator[tuple[datetime, int]]:
    """When it came into work (1) and when it was over (-1), by turns."""
    yield story.filed_at, 1
    in_work = True
    for line in story.lines:
        turn = _turn(line)
        if turn is not None and turn is not in_work:
            yield line.at, 1 if turn else -1
            in_work = turn


def _turn(line: Line) -> bool | None:
    """Whether it is in work from then on; None where the line changes nothing of that.

    A request into which another is merged has lines of it, too.
    """
    match line.kind:
        case EventKind.MERGED | EventKind.UNMERGED if merged.INTO in line.data:
            return line.kind is EventKind.UNMERGED
        case EventKind.REOPENED:
            return True
        case kind:
            return False if kind in _ENDS else None


@dataclass(frozen=True, slots=True)
class Spread:
    """Of some times: how many, the middle one, and what nine of ten did not exceed."""

    count: int
    median: timedelta
    ninetieth: timedelta


def spread(times: Sequence[timedelta]) -> Spread | None:
    """None of none. The ninetieth percentile is the nearest rank: one of the times."""
    if not times:
        return None
    ordered = sorted(times)
    count = len(ordered)
    median = (ordered[(count - 1) // 2] + ordered[count // 2]) / 2
    return Spread(count, median, ordered[-(-count * 9 // 10) - 1])


@dataclass(frozen=True, slots=True)
class Figures:
    """What a line of a report says."""

    counts: Mapping[What, int]
    open: int
    """In work at the end."""
    to_take: Spread | None
    to_solve: Spread | None
    rates: Rates

    def __getitem__(self, what: What) -> int:
        return self.counts.get(what, 0)

    @property
    def kept(self) -> float | None:
        """承诺兑现率, from 0 to 1; None where no promise fell due."""
        ended = self[What.KEPT] + self[What.BROKEN] + self[What.MOVED]
        return self[What.KEPT] / ended if ended else None


@dataclass(slots=True)
class Sums:
    """A line of a report while it is added up."""

    counts: Counter[What] = field(default_factory=Counter)
    open: int = 0
    takes: list[timedelta] = field(default_factory=list)
    solves: list[timedelta] = field(default_factory=list)
    askings: list[Asking] = field(default_factory=list)

    def add(self, fact: Fact) -> None:
        self.counts[fact.what] += 1
        if fact.asking is not None:
            self.askings.append(fact.asking)
        if fact.took is not None:
            (self.takes if fact.what is What.TAKEN else self.solves).append(fact.took)

    def figures(self, rule: Rule, *, hidden: bool = False) -> Figures:
        """`hidden`: its rates may not be shown; see `services.numbers.blinding`."""
        return Figures(
            dict(self.counts),
            self.open,
            spread(self.takes),
            spread(self.solves),
            replace(rates(self.askings, rule), hidden=hidden),
        )


NOTHING = Sums().figures(Rule())
