"""A report as an Excel workbook (台账): a sheet for each view, all figures of each line."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from handlers.common.i18n import _
from handlers.numbers import shown
from handlers.numbers.shown import FIGURES, Figure, Kind, Shown
from services.numbers.books import By
from services.numbers.counting import Figures
from services.numbers.courses import Step
from services.numbers.periods import Period
from services.numbers.report import Detail, Report, Row
from storage.excel import Cell, Column, Look, Page, book

NAME_WIDTH, MOMENT_WIDTH = 28, 16
"""Of columns, in characters."""
LOOKS = {
    Kind.COUNT: Look.COUNT,
    Kind.SHARE: Look.SHARE,
    Kind.SCORE: Look.TENTHS,
    Kind.HOURS: Look.TENTHS,
}


def excel(report: Report) -> bytes:
    """.xlsx; times in hours, shares as shares of one."""
    return book(_pages(report), _title(report))


def _title(report: Report) -> str:
    return f"{report.area.name} · {_years(report.period)}"


def _years(period: Period) -> str:
    return _("{first} 到 {last}").format(
        first=period.first.isoformat(), last=period.last.isoformat()
    )


def _pages(report: Report) -> Iterator[Page]:
    yield _overview(report)
    for by, rows in report.views.items():
        nobody = _("（没人接单）") if by is By.HANDLER else None
        yield _view(report, _view_name(by), _about(by), rows, nobody)
    for step, stretches in report.courses.items():
        rows = [
            Row(None, _stretch_name(step, each.first, each.last), each.figures)
            for each in stretches
        ]
        yield _view(report, _step_name(step), _("日期"), rows)
    if any(grid.listed for grid in report.coverage):
        yield _coverage(report)
    if report.details:
        yield _details(report)


def _overview(report: Report) -> Page:
    columns = [
        Column(_("指标"), Look.TEXT, NAME_WIDTH),
        Column(_("本期"), Look.TENTHS, 12),
        Column(_("按几件算"), Look.COUNT, 12),
        Column(_("前一期"), Look.TENTHS, 12),
        Column(_("单位"), Look.TEXT, 10),
    ]
    figures = [*shown.of_requests(report), *shown.of_others(report)]
    before = _("前一期：{days}").format(days=_years(report.period.before))
    return Page(
        _("总表"),
        f"{_title(report)} · {before}",
        columns,
        [_overview_row(each) for each in figures],
    )


def _overview_row(each: Shown) -> Sequence[Cell]:
    scale = 100 if each.kind is Kind.SHARE else 1
    now, before = each.now.amount, each.before.amount if each.before else None
    return (
        each.label,
        now * scale if now is not None else None,
        each.now.of,
        before * scale if before is not None else None,
        _unit(each.kind),
    )


def _unit(kind: Kind) -> str:
    match kind:
        case Kind.COUNT:
            return _("个")
        case Kind.SHARE:
            return "%"
        case Kind.SCORE:
            return _("分")
        case Kind.HOURS:
            return _("小时")


def _view(
    report: Report, name: str, about: str, rows: Sequence[Row], nobody: str | None = None
) -> Page:
    """`nobody` is what a line without a key is called."""
    unnamed = _("（没有或已删除）")
    columns = [Column(about, Look.TEXT, NAME_WIDTH), *map(_column, FIGURES), _answers()]
    return Page(
        name,
        f"{_title(report)} · {name}",
        columns,
        (
            [row.name or (row.key is None and nobody) or unnamed, *_cells(row.figures)]
            for row in rows
        ),
        [_("一共"), *_cells(report.total)],
    )


def _column(figure: Figure) -> Column:
    unit = _("（小时）") if figure.kind is Kind.HOURS else ""
    return Column(f"{figure.label()}{unit}", LOOKS[figure.kind])


def _answers() -> Column:
    return Column(_("有效评价（件）"))


def _cells(figures: Figures) -> list[Cell]:
    return [*(figure.found(figures).amount for figure in FIGURES), figures.rates.valid]


def _view_name(by: By) -> str:
    match by:
        case By.STREET:
            return _("按街道")
        case By.COMMUNITY:
            return _("按社区")
        case By.CATEGORY:
            return _("按类别")
        case By.GRID:
            return _("按网格")
        case By.COMPOUND:
            return _("按小区")
        case By.BUILDING:
            return _("按楼栋")
        case By.GROUP:
            return _("按班组")
        case By.HANDLER:
            return _("按经办人")


def _about(by: By) -> str:
    match by:
        case By.STREET:
            return _("街道")
        case By.COMMUNITY:
            return _("社区")
        case By.CATEGORY:
            return _("类别")
        case By.GRID:
            return _("网格")
        case By.COMPOUND:
            return _("小区")
        case By.BUILDING:
            return _("楼栋")
        case By.GROUP:
            return _("班组")
        case By.HANDLER:
            return _("经办人")


def _step_name(step: Step) -> str:
    match step:
        case Step.DAY:
            return _("按天")
        case Step.WEEK:
            return _("按周")
        case Step.MONTH:
            return _("按月")


def _stretch_name(step: Step, first: object, last: object) -> str:
    return f"{first}" if step is Step.DAY else _("{first} 到 {last}").format(first=first, last=last)


def _coverage(report: Report) -> Page:
    columns = [
        Column(_("网格"), Look.TEXT, NAME_WIDTH),
        Column(_("名单上的户数"), width=14),
        Column(_("见到人的户数"), width=14),
        Column(_("走访覆盖率"), Look.SHARE, 14),
        Column(_("楼栋"), width=14),
        Column(_("走到的楼栋"), width=14),
    ]
    rows = [
        (
            grid.area.name,
            grid.listed,
            grid.visited,
            grid.share,
            grid.buildings,
            grid.buildings_visited,
        )
        for grid in report.coverage
    ]
    line = _("{report} · 走访，按网格").format(report=_title(report))
    return Page(_("走访"), line, columns, rows)


def _details(report: Report) -> Page:
    columns = [
        Column(_("编号"), Look.TEXT, 14),
        Column(_("类别"), Look.TEXT, 16),
        Column(_("网格"), Look.TEXT, 16),
        Column(_("地点"), Look.TEXT, NAME_WIDTH),
        Column(_("班组"), Look.TEXT, 20),
        Column(_("经办人"), Look.TEXT, 12),
        Column(_("提交时间"), Look.MOMENT, MOMENT_WIDTH),
        Column(_("接单时间"), Look.MOMENT, MOMENT_WIDTH),
        Column(_("办结时间"), Look.MOMENT, MOMENT_WIDTH),
        Column(_("接单用时（小时）"), Look.TENTHS),
        Column(_("办结用时（小时）"), Look.TENTHS),
        Column(_("重办"), Look.COUNT),
        Column(_("超时"), Look.TEXT),
        Column(_("在办"), Look.TEXT),
    ]
    rows = (_detail(each, report.period) for each in report.details)
    warning = _("里面有地点，请不要外传")
    return Page(_("明细"), f"{_title(report)} · {warning}", columns, rows)


def _detail(each: Detail, period: Period) -> Sequence[Cell]:
    def local(at: datetime | None) -> datetime | None:
        return at.astimezone(period.zone).replace(tzinfo=None) if at else None

    return (
        each.number,
        each.category,
        each.grid,
        each.place,
        each.group,
        each.handler,
        local(each.filed_at),
        local(each.taken_at),
        local(each.resolved_at),
        shown.in_hours(each.to_take) if each.to_take is not None else None,
        shown.in_hours(each.to_solve) if each.to_solve is not None else None,
        each.reopened,
        _("是") if each.late else "",
        _("是") if each.is_open else "",
    )
