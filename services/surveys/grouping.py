"""Results by group: how many answered, and roughly how many gave the answer that stands for each
question."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

from services.surveys import cells
from services.surveys.cells import PASSED
from services.surveys.disclosure import LEAST, ROW_LEAST, Span, bands, merged
from services.surveys.questions import Answers, Kind, Question
from services.surveys.results import Line, Response, Row, Table

GOOD = 0.75
"""From here on, of 0 to 1, a scale's answers are good ones: 4 and 5 of 5, 8 to 10 of 10."""


def top_of(question: Question, lines: Sequence[Line]) -> tuple[str, ...]:
    """The good answers of a scale, 是, else the answer that most people gave; empty for none."""
    answers = [each for each in lines if each.names[0] != PASSED and each.people.is_exact]
    match question.kind:
        case Kind.SCALE:
            good = (each.names for each in answers if _is_good(question, each))
            return tuple(name for names in good for name in names)
        case Kind.YES_NO:
            return next((each.names for each in answers if each.names[0] == cells.YES), ())
        case Kind.ONE | Kind.SEVERAL:
            most = max(answers, key=lambda each: each.people.low, default=None)
            return most.names if most else ()
        case _:
            return ()


def _is_good(question: Question, line: Line) -> bool:
    assert question.scale is not None
    low, high = question.scale.low, question.scale.high
    values = [cells.value_of(question, name) for name in line.names]
    return all(value is None or value >= low + GOOD * (high - low) for value in values)


def rows_of(
    answered: Sequence[int | None],
    groups: Sequence[int],
    asked: Mapping[int | None, int],
    *,
    may_tell: bool,
) -> tuple[Row, ...]:
    """Groups in which enough answered, each with the few of those that follow it.

    How many were `asked` is said of all or of none: not where it may not be told of all together,
    nor where in one of them so few did not answer. Of anonymous answers the group is not always
    kept: then more stand in the row of the others than were asked there, and of it that is not
    said.
    """
    found = Counter(each if each in groups else None for each in answered)
    names: list[int | None] = [*groups]
    if found[None] or asked.get(None):
        names.append(None)
    rows = [
        Row(
            tuple(names[at] for at in part),
            sum(found[names[at]] for at in part),
            sum(asked.get(names[at], 0) for at in part),
        )
        for part in merged([found[name] for name in names], ROW_LEAST)
    ]
    silent = [(row.asked or 0) - row.people for row in rows]
    told = may_tell and not any(0 <= each < LEAST for each in silent)
    return tuple(
        row if told and each >= LEAST else replace(row, asked=None)
        for row, each in zip(rows, silent, strict=True)
    )


def by_row(
    question: Question,
    table: Table,
    rows: Sequence[Row],
    whole: Sequence[Response],
    lot: Random,
) -> Table:
    """With the bands of each row, of a question that all were asked who answered to the end."""
    everybody = all(question.name in each.answers for each in whole)
    if not table.top or question.relevant or not everybody or len(rows) < 2:
        return table
    at_row = {group: at for at, row in enumerate(rows) for group in row.groups}
    found = Counter(
        at_row.get(each.group, at_row.get(None))
        for each in whole
        if _gave(question, each.answers, table.top)
    )
    told = sum(each.people.low for each in table.lines if each.names[0] in table.top)
    total = Span(max(told - (table.people - len(whole)), 0), told)
    counts = [found[at] for at in range(len(rows))]
    return replace(table, by_row=tuple(bands(counts, [row.people for row in rows], total, lot)))


def _gave(question: Question, answers: Answers, top: Sequence[str]) -> bool:
    if question.kind is Kind.SEVERAL:
        return not cells.choices(question, answers).isdisjoint(top)
    return cells.cell(question, answers[question.name]) in top
