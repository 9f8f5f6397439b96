"""A community's, street's or district's report: the figures that picture, text and Excel show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.figures import FiguresOf, Measure, Value, Within
from services.numbers import blinding, courses, naming, stories
from services.numbers.blinding import Shown
from services.numbers.books import ALL_LISTED, AREAS, Books, By, Spot, views_of
from services.numbers.counting import Fact, Figures, Sums, What, facts, is_open
from services.numbers.courses import Step, Stretch
from services.numbers.naming import Names
from services.numbers.periods import Period
from services.numbers.rates import rule_on
from services.numbers.stories import Story
from services.numbers.working_time import working_time
from services.visits import coverage
from services.visits.coverage import Coverage
from storage.tables import Area, Level


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a view; without `name`, what belongs to none: no grid, somebody who was erased.

    Of By.HANDLER the line without `key` is of what nobody has taken.
    """

    key: int | None
    name: str | None
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
    books = Books(period, earlier, views, tree, rule, detailed and By.HANDLER in views)
    async for some in stories.read(session, within):
        books.tree = await naming.with_places(session, books.tree, some)
        worked = await working_time(session, some)
        for story in some:
            books.enter(story, list(facts(story, worked)))
    whole = closed(
        books,
        area,
        await naming.names(session, books),
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
    others: Mapping[Measure, Value],
    others_before: Mapping[Measure, Value],
) -> Report:
    """The report of books in which all requests are entered."""
    rule = books.rule
    summed = courses.summed(books)
    # One course alone: months end within weeks, so that both would tell of the days between.
    rated = courses.rated(books.period)
    shown = blinding.shown(
        rule,
        books.now.total,
        {by: books.now.view(by) for by in books.views} | {rated: summed[rated]},
    )
    return Report(
        area,
        books.period,
        books.now.total.figures(rule),
        books.before.total.figures(rule),
        {by: _rows(books, by, names, shown) for by in books.views},
        {
            step: [
                Stretch(*days, sums.figures(rule, hidden=(step, days) not in shown))
                for days, sums in course.items()
            ]
            for step, course in summed.items()
        },
        dict(books.heat),
        others,
        others_before,
        [_detail(books, names, *kept) for kept in books.kept],
    )


def _rows(books: Books, by: By, names: Names, shown: Shown) -> list[Row]:
    """Of ALL_LISTED all areas, else what there is something to say of; the most requests first."""
    lines = books.now.view(by)
    keys = set(lines)
    if by in ALL_LISTED:
        keys |= {area.id for area in books.tree.values() if area.level is AREAS[by]}
    rows = [
        Row(
            key,
            names.of(by, key),
            lines.get(key, Sums()).figures(books.rule, hidden=(by, key) not in shown),
        )
        for key in keys
    ]
    return sorted(rows, key=lambda row: (row.name is None, _less(row.figures), row.name or ""))


def _less(figures: Figures) -> tuple[int, int, int]:
    return -figures[What.FILED], -figures[What.RESOLVED], -figures.open


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
    handlers = (fact.handler_id for fact in reversed(before_end) if fact.handler_id is not None)
    return Detail(
        number=story.number,
        category=names.of(By.CATEGORY, story.category_id),
        grid=names.of(By.GRID, books.above(story, Level.GRID)),
        place=story.place,
        group=names.of(By.GROUP, last.group_id),
        handler=names.of(By.HANDLER, next(handlers, None)),
        filed_at=story.filed_at,
        taken_at=taken.at if taken else None,
        resolved_at=resolved.at if resolved else None,
        to_take=taken.took if taken else None,
        to_solve=resolved.took if resolved else None,
        reopened=whats.count(What.REOPENED),
        late=What.NOT_TAKEN in whats or What.NOT_SOLVED in whats,
        is_open=is_open(story, books.period.end),
    )
