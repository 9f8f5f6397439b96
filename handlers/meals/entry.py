"""Who is about to be registered as a diner: kept with the conversation until it is confirmed."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from handlers.common.kept import Kept
from storage.tables import Relation

MYSELF = "self"


@dataclass(slots=True)
class Entry(Kept):
    """Each part is None until it was answered."""

    KEY: ClassVar = "meal diner"

    diner_id: int | None = None
    """Of the entry that is corrected; empty for a new one."""
    whose: str | None = None
    """MYSELF, or the Relation of the person who registers, as seen from the diner."""
    name: str | None = None
    born: date | None = None
    area_id: int | None = None
    door: str | None = None
    phone: str | None = None
    diet: str | None = None
    """Both are empty text where there is none."""

    @property
    def is_own(self) -> bool:
        return self.whose == MYSELF

    @property
    def relation(self) -> Relation | None:
        return None if self.whose in (None, MYSELF) else Relation(self.whose)
