"""Who is about to be registered as a diner: kept with the conversation until staff have it."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from handlers.common.kept import Kept
from storage.tables import Relation


@dataclass(slots=True)
class Entry(Kept):
    """Each part is empty until it was answered."""

    KEY: ClassVar = "meal diner"

    diner_id: int | None = None
    """Of the entry that is put right; empty for a new one."""
    relation: Relation | None = None
    """Of whoever registers, as seen from the diner; empty for oneself."""
    name: str = ""
    born: str = ""
    """As in 1948-03-05."""
    area_id: int | None = None
    door: str = ""
    phone: str | None = None
    diet: str | None = None
    """Both are empty text where there is none."""

    def __post_init__(self) -> None:
        """Kept as JSON, these come back as text."""
        self.relation = Relation(self.relation) if self.relation else None

    @property
    def born_on(self) -> date | None:
        return date.fromisoformat(self.born) if self.born else None

    @property
    def is_own(self) -> bool:
        return self.relation is None
