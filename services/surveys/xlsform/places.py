"""Where in the file a question stands, for what is wrong with it once it is read."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.surveys.checking import Field, Problem, What
from services.surveys.xlsform.lists import ChoiceList
from services.surveys.xlsform.tables import Row


@dataclass(frozen=True, slots=True)
class QuestionPlace:
    row: Row
    list_name: str
    """Of its choices; "" where it has none."""
    groups: tuple[Row, ...]
    """That it stands in, the outermost first."""

    def of(self, problem: Problem, lists: Mapping[str, ChoiceList]) -> tuple[Row, str]:
        """The row and the column of what is wrong."""
        match problem.field:
            case Field.RELEVANT:
                return self._of_condition(problem), "relevant"
            case Field.CHOICES:
                return self._of_choice(problem, lists.get(self.list_name))
            case Field.SCALE:
                return self.row, "parameters"
            case field:
                return self.row, str(field)

    def _of_choice(self, problem: Problem, found: ChoiceList | None) -> tuple[Row, str]:
        row = found.row_of(problem.text) if found else None
        if row is None:
            return self.row, "type"
        return row, "name" if problem.what is What.CHOICE_NAME else "label"

    def _of_condition(self, problem: Problem) -> Row:
        """Its own, or that of a group."""
        text = problem.error.part if problem.error else problem.text
        rows = [row for row in (self.row, *self.groups) if text in row.line("relevant")]
        return next((row for row in rows if row.line("relevant")), self.row)
