"""A report in words, below its pictures."""

from collections.abc import Iterator, Sequence

from handlers.common.i18n import _, current_language
from handlers.common.times import day_in
from handlers.common.words import cut, esc
from handlers.numbers import shown
from handlers.numbers.shown import Kind, Shown
from services.numbers.books import By
from services.numbers.counting import What
from services.numbers.periods import Period
from services.numbers.report import Report, Row

NAME_SHOWN = 20
"""Characters of a name in a line."""
AT_MOST = 10
"""Lines of a comparison; Excel has them all."""


def text(report: Report) -> str:
    """HTML."""
    return "\n".join(_lines(report))


def _lines(report: Report) -> Iterator[str]:
    yield f"<b>📊 {esc(report.area.name)} · {days(report.period)}</b>"
    yield _("括号里是前一期（{days}）").format(days=days(report.period.before))
    if report.is_empty and not report.before.counts:
        yield ""
        yield _("这段时间没有诉求。")
    else:
        yield ""
        yield from (_line(each) for each in shown.of_requests(report) if _says_something(each))
        if not report.total.rates.may_show:
            yield shown.few()
        yield _("用时按上班时间算，取中间的一件。")
        yield from _most(report)
    others = shown.of_others(report)
    if others:
        yield ""
        yield from map(_line, others)


def days(period: Period) -> str:
    """Such as 11月16日 到 11月22日."""
    language = current_language()
    first, last = (day_in("MMMd", day, language) for day in (period.first, period.last))
    if first == last:
        return first
    return _("{first} 到 {last}").format(first=first, last=last)


def _says_something(each: Shown) -> bool:
    """Not what is nothing now and was nothing before."""
    nothing = (None, 0)
    return each.now.amount not in nothing or bool(each.before and each.before.amount not in nothing)


def _line(each: Shown) -> str:
    value = f"<b>{each.value}</b>"
    if each.kind in (Kind.SHARE, Kind.SCORE, Kind.HOURS) and each.now.of:
        value = _("{value}（{count} 件）").format(value=value, count=each.now.of)
    if each.before is None:
        return _("{label} {value}").format(label=each.label, value=value)
    text = _("{label} {value}（{was}，{change}）") if each.change else _("{label} {value}（{was}）")
    return text.format(label=each.label, value=value, was=each.was, change=each.change)


def _most(report: Report) -> Iterator[str]:
    by = comparing(report)
    if by is not None:
        yield ""
        yield compared_title(by)
        yield from (_compared(row) for row in report.views[by][:AT_MOST])
        left = len(report.views[by]) - AT_MOST
        if left > 0:
            yield _("……还有 {count} 行，见表格。").format(count=left)
    kinds = [row for row in report.views[By.CATEGORY] if row.figures[What.FILED]]
    if kinds:
        yield ""
        yield _("收到最多的：{kinds}").format(kinds=_named(kinds[:5]))


def _named(rows: Sequence[Row]) -> str:
    return " · ".join(
        f"{esc(cut(row.name or '', NAME_SHOWN))} {row.figures[What.FILED]}" for row in rows
    )


def comparing(report: Report) -> By | None:
    """What a level above compares."""
    return next((by for by in (By.STREET, By.COMMUNITY) if by in report.views), None)


def compared_title(by: By) -> str:
    return _("各街道：") if by is By.STREET else _("各社区：")


def _compared(row: Row) -> str:
    score = shown.SCORE.found(row.figures)
    return _("{name}：收到 {filed}，办结 {resolved}，得分 {score}（{count} 件评价）").format(
        name=esc(cut(row.name or "", NAME_SHOWN)),
        filed=row.figures[What.FILED],
        resolved=row.figures[What.RESOLVED],
        score=shown.written(score.amount, Kind.SCORE),
        count=score.of,
    )
