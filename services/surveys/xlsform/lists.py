"""The choices sheet: lists of choices by their names."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from services.surveys.questions import Choice
from services.surveys.xlsform.not_understood import Misfit, Trouble
from services.surveys.xlsform.tables import Row, Table


@dataclass(frozen=True, slots=True)
class ChoiceList:
    choices: list[Choice] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    """Where each stands."""

    def labels(self) -> dict[str, str]:
        return {each.name: each.label for each in self.choices}

    def row_of(self, text: str) -> Row | None:
        """That of the last choice with this name or label."""
        found = [
            row
            for choice, row in zip(self.choices, self.rows, strict=True)
            if text in (choice.name, choice.label)
        ]
        return found[-1] if found else None


def read(table: Table) -> tuple[dict[str, ChoiceList], list[Misfit]]:
    """A list that no question uses is read too, and left out later."""
    lists: dict[str, ChoiceList] = {}
    misfits = []
    for row in table.rows:
        if absent := _absent(row, ("list_name", "name")):
            misfits.append(row.misfit(Trouble.CHOICE, absent))
            continue
        each = lists.setdefault(row.line("list_name"), ChoiceList())
        each.choices.append(Choice(row.line("name"), row.line("label")))
        each.rows.append(row)
    return lists, misfits


def _absent(row: Row, names: Sequence[str]) -> str | None:
    return next((name for name in names if not row.line(name)), None)
