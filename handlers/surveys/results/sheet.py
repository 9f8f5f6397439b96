"""Results and answers as an Excel workbook; answers in the columns that XLSForm tools expect.

Of several choices there is one column with the names, and one with 0 or 1 for each, as
KoboToolbox writes them.
"""

from collections.abc import Iterator, Mapping, Sequence

from handlers.common.i18n import _
from handlers.surveys.group_words import kind_of_groups
from handlers.surveys.results import shown
from handlers.surveys.results.text import answered, groups_of, row_name
from services.surveys import cells
from services.surveys.exporting import Answered
from services.surveys.publishing import Published
from services.surveys.questions import Definition, Kind, Value
from storage.excel import Cell, Column, Look, Page, book

WIDE, NARROW = 40, 12
"""Of columns, in characters."""


def excel(
    definition: Definition, found: Published | None, rows: Sequence[Answered], *, named: bool
) -> bytes:
    """.xlsx; `found` is None before the survey has ended."""
    choices = _choices(definition, found, named)
    pages = [*(_of_results(found) if found else [])]
    pages.append(_of_answers(definition, rows, choices, named=named))
    return book(pages, definition.title)


def _of_results(found: Published) -> Iterator[Page]:
    columns = [
        Column(_("题号"), Look.COUNT, NARROW),
        Column(_("题目"), Look.TEXT, WIDE),
        Column(_("答案"), Look.TEXT, WIDE),
        Column(_("至少几人"), Look.COUNT, NARROW),
        Column(_("至多几人"), Look.COUNT, NARROW),
        Column(_("百分比"), Look.COUNT, NARROW),
        Column(_("95% 区间从"), Look.SHARE, NARROW),
        Column(_("95% 区间到"), Look.SHARE, NARROW),
        Column(_("答这题的人"), Look.COUNT, NARROW),
        Column(_("也算在内的答案（各不到 5 人）"), Look.TEXT, WIDE),
    ]
    line = f"{found.definition.title} · {answered(found.results)}"
    yield Page(_("结果"), line, columns, list(_lines(found)))
    if found.results.rows:
        yield _how_many_by_group(found)
        yield _by_group(found)


def _lines(found: Published) -> Iterator[Sequence[Cell]]:
    for number, table in enumerate(found.results.tables, start=1):
        question = found.definition.named(table.question)
        if not table.lines:
            yield (number, question.label, shown.few(), *[None] * 7)
        for each in shown.lines(question, table):
            low, high = each.interval or (None, None)
            yield (
                number,
                question.label,
                each.name,
                each.people.low,
                each.people.high,
                each.percent,
                low,
                high,
                table.answered,
                "、".join(each.also),
            )


def _how_many_by_group(found: Published) -> Page:
    kind = kind_of_groups(groups_of(found))
    columns = [
        Column(kind, Look.TEXT, WIDE),
        Column(_("问了的人"), Look.COUNT, NARROW),
        Column(_("答完的人"), Look.COUNT, NARROW),
        Column(_("答卷率"), Look.SHARE, NARROW),
    ]
    rows = [
        (
            row_name(found, row),
            row.asked,
            row.people,
            row.people / row.asked if row.asked else None,
        )
        for row in found.results.rows
    ]
    line = _("问了多少人，有一处差不到 5 人就都不给")
    return Page(_("按{groups}答完的").format(groups=kind), line, columns, rows)


def _by_group(found: Published) -> Page:
    kind = kind_of_groups(groups_of(found))
    columns = [
        Column(_("题目"), Look.TEXT, WIDE),
        Column(_("答案"), Look.TEXT, WIDE),
        Column(kind, Look.TEXT, WIDE),
        Column(_("答完的人"), Look.COUNT, NARROW),
        Column(_("至少几人"), Look.COUNT, NARROW),
        Column(_("至多几人"), Look.COUNT, NARROW),
    ]
    rows = [
        (
            question.label,
            shown.top_name(question, table),
            row_name(found, row),
            row.people,
            span.low,
            span.high,
        )
        for table in found.results.tables
        if table.by_row
        for question in [found.definition.named(table.question)]
        for row, span in zip(found.results.rows, table.by_row, strict=True)
    ]
    line = _("各{groups}大约有几人这样答；准数不给，免得算出少数人的答案").format(groups=kind)
    return Page(_("按{groups}").format(groups=kind), line, columns, rows)


Choices = Mapping[str, Sequence[str]]
"""By the question's name: what has a column of its own."""


def _choices(definition: Definition, found: Published | None, named: bool) -> Choices:
    """Of an anonymous survey those that the results show exactly; the others are in no answer."""
    several = [each for each in definition.questions if each.kind is Kind.SEVERAL]
    if named or found is None:
        return {each.name: cells.cells(each) for each in several}
    tables = {each.question: each.lines for each in found.results.tables}
    return {
        each.name: [
            line.names[0]
            for line in tables.get(each.name, ())
            if line.people.is_exact and line.names[0] != cells.PASSED
        ]
        for each in several
    }


def _of_answers(
    definition: Definition, rows: Sequence[Answered], choices: Choices, *, named: bool
) -> Page:
    """Columns are called as in the form, so that people's own evaluations go on working."""
    titles = ["_name", "_group", "_date", "_complete", "_late"] if named else []
    for question in definition.questions:
        titles.append(question.name)
        titles += (f"{question.name}/{name}" for name in choices.get(question.name, ()))
        if question.other and named:
            titles.append(question.other_name)
    columns = [Column(title, Look.GENERAL, NARROW) for title in titles]
    written = (list(_row(definition, each, choices, named)) for each in rows)
    return Page(_("答卷"), "", columns, written)


def _row(definition: Definition, row: Answered, choices: Choices, named: bool) -> Iterator[Cell]:
    if named:
        day = row.day.isoformat() if row.day else None
        yield from (row.name, row.group, day, int(row.is_complete), int(row.is_late))
    for question in definition.questions:
        given = row.answers.get(question.name)
        yield _cell(given)
        for name in choices.get(question.name, ()):
            yield int(name in given) if isinstance(given, list) else None
        if question.other and named:
            yield _cell(row.answers.get(question.other_name))


def _cell(value: Value) -> Cell:
    match value:
        case bool():
            return cells.YES if value else cells.NO
        case list():
            return " ".join(value) or None
        case {"latitude": latitude, "longitude": longitude}:
            return f"{latitude} {longitude} 0 0"
        case {"text": text}:
            return str(text)
        case dict():
            return None
    return value
