"""Who is about to be registered as a diner: kept with the conversation until staff have it."""

from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from handlers.common.talk import Talk
from storage.tables import Relation

_KEY = "meal diner"


@dataclass(slots=True)
class Entry:
    """Each part is empty until it was answered."""

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

    @classmethod
    def of(cls, talk: Talk) -> "Entry":
        """What is kept, of the parts that this version knows."""
        kept: dict[str, Any] = talk.data.get(_KEY, {})
        entry = cls(**{part.name: kept[part.name] for part in fields(cls) if part.name in kept})
        entry.relation = Relation(entry.relation) if entry.relation else None
        return entry

    def keep(self, talk: Talk) -> None:
        talk.data[_KEY] = asdict(self)

    @staticmethod
    def discard(talk: Talk) -> None:
        talk.data.pop(_KEY, None)

    @property
    def born_on(self) -> date | None:
        return date.fromisoformat(self.born) if self.born else None

    @property
    def is_own(self) -> bool:
        return self.relation is None
