"""Bringing stored rows up to what a file says."""

from dataclasses import dataclass
from typing import Any

from storage.tables import Base


@dataclass(slots=True)
class Changes:
    """What an import did, counted in rows of the file."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def note(self, row: Base, **values: Any) -> None:
        """Make the stored `row` say `values`; a row that does already is not written."""
        new = {name: value for name, value in values.items() if getattr(row, name) != value}
        for name, value in new.items():
            setattr(row, name, value)
        self.changed += bool(new)
        self.unchanged += not new
