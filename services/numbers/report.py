"""A community's, street's or district's report: the figures that picture, text and Excel show."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar import ONE_DAY
from services.figures import FiguresOf, Measure, Value, Within
from services.numbers import naming, stories
from services.numbers.books import AREAS, Books, By, Spot, views_of
from services.numbers.counting import Fact, Figures, Sums, What, facts, is_open
from services.numbers.naming import Names
from services.numbers.periods import Period
from services.numbers.rates import Rule, blind, rule_on
from services.numbers.stories import Story
from services.numbers.working_time import working_time
from services.visits import coverage
from services.visits.coverage import Coverage
from storage.tables import Area, Level

A_MONTH = 31
"""Days: a longer course is drawn by weeks."""
HALF_A_YEAR = 26 * 7
"""Days: a longer one by months."""


class Step(StrEnum):
    """How long the stretches of a course are."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a view; without `name`, what belongs to none: no grid, somebody who was erased."""

    key: int | None
    name: str | None
    figures: Figures
    before: Figures


@dataclass(frozen=True, slots=True)
class Stretch:
    """A day, week or month, as far as it lies within the period."""

    first: date
    last: date
    figures: Figures


@dataclass(frozen=True, slots=True)
class Detail:
    """A request that something happened to in the period: no words of people, no ratings."""

    number: str
    category: str | None
    grid: str | None
    place: str
    group: str | None
    handler: str | None
    filed_at: datetime
    taken_at: datetime | None
    resolved_at: datetime | None
    to_take: timedelta | None
    to_solve: timedelta | None
    reopened: int
    late: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of an area and a period; `before` are those of `period.before`."""

    area: Area
    period: Period
    total: Figures
    before: Figures
    views: Mapping[By, Sequence[Row]]
    courses: Mapping[Step, Sequence[Stretch]]
    heat: Mapping[Spot, int]
    """Requests filed, by place and category."""
    others: Mapping[Measure, Value]
    others_before: Mapping[Measure, Value]
    details: Sequence[Detail]
    """Of a community, where they were asked for."""
    coverage: Sequence[Coverage] = ()
    """走访 by grid, of a community."""

    @property
    def is_empty(self) -> bool:
        """Nothing happened to any request, and none is in work."""
        return not self.total.counts and not self.total.open


async def of_period(
    session: AsyncSession,
    area: Area,
    period: Period,
    others: Iterable[FiguresOf] = (),
    *,
    detailed: bool = False,
) -> Report:
    """What happened in `area` and below it; `others` are the other subjects' figures.

    One rule for rates holds for both periods, that of the last day: what differs is what people
    did, not the formula.
    """
    others = tuple(others)
    earlier = period.before
    rule = await rule_on(session, period.last)
    within = Within(area, earlier.start, period.end)
    views = views_of(area)
    tree = await naming.tree(session, area, views)
    books = Books(period, earlier, views, tree, detailed and By.HANDLER in views)
    async for some in stories.read(session, within):
        books.tree = await naming.with_places(session, books.tree, some)
        worked = await working_time(session, some)
        for story in some:
            books.enter(story, list(facts(story, worked)))
    whole = closed(
        books,
        area,
        await naming.names(session, books),
        rule,
        await _asked(session, others, Within(area, period.start, period.end)),
        await _asked(session, others, Within(area, earlier.start, earlier.end)),
    )
    if area.level is not Level.COMMUNITY:
        return whole
    visited = await coverage.by_grid(session, area, period.start, period.end)
    return replace(whole, coverage=visited)


def closed(
    books: Books,
    area: Area,
    names: Names,
    rule: Rule,
    others: Mapping[Measure, Value],
    others_before: Mapping[Measure, Value],
) -> Report:
    """The report of books in which all requests are entered."""
    return Report(
        area,
        books.period,
        books.total.figures(rule),
        books.total_before.figures(rule),
        {by: _rows(books, by, names, rule) for by in books.views},
        {step: list(_course(books, step, rule)) for step in steps(books.period)},
        dict(books.heat),
        others,
        others_before,
        [_detail(books, names, *kept) for kept in books.kept],
    )


def steps(period: Period) -> list[Step]:
    """Those by which its course can be told; it is drawn by the first."""
    if period.days <= A_MONTH:
        return [Step.DAY, Step.WEEK] if period.days > 7 else [Step.DAY]
    return [Step.WEEK, Step.MONTH] if period.days <= HALF_A_YEAR else [Step.MONTH, Step.WEEK]


def _rows(books: Books, by: By, names: Names, rule: Rule) -> list[Row]:
    """Areas all, the others where there is something to say of them; the most requests first."""
    keys = {key for of, key in (*books.lines, *books.lines_before) if of is by}
    if by in AREAS:
        keys |= {area.id for area in books.tree.values() if area.level is AREAS[by]}
    rows = [
        Row(
            key,
            names.of(by, key),
            books.lines.get((by, key), Sums()).figures(rule),
            books.lines_before.get((by, key), Sums()).figures(rule),
        )
        for key in keys
    ]
    rows = [
        replace(row, figures=now, before=before)
        for row, now, before in zip(
            rows,
            _blinded([row.figures for row in rows]),
            _blinded([row.before for row in rows]),
            strict=True,
        )
    ]
    return sorted(rows, key=lambda row: (row.name is None, _less(row.figures), row.name or ""))


def _blinded(lines: Sequence[Figures]) -> list[Figures]:
    shown = blind([figures.rates for figures in lines])
    return [replace(figures, rates=rates) for figures, rates in zip(lines, shown, strict=True)]


def _less(figures: Figures) -> tuple[int, int, int]:
    return -figures[What.FILED], -figures[What.RESOLVED], -figures.open


def _course(books: Books, step: Step, rule: Rule) -> Iterator[Stretch]:
    for first, last in _stretches(books.period, step):
        sums = Sums()
        day = first
        while day <= last:
            for fact in books.days.get(day, ()):
                sums.add(fact)
            day += ONE_DAY
        yield Stretch(first, last, sums.figures(rule))


def _stretches(period: Period, step: Step) -> Iterator[tuple[date, date]]:
    first = period.first
    while first <= period.last:
        match step:
            case Step.DAY:
                following = first + ONE_DAY
            case Step.WEEK:
                following = first + timedelta(days=7 - first.weekday())
            case Step.MONTH:
                following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
        yield first, min(following - ONE_DAY, period.last)
        first = following


async def _asked(
    session: AsyncSession, others: Iterable[FiguresOf], within: Within
) -> dict[Measure, Value]:
    found: dict[Measure, Value] = {}
    for figures_of in others:
        found |= await figures_of(session, within)
    return {measure: found[measure] for measure in Measure if measure in found}


def _detail(books: Books, names: Names, story: Story, found: Sequence[Fact]) -> Detail:
    before_end = [fact for fact in found if fact.at < books.period.end]
    taken = next((fact for fact in reversed(before_end) if fact.what is What.TAKEN), None)
    resolved = next((fact for fact in reversed(before_end) if fact.what is What.RESOLVED), None)
    whats = [fact.what for fact in before_end]
    last = before_end[-1]
    handler = next((fact.handler_id for fact in reversed(before_end) if fact.handler_id), None)
    return Detail(
        number=story.number,
        category=names.of(By.CATEGORY, story.category_id),
        grid=names.of(By.GRID, books.above(story, Level.GRID)),
        place=story.place,
        group=names.of(By.GROUP, last.group_id),
        handler=names.of(By.HANDLER, handler),
        filed_at=story.filed_at,
        taken_at=taken.at if taken else None,
        resolved_at=resolved.at if resolved else None,
        to_take=taken.took if taken else None,
        to_solve=resolved.took if resolved else None,
        reopened=whats.count(What.REOPENED),
        late=What.NOT_TAKEN in whats or What.NOT_SOLVED in whats,
        is_open=is_open(story, books.period.end),
    )
