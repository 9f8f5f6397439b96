"""From the rows of an XLSForm to a definition."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

from services.surveys import checking
from services.surveys.checking import Field, What
from services.surveys.questions import MOST_QUESTIONS, TITLE_LIMIT, Definition, Question
from services.surveys.xlsform import convention, lists, tables
from services.surveys.xlsform.asking import Refused, asked
from services.surveys.xlsform.calculations import Calculations, refers
from services.surveys.xlsform.convention import CHOICES, SETTINGS, SURVEY
from services.surveys.xlsform.lists import ChoiceList
from services.surveys.xlsform.not_understood import Misfit, NotUnderstood, Trouble
from services.surveys.xlsform.places import QuestionPlace
from services.surveys.xlsform.tables import Row, Table
from storage.clean_text import one_line

_SETTINGS = {Field.TITLE: "form_title", Field.FORM_ID: "form_id"}
MOST_ROWS = 1_000
"""Of the survey: what is longer is no survey in chat, and is not looked at."""
_DEEPEST = 8
"""Groups within groups."""
_QUESTION = set(convention.READ[SURVEY]) - {"calculation"}
_ALLOWED = {
    "group": {"type", "name", "label", "relevant", "appearance"},
    "end": {"type", "name"},
    "note": {"type", "name", "label", "hint", "relevant", "appearance"},
    "calculate": {"type", "name", "label", "calculation"},
    "silent": {"type", "name", "label"},
}
"""What means something in a row that asks nothing."""


def read(content: bytes, file_name: str) -> Definition:
    """An .xlsx or .csv, free of `checking.problems`; without a title it has the file's name.

    Takes up to two seconds: call it off the event loop. Raises NotUnderstood.
    """
    found, misfits = tables.read(content)
    for row in found[SURVEY].rows[MOST_ROWS:]:
        raise NotUnderstood([row.misfit(Trouble.ROWS)])
    choices, wrong = lists.read(found[CHOICES])
    reader = _Reader(found, choices)
    definition = reader.read(PurePath(file_name).stem)
    misfits += [*wrong, *reader.misfits]
    if not misfits:
        misfits += map(reader.placed, checking.problems(definition))
    if misfits:
        order = [table.name for table in found.values()]
        raise NotUnderstood(sorted(misfits, key=lambda each: _place(each, order)))
    return definition


def _place(misfit: Misfit, order: list[str]) -> tuple[int, int, int]:
    sheet = order.index(misfit.sheet) if misfit.sheet in order else -1
    return sheet, misfit.row, misfit.column


class _Reader:
    def __init__(self, found: Mapping[str, Table], choices: Mapping[str, ChoiceList]) -> None:
        self.misfits: list[Misfit] = []
        self._survey, self._settings = found[SURVEY], found[SETTINGS]
        self._lists = choices
        self._calculations = Calculations()
        self._questions: list[Question] = []
        self._places: list[QuestionPlace] = []
        """Of the questions."""
        self._said: list[tuple[Row, str]] = []
        """Headings and notes since the last question."""
        self._said_when: list[tuple[Row, str]] = []
        """Notes among them that have a condition."""
        self._groups: list[tuple[Row, str]] = []
        self._intro: list[tuple[Row, str]] = []
        self._parts: dict[str, str] = {}

    def read(self, file_name: str) -> Definition:
        calculated: list[tuple[str, Row]] = []
        for row in self._survey.rows:
            if row.line("type").lower() == "calculate":
                calculated.append((row.line("name"), row))
            self._read_row(row)
        for row, _condition in self._groups:
            self._misfit(row, Trouble.GROUP, "type")
        self._check_said("")
        for name, row in calculated:
            if name in self._calculations.unused:
                self._misfit(row, Trouble.CALCULATION, "calculation")
        title, form_id = self._titles()
        return Definition(
            title=title or one_line(file_name)[:TITLE_LIMIT],
            questions=tuple(self._questions),
            intro=_joined(self._intro),
            thanks=_joined(self._said),
            form_id=form_id,
            parts=self._parts,
        )

    def placed(self, problem: checking.Problem) -> Misfit:
        """A problem of the definition, where it stands in the file."""
        row, name = self._where(problem)
        if row is None:
            return Misfit(trouble=Trouble.PROBLEM, sheet=self._survey.name, problem=problem)
        return replace(row.misfit(Trouble.PROBLEM, name), problem=problem)

    def _where(self, problem: checking.Problem) -> tuple[Row | None, str]:
        said = {Field.INTRO: self._intro, Field.THANKS: self._said}
        if problem.field in said:
            return said[problem.field][0][0], "label"
        if problem.field in _SETTINGS:
            return next(iter(self._settings.rows), None), _SETTINGS[problem.field]
        if problem.what is What.TOO_MANY_QUESTIONS:
            return self._places[MOST_QUESTIONS].row, "type"
        number = problem.number or self._number(problem.question)
        return self._places[number - 1].of(problem, self._lists) if number else (None, "")

    def _number(self, name: str) -> int:
        """That of the question, from 1; 0 where there is none."""
        names = [each.name for each in self._questions]
        return names.index(name) + 1 if name in names else 0

    def _misfit(self, row: Row, trouble: Trouble, name: str = "", text: str | None = None) -> None:
        self.misfits.append(row.misfit(trouble, name, text))

    def _titles(self) -> tuple[str, str]:
        rows = self._settings.rows
        for row in rows[1:]:
            self._misfit(row, Trouble.ROW)
        return (rows[0].line("form_title"), rows[0].line("form_id")) if rows else ("", "")

    def _read_row(self, row: Row) -> None:
        written = row.line("type")
        kind = written.lower()
        handlers: tuple[tuple[bool, str, Callable[[Row], None]], ...] = (
            (kind in convention.BEGIN_GROUP, "group", self._begin_group),
            (kind in convention.END_GROUP, "end", self._end_group),
            (kind == "note", "note", self._note),
            (kind == "calculate", "calculate", self._calculate),
            (kind in convention.SILENT, "silent", lambda _row: None),
        )
        if not written:
            if row.cells.keys() & set(convention.READ[SURVEY]):
                self._misfit(row, Trouble.NO_TYPE, "type")
            return
        for matches, role, handle in handlers:
            if matches:
                self._check_cells(row, _ALLOWED[role])
                handle(row)
                return
        self._question(row)

    def _check_cells(self, row: Row, allowed: set[str]) -> None:
        for name in row.cells:
            required_not = name == "required" and row.line(name).lower() in convention.NO
            if name in convention.READ[SURVEY] and name not in allowed and not required_not:
                self._misfit(row, Trouble.NOT_HERE, name)
        for name in ("label", "hint", "constraint_message"):
            if name in allowed and refers(row.cells.get(name, "")):
                self._misfit(row, Trouble.REFERENCE, name)
        looks = set(row.line("appearance").lower().split())
        if row.line("type").lower() == "range":
            looks.discard(convention.RATING)
        if "appearance" in allowed and not all(map(convention.LOOKS.fullmatch, looks)):
            self._misfit(row, Trouble.APPEARANCE, "appearance")

    def _begin_group(self, row: Row) -> None:
        if len(self._groups) == _DEEPEST:
            self._misfit(row, Trouble.GROUP, "type")
        condition = self._calculations.put_in(row.line("relevant"))
        self._groups.append((row, "" if len(self._groups) >= _DEEPEST else condition))
        if label := row.cells.get("label"):
            self._said.append((row, label))

    def _end_group(self, row: Row) -> None:
        if self._groups:
            self._groups.pop()
        else:
            self._misfit(row, Trouble.GROUP, "type")

    def _note(self, row: Row) -> None:
        """Joined to the next question, or said before the first or after the last."""
        texts = [(row, row.cells[name]) for name in ("label", "hint") if name in row.cells]
        condition = self._condition(row)
        if condition:
            self._said_when.append((row, condition))
        if self._questions or self._groups or self._said:
            self._said += texts
        else:
            self._intro += texts

    def _calculate(self, row: Row) -> None:
        if not self._calculations.add(row.line("name"), row.line("calculation")):
            self._misfit(row, Trouble.CALCULATION, "calculation")

    def _condition(self, row: Row) -> str:
        """Its own and those of the groups that it stands in."""
        own = self._calculations.put_in(row.line("relevant"))
        all_ = [each for each in (*(text for _row, text in self._groups), own) if each]
        return all_[0] if len(all_) == 1 else " and ".join(f"({each})" for each in all_)

    def _question(self, row: Row) -> None:
        self._check_cells(row, _QUESTION)
        try:
            found = asked(row, self._lists)
        except Refused as refused:
            self.misfits.append(refused.misfit)
            return
        name, relevant = row.line("name"), self._condition(row)
        self._join_said(name, relevant)
        groups = tuple(group for group, _condition in self._groups)
        self._places.append(QuestionPlace(row, found.list_name, groups))
        self._questions.append(
            Question(
                name=name,
                kind=found.kind,
                label=row.cells.get("label", ""),
                hint=row.cells.get("hint", ""),
                required=self._yes_or_no(row, "required"),
                choices=found.choices,
                other=found.other,
                scale=found.scale,
                whole=found.whole,
                relevant=relevant,
                constraint=self._calculations.put_in(row.line("constraint")),
                constraint_message=row.cells.get("constraint_message", ""),
            )
        )

    def _join_said(self, name: str, relevant: str) -> None:
        self._check_said(relevant)
        if self._said:
            self._parts[name] = _joined(self._said)
        self._said, self._said_when = [], []

    def _check_said(self, relevant: str) -> None:
        """What is said on a condition has to be said with a question on the same."""
        for row, condition in self._said_when:
            if condition != relevant:
                self._misfit(
                    row, Trouble.CONDITION, "relevant" if row.line("relevant") else "label"
                )

    def _yes_or_no(self, row: Row, name: str) -> bool:
        written = row.line(name).lower()
        if written not in (*convention.YES, *convention.NO):
            self._misfit(row, Trouble.YES_OR_NO, name)
        return written in convention.YES


def _joined(said: Sequence[tuple[Row, str]]) -> str:
    return "\n".join(text for _row, text in said)
