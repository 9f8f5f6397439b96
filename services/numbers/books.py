"""The lines of a report while its requests are read: each fact is added where it counts."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from services.calendar import ONE_DAY
from services.numbers.counting import Fact, Hands, Sums, What, held_at, is_open, turns
from services.numbers.periods import Period
from services.numbers.rates import Rule
from services.numbers.stories import Story
from storage.tables import Area, Level


class By(StrEnum):
    """What lines of a report are about."""

    STREET = "street"
    COMMUNITY = "community"
    CATEGORY = "category"
    GRID = "grid"
    COMPOUND = "compound"
    BUILDING = "building"
    GROUP = "group"
    HANDLER = "handler"


AREAS = {
    By.STREET: Level.STREET,
    By.COMMUNITY: Level.COMMUNITY,
    By.GRID: Level.GRID,
    By.COMPOUND: Level.COMPOUND,
    By.BUILDING: Level.BUILDING,
}
"""Lines that are about the areas of a level."""
ALL_LISTED = AREAS.keys() - {By.BUILDING}
"""All areas of these have a line: of hundreds of buildings those where something happened."""
HEATED = (By.GRID, By.COMPOUND, By.BUILDING)
"""Where in a community requests come from."""
_OF_A_COMMUNITY = (By.CATEGORY, *HEATED, By.GROUP, By.HANDLER)
_VIEWS: Mapping[Level, Sequence[By]] = {
    Level.DISTRICT: (By.STREET, By.COMMUNITY, By.CATEGORY),
    Level.STREET: (By.COMMUNITY, By.CATEGORY, By.GROUP),
}
"""A level above compares those below it; who did what is the community's own business."""


def views_of(area: Area) -> Sequence[By]:
    return _VIEWS.get(area.level, _OF_A_COMMUNITY)


Spot = tuple[By, int | None, int]
"""An area of HEATED by its id, and a category's id."""
Lines = defaultdict[tuple[By, int | None], Sums]


def _lines() -> Lines:
    return defaultdict(Sums)


@dataclass(slots=True)
class Account:
    """Sums of a period, as a whole and by the lines of `views`."""

    start: datetime
    end: datetime
    views: Sequence[By] = ()
    total: Sums = field(default_factory=Sums)
    lines: Lines = field(default_factory=_lines)

    def view(self, by: By) -> Mapping[int | None, Sums]:
        """Its lines that are about the same."""
        return {key: sums for (of, key), sums in self.lines.items() if of is by}


@dataclass(slots=True)
class Books:
    """Sums of a period and, without lines, of the one `earlier` that it is compared with."""

    period: Period
    earlier: Period
    views: Sequence[By]
    tree: Mapping[int, Area]
    """The areas that lines are about and the way down to each request, by id."""
    rule: Rule = field(default_factory=Rule)
    detailed: bool = False
    days: defaultdict[date, list[Fact]] = field(default_factory=lambda: defaultdict(list))
    opened: Counter[date] = field(default_factory=Counter)
    """How many more were in work at the end of a day; before the period, on the day before it."""
    heat: Counter[Spot] = field(default_factory=Counter)
    kept: list[tuple[Story, Sequence[Fact]]] = field(default_factory=list)
    """Requests that something happened to in the period, where details are wanted."""
    now: Account = field(init=False)
    before: Account = field(init=False)
    _above: dict[int, dict[Level, int]] = field(init=False)
    """By place: the areas that it lies in, by their levels."""

    def __post_init__(self) -> None:
        self.now = Account(self.period.start, self.period.end, self.views)
        self.before = Account(self.earlier.start, self.earlier.end)
        self._above = {}

    def enter(self, story: Story, found: Sequence[Fact]) -> None:
        """Add what was `found` of a request, whenever it was."""
        self._enter(self.before, story, found)
        within = self._enter(self.now, story, found)
        for fact in within:
            self.days[self.period.day_of(fact.at)].append(fact)
            if fact.what is What.FILED:
                for by in HEATED:
                    self.heat[by, self.above(story, AREAS[by]), story.category_id] += 1
        for at, step in turns(story):
            if at < self.now.end:
                day = max(self.period.day_of(at), self.period.first - ONE_DAY)
                self.opened[day] += step
        if self.detailed and within:
            self.kept.append((story, found))

    def above(self, story: Story, level: Level) -> int | None:
        """Of that level, the area in which the request lies."""
        if story.area_id not in self._above:
            lineage = self.tree[story.area_id].lineage
            there = [self.tree[area_id] for area_id in lineage if area_id in self.tree]
            self._above[story.area_id] = {area.level: area.id for area in there}
        return self._above[story.area_id].get(level)

    def _enter(self, account: Account, story: Story, found: Sequence[Fact]) -> Sequence[Fact]:
        """The facts that count in this period."""
        so_far = [fact for fact in found if fact.at < account.end]
        within = _counting([fact for fact in so_far if fact.at >= account.start], self.rule)
        for fact in within:
            account.total.add(fact)
            # Who took it first received it.
            received = fact.what is What.FILED
            held = Hands(fact.group_id, _first(so_far) if received else fact.handler_id)
            for line in self._lines_of(account, story, held):
                account.lines[line].add(fact)
        if is_open(story, account.end):
            account.total.open += 1
            for line in self._lines_of(account, story, held_at(story, account.end)):
                account.lines[line].open += 1
        return within

    def _lines_of(
        self, account: Account, story: Story, held: Hands
    ) -> Iterator[tuple[By, int | None]]:
        for by in account.views:
            if by in AREAS:
                yield by, self.above(story, AREAS[by])
            elif by is By.CATEGORY:
                yield by, story.category_id
            else:
                yield by, held.group_id if by is By.GROUP else held.handler_id


def _counting(within: Sequence[Fact], rule: Rule) -> Sequence[Fact]:
    """Without the answers that a later one of the same period takes the place of (重办).

    Left out here, so that they are left out of every line: each handler of a request would have
    a last answer, and lines would not add up to the whole.
    """
    answers = [fact for fact in within if fact.asking is not None]
    if not rule.only_last or len(answers) < 2:
        return within
    return [fact for fact in within if fact.asking is None or fact is answers[-1]]


def _first(so_far: Sequence[Fact]) -> int | None:
    """Who took it first; None while nobody did."""
    return next((fact.handler_id for fact in so_far if fact.handler_id is not None), None)
