"""What is shown of one question, in words: picture, text and Excel say the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.common.i18n import _
from services.surveys import cells, shares
from services.surveys.cells import BELOW_NOTHING, GIVEN, PASSED, RUNGS
from services.surveys.disclosure import Span
from services.surveys.questions import OTHER, Kind, Question
from services.surveys.results import Line, Table
from services.surveys.shares import Between


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of a question; all of it plain words."""

    name: str
    people: Span
    percent: int | None
    """Of those who answered the question; None where it is not known, or no answers are counted."""
    interval: Between | None
    also: tuple[str, ...]
    """Answers that fewer than five gave, which are counted in this line."""


def lines(question: Question, table: Table) -> list[Shown]:
    """Percents of answers that exclude one another add up to 100; of several choices those that
    most people made come first."""
    counted = [each for each in table.lines if each.names[0] != PASSED]
    percents: list[int | None]
    if question.kind is Kind.SEVERAL:
        counted.sort(key=lambda each: -each.people.low)
        percents = [_percent(each, table.answered) for each in counted]
    elif counted and counted[0].names[0] == GIVEN:
        percents = [None for _each in counted]
    else:
        percents = [*shares.percents([each.people.low for each in counted])]
    found = [
        _shown(question, line, percent, table)
        for line, percent in zip(counted, percents, strict=True)
    ]
    passed = [each for each in table.lines if each.names[0] == PASSED]
    return found + [_shown(question, each, None, table) for each in passed]


def _percent(line: Line, people: int) -> int | None:
    return round(100 * line.people.low / people) if line.people.is_exact else None


def _shown(question: Question, line: Line, percent: int | None, table: Table) -> Shown:
    return Shown(
        line_name(question, line.names),
        line.people,
        percent,
        None if percent is None else shares.wilson(line.people.low, table.answered),
        tuple(answer_name(question, name) for name in _also(question, line.names)),
    )


def _also(question: Question, names: Sequence[str]) -> Sequence[str]:
    """Those that the line's name does not say already: of numbers only who passed it over."""
    if question.kind in (Kind.SCALE, Kind.NUMBER):
        return [each for each in names[1:] if each == PASSED]
    return names[1:]


def line_name(question: Question, names: Sequence[str]) -> str:
    """Of numbers all that the line counts, such as 1–3 分; else its first answer."""
    said = [each for each in names if each != PASSED]
    if question.kind is Kind.SCALE and said:
        values = sorted(int(each) for each in said)
        return _steps(question, values[0], values[-1])
    if question.kind is Kind.NUMBER and said:
        return _numbers(question, said)
    return answer_name(question, names[0])


def _steps(question: Question, low: int, high: int) -> str:
    stars = question.scale is not None and question.scale.stars
    words = _("{value} 颗星") if stars else _("{value} 分")
    return words.format(value=low if low == high else f"{low}–{high}")


def _numbers(question: Question, names: Sequence[str]) -> str:
    rungs = [BELOW_NOTHING, *map(str, RUNGS)]
    places = sorted(rungs.index(each) for each in names)
    low, after = places[0], places[-1] + 1
    if after == len(rungs):
        return _("{value} 及以上").format(value=rungs[low]) if low else _("多少都有")
    if low == 0:
        return _("不到 {value}").format(value=rungs[after])
    if question.whole:
        last = int(rungs[after]) - 1
        return rungs[low] if last == int(rungs[low]) else f"{rungs[low]}–{last}"
    return _("{low} 到不满 {high}").format(low=rungs[low], high=rungs[after])


def answer_name(question: Question, name: str) -> str:
    """One answer's, as people read it."""
    labels = {each.name: each.label for each in question.choices}
    labels |= {PASSED: _("没答"), GIVEN: _("答了")}
    if question.kind is Kind.YES_NO:
        labels |= {cells.YES: _("是"), cells.NO: _("不是")}
    if question.other:
        labels[OTHER] = _("其他")
    if question.kind is Kind.SCALE and name not in labels:
        return _steps(question, int(name), int(name))
    return labels.get(name, name)


def people(span: Span) -> str:
    """Such as 30 人."""
    if span.is_exact:
        return _("{count} 人").format(count=span.low)
    if span.low == 0:
        return _("不到 {count} 人").format(count=span.high + 1)
    return _("{count} 人以上").format(count=span.low)


def share(span: Span, of: int) -> str:
    """Between which percents it lies, such as 60%–75%."""
    low, high = (round(100 * each / of) for each in span)
    return f"{low}%–{high}%"


def interval(between: Between) -> str:
    return f"{between.low * 100:.0f}%–{between.high * 100:.0f}%"


def figure(between: Between) -> str:
    """One number where it is known to a tenth, else between which ones."""
    low, high = (f"{each:.1f}".removesuffix(".0") for each in between)
    return low if low == high else f"{low}–{high}"


def averages(question: Question, table: Table) -> str:
    """Mean, median and NPS in a line; empty for what has none."""
    is_number = question.kind is Kind.NUMBER
    told = [
        (
            _("平均大约 {value}") if is_number else _("平均 {value} 分"),
            shares.mean(question, table),
        ),
        (_("中位数 {value}"), shares.median(question, table)),
        (_("净推荐值 {value}"), shares.nps(question, table)),
    ]
    return " · ".join(text.format(value=figure(value)) for text, value in told if value)


def top_name(question: Question, table: Table) -> str:
    """What the answer is called that is compared by group and with the last time."""
    if question.kind is Kind.SCALE:
        return line_name(question, table.top)
    return answer_name(question, table.top[0])


def top_interval(table: Table) -> Between | None:
    """Around that answer's share; None where there is none, or nothing else was answered."""
    told = sum(each.people.low for each in table.lines if each.names[0] in table.top)
    return shares.wilson(told, table.answered) if 0 < told < table.answered else None


def few() -> str:
    return _("答的人太少，或者太集中，会让人看出是谁，所以不显示。")
