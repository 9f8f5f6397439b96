"""The lines of a report while its requests are read: each fact is added where it counts."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from services.numbers.counting import Fact, Sums, What, is_open
from services.numbers.periods import Period
from services.numbers.stories import Story
from storage.tables import Area, Level


class By(StrEnum):
    """What lines of a report are about."""

    STREET = "street"
    COMMUNITY = "community"
    CATEGORY = "category"
    GRID = "grid"
    COMPOUND = "compound"
    GROUP = "group"
    HANDLER = "handler"


AREAS = {
    By.STREET: Level.STREET,
    By.COMMUNITY: Level.COMMUNITY,
    By.GRID: Level.GRID,
    By.COMPOUND: Level.COMPOUND,
}
"""Lines that are about the areas of a level."""
HEATED = (By.GRID, By.COMPOUND)
"""Where in a community requests come from."""
_OF_A_COMMUNITY = (By.CATEGORY, By.GRID, By.COMPOUND, By.GROUP, By.HANDLER)
_VIEWS: Mapping[Level, Sequence[By]] = {
    Level.DISTRICT: (By.STREET, By.COMMUNITY, By.CATEGORY),
    Level.STREET: (By.COMMUNITY, By.CATEGORY, By.GROUP),
}
"""A level above compares those below it; who did what is the community's own business."""


def views_of(area: Area) -> Sequence[By]:
    return _VIEWS.get(area.level, _OF_A_COMMUNITY)


Spot = tuple[By, int | None, int]
"""An area of HEATED by its id, and a category's id."""
Span = tuple[datetime, datetime]
"""From the first moment to the one after the last."""
Lines = defaultdict[tuple[By, int | None], Sums]


def _lines() -> Lines:
    return defaultdict(Sums)


@dataclass(slots=True)
class Books:
    """Sums of a period and of the one `earlier` that it is compared with."""

    period: Period
    earlier: Period
    views: Sequence[By]
    tree: Mapping[int, Area]
    """The areas that lines are about and the way down to each request, by id."""
    detailed: bool = False
    total: Sums = field(default_factory=Sums)
    total_before: Sums = field(default_factory=Sums)
    lines: Lines = field(default_factory=_lines)
    lines_before: Lines = field(default_factory=_lines)
    days: defaultdict[date, list[Fact]] = field(default_factory=lambda: defaultdict(list))
    heat: Counter[Spot] = field(default_factory=Counter)
    kept: list[tuple[Story, Sequence[Fact]]] = field(default_factory=list)
    """Requests that something happened to in the period, where details are wanted."""
    _now: Span = field(init=False)
    _then: Span = field(init=False)
    _above: dict[int, dict[Level, int]] = field(init=False)
    """By place: the areas that it lies in, by their levels."""

    def __post_init__(self) -> None:
        self._now = self.period.start, self.period.end
        self._then = self.earlier.start, self.earlier.end
        self._above = {}

    def enter(self, story: Story, found: Sequence[Fact]) -> None:
        """Add what was `found` of a request, whenever it was."""
        within = [fact for fact in found if _lies(fact, self._now)]
        for fact in within:
            self._add(self.total, self.lines, story, fact)
            self.days[self.period.day_of(fact.at)].append(fact)
            if fact.what is What.FILED:
                for by in HEATED:
                    self.heat[by, self.above(story, AREAS[by]), story.category_id] += 1
        for fact in found:
            if _lies(fact, self._then):
                self._add(self.total_before, self.lines_before, story, fact)
        self._count_open(self._now[1], self.total, self.lines, story, found)
        self._count_open(self._then[1], self.total_before, self.lines_before, story, found)
        if self.detailed and within:
            self.kept.append((story, found))

    def above(self, story: Story, level: Level) -> int | None:
        """Of that level, the area in which the request lies."""
        if story.area_id not in self._above:
            lineage = self.tree[story.area_id].lineage
            there = [self.tree[area_id] for area_id in lineage if area_id in self.tree]
            self._above[story.area_id] = {area.level: area.id for area in there}
        return self._above[story.area_id].get(level)

    def _add(self, total: Sums, lines: Lines, story: Story, fact: Fact) -> None:
        total.add(fact)
        for line in self._lines_of(story, fact):
            lines[line].add(fact)

    def _count_open(
        self, end: datetime, total: Sums, lines: Lines, story: Story, found: Sequence[Fact]
    ) -> None:
        if not is_open(story, end):
            return
        total.open += 1
        latest = max((fact for fact in found if fact.at < end), key=lambda fact: fact.at)
        for line in self._lines_of(story, latest):
            lines[line].open += 1

    def _lines_of(self, story: Story, fact: Fact) -> Iterator[tuple[By, int | None]]:
        for by in self.views:
            if by in AREAS:
                yield by, self.above(story, AREAS[by])
            elif by is By.CATEGORY:
                yield by, story.category_id
            elif by is By.GROUP:
                yield by, fact.group_id
            elif fact.handler_id is not None:
                yield by, fact.handler_id


def _lies(fact: Fact, span: Span) -> bool:
    return span[0] <= fact.at < span[1]
