"""Counting the answers to a survey: what may be shown of each question."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from random import Random

from services.surveys import cells, expressions
from services.surveys.cells import PASSED
from services.surveys.disclosure import LEAST, Span, chosen, merged
from services.surveys.grouping import by_row, rows_of, top_of
from services.surveys.questions import Answers, Definition, Kind, Question
from services.surveys.results import Line, Response, Results, Table


def tabulate(
    definition: Definition,
    responses: Iterable[Response],
    *,
    asked: Mapping[int | None, int],
    groups: Sequence[int] = (),
    lot: Random,
) -> Results:
    """Count what may be shown; `groups` in the order in which they are shown.

    `asked`: how many of each group, None for those of whom it is not known.

    Who stopped on the way counts for the questions that they came to, unless so few stopped there
    that their answers could be told from the others'. `lot`: see `disclosure.bands`.
    """
    given = list(responses)
    complete = [each for each in given if each.complete]
    whole = complete if len(complete) >= LEAST else []
    bases = _bases(definition, given, whole)
    if not bases[0]:
        return Results(people=0, asked=None, partial=0, tables=(), rows=())
    tables: list[Table] = []
    for question, base in zip(definition.questions, bases, strict=True):
        tables.append(_table(question, base, tables, definition))
    everybody = sum(asked.values())
    is_told = everybody - len(bases[0]) >= LEAST
    rows = rows_of([each.group for each in whole], groups, asked, may_tell=is_told)
    return Results(
        people=len(whole),
        asked=everybody if is_told else None,
        partial=len(bases[0]) - len(whole),
        tables=tuple(
            by_row(definition.named(each.question), each, rows, whole, lot) for each in tables
        ),
        rows=rows if len(rows) > 1 else (),
    )


def _bases(
    definition: Definition, given: Sequence[Response], whole: Sequence[Response]
) -> list[Sequence[Response]]:
    """For each question those who came as far; the numbers of two differ by five or not at all."""
    places = {question.name: at for at, question in enumerate(definition.questions)}

    def far(response: Response) -> int:
        if response.complete:
            return len(places)
        return max((places.get(name, -1) for name in response.answers), default=-1)

    base = whole
    bases: list[Sequence[Response]] = []
    for at in reversed(range(len(places))):
        came = [each for each in given if far(each) >= at]
        base = came if len(came) - len(base) >= LEAST else base
        bases.insert(0, base)
    return bases


def _table(
    question: Question, base: Sequence[Response], before: Sequence[Table], definition: Definition
) -> Table:
    asked = [each for each in base if question.name in each.answers]
    shown = len(asked) >= LEAST and (
        _by_earlier(question, base, before, definition)
        if question.relevant
        else len(base) - len(asked) not in range(1, LEAST)
    )
    if not shown:
        return Table(question=question.name, people=0)
    answers = [each.answers for each in asked]
    lines = (
        _several(question, answers) if question.kind is Kind.SEVERAL else _one(question, answers)
    )
    return Table(
        question=question.name, people=len(asked), lines=lines, top=top_of(question, lines)
    )


def _by_earlier(
    question: Question, base: Sequence[Response], before: Sequence[Table], definition: Definition
) -> bool:
    """Whether one earlier answer, each of which is shown, says who was asked this.

    Else how many were asked would tell of answers that are hidden, or of two answers together.
    """
    names = expressions.parse(question.relevant).names
    table = next((each for each in before if {each.question} == names), None)
    if table is None or not table.is_whole or table.people != len(base):
        return False
    earlier = definition.named(table.question)
    if earlier.kind in (Kind.SEVERAL, Kind.NUMBER):
        return False
    found = {
        (cells.cell(earlier, each.answers[earlier.name]), question.name in each.answers)
        for each in base
    }
    return len(found) == len({answer for answer, _asked in found})


def _one(question: Question, asked: Sequence[Answers]) -> tuple[Line, ...]:
    found = Counter(cells.cell(question, each[question.name]) for each in asked)
    names = _known(question, found)
    return tuple(
        Line(tuple(names[at] for at in part), Span.exactly(sum(found[names[at]] for at in part)))
        for part in merged([found[name] for name in names])
    )


def _several(question: Question, asked: Sequence[Answers]) -> tuple[Line, ...]:
    gave = [chose for each in asked if (chose := cells.choices(question, each))]
    passed = len(asked) - len(gave)
    found = Counter(name for chose in gave for name in chose)
    names = _known(question, found)
    may_pass = not question.required or passed > 0
    shown = chosen([found[name] for name in names], len(asked), passed, may_pass=may_pass)
    if not shown.spans:
        return ()
    lines = [Line((name,), span) for name, span in zip(names, shown.spans, strict=True)]
    return (*lines, *([Line((PASSED,), Span.exactly(shown.passed))] if shown.passed else []))


def _known(question: Question, found: Counter[str]) -> list[str]:
    """The answers that can be given, and those that could in an earlier version."""
    known = cells.cells(question)
    return known + sorted(found.keys() - set(known))
