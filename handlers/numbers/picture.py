"""A report as pictures: its figures with their course; and where it comes from, or who compares."""

from collections.abc import Sequence
from datetime import date

from handlers.common.i18n import _, current_language
from handlers.common.pictures import paper
from handlers.common.pictures.head import BLUE, HEAD, SECTION, head, section
from handlers.common.times import day_in
from handlers.numbers import shown
from handlers.numbers.charts import bars, course, heat, tiles
from handlers.numbers.charts.bars import Bar
from handlers.numbers.charts.course import Course
from handlers.numbers.charts.heat import Heat
from handlers.numbers.charts.tiles import Tile
from handlers.numbers.shown import TILES, Kind, Shown
from handlers.numbers.text import comparing, days
from services.numbers.books import HEATED, By
from services.numbers.counting import What
from services.numbers.courses import Step, Stretch
from services.numbers.report import Report, Row

FOOT = 40
KINDS = 5
"""Columns of a heat map; the rest stands in one more."""
PLACES = 14
BARS = 16
"""Lines of a picture; the rest is put together in one more, and Excel has them all."""


def draw(report: Report) -> list[bytes]:
    """JPEGs: one where there is nothing to compare, else two."""
    pictures = [_overview(report)]
    by = comparing(report)
    if by is not None and len(report.views[by]) > 1:
        pictures.append(_comparison(report, by))
    elif by is None and report.total[What.FILED]:
        pictures.append(_heat(report))
    return pictures


def _overview(report: Report) -> bytes:
    drawn = [_tile(shown.shown(figure, report)) for figure in TILES]
    below = HEAD + tiles.height(drawn)
    image, pen = paper.sheet(below + SECTION + course.HEIGHT + FOOT)
    subtitle = _("{days} · 小字：前一期和变化").format(days=days(report.period))
    head(pen, report.area.name, subtitle)
    tiles.draw(pen, HEAD, drawn)
    step, stretches = next(iter(report.courses.items()))
    course.draw(
        image,
        pen,
        section(pen, below, _course_title(step)),
        [_short(step, each.first) for each in stretches],
        [
            Course(shown.FILED.label(), BLUE, _counts(stretches, What.FILED)),
            Course(shown.RESOLVED.label(), paper.GREEN, _counts(stretches, What.RESOLVED)),
        ],
        _("这段时间没有收到，也没有办结"),
    )
    return paper.jpeg(image)


def _tile(each: Shown) -> Tile:
    label = each.label
    if each.kind is not Kind.COUNT and each.now.of:
        label = _("{label}（{count} 件）").format(label=label, count=each.now.of)
    return Tile(label, each.value, _change(each), each.got_better)


def _change(each: Shown) -> str:
    """Nothing where the period before has nothing either."""
    return f"{each.was} {each.change}".rstrip() if each.change else ""


def _course_title(step: Step) -> str:
    match step:
        case Step.DAY:
            return _("每天收到和办结")
        case Step.WEEK:
            return _("每周收到和办结")
        case Step.MONTH:
            return _("每月收到和办结")


def _short(step: Step, first: date) -> str:
    if step is Step.MONTH:
        return day_in("MMM", first, current_language())
    return f"{first.month}/{first.day}"


def _counts(stretches: Sequence[Stretch], what: What) -> list[int]:
    return [each.figures[what] for each in stretches]


def _heat(report: Report) -> bytes:
    by = _heated(report)
    drawn = _cells(report, by)
    image, pen = paper.sheet(HEAD + heat.height(drawn) + FOOT)
    head(
        pen, _heat_title(by), f"{shown.FILED.label()} · {days(report.period)} · {report.area.name}"
    )
    heat.draw(pen, HEAD, drawn)
    return paper.jpeg(image)


def _heated(report: Report) -> By:
    """Grids, unless there is but one: then the estates tell more, and of one its buildings."""
    several = (
        by for by in HEATED if sum(row.name is not None for row in report.views.get(by, ())) > 1
    )
    return next(several, By.GRID)


def _heat_title(by: By) -> str:
    match by:
        case By.COMPOUND:
            return _("哪个小区，什么事")
        case By.BUILDING:
            return _("哪栋楼，什么事")
        case _:
            return _("哪个网格，什么事")


def _cells(report: Report, by: By) -> Heat:
    kinds = [row for row in report.views[By.CATEGORY] if row.figures[What.FILED]]
    places = [row for row in report.views.get(by, ()) if row.figures[What.FILED]]
    columns = [[row] for row in kinds[:KINDS]] + ([kinds[KINDS:]] if kinds[KINDS:] else [])

    def counted(line: Sequence[Row], column: Sequence[Row]) -> int:
        return sum(
            report.heat.get((by, place.key, kind.key), 0)
            for place in line
            for kind in column
            if kind.key is not None
        )

    rest = places[PLACES:]
    return Heat(
        [_("其他") if len(column) > 1 else _named(column[0]) for column in columns],
        [(_named(row), [counted([row], column) for column in columns]) for row in places[:PLACES]],
        (_rest(rest), [counted(rest, column) for column in columns]) if rest else None,
        _("一共"),
    )


def _rest(rows: Sequence[Row]) -> str:
    return _("其余 {count} 个").format(count=len(rows))


def _named(row: Row) -> str:
    return row.name or _("（没有或已删除）")


def _comparison(report: Report, by: By) -> bytes:
    rows = report.views[by]
    drawn = [_bar(row) for row in rows[:BARS]]
    if rest := rows[BARS:]:
        drawn.append(
            Bar(
                _rest(rest),
                sum(row.figures[What.FILED] for row in rest),
                sum(row.figures[What.RESOLVED] for row in rest),
                "",
            )
        )
    image, pen = paper.sheet(HEAD + bars.height(drawn) + FOOT)
    title = _("各街道比一比") if by is By.STREET else _("各社区比一比")
    head(pen, title, f"{days(report.period)} · {report.area.name}")
    bars.draw(pen, HEAD, drawn, (shown.FILED.label(), shown.RESOLVED.label(), shown.SCORE.label()))
    return paper.jpeg(image)


def _bar(row: Row) -> Bar:
    score = shown.SCORE.found(row.figures).amount
    return Bar(
        _named(row),
        row.figures[What.FILED],
        row.figures[What.RESOLVED],
        shown.written(score, Kind.SCORE),
    )
