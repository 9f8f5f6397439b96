"""What somebody is about to order: kept with the conversation."""

from dataclasses import asdict, dataclass, fields
from typing import Any

from handlers.common.talk import Talk

_KEY = "help"


@dataclass(slots=True)
class Draft:
    """Each part is None until it was answered."""

    kind: str | None = None
    wanted: str | None = None
    area_id: int | None = None
    place: str | None = None
    words: str | None = None
    """What else matters; empty where nothing does."""

    @classmethod
    def of(cls, talk: Talk) -> "Draft":
        """What is kept, of the parts that this version knows."""
        kept: dict[str, Any] = talk.data.get(_KEY, {})
        return cls(**{part.name: kept[part.name] for part in fields(cls) if part.name in kept})

    def keep(self, talk: Talk) -> None:
        talk.data[_KEY] = asdict(self)

    @staticmethod
    def discard(talk: Talk) -> None:
        talk.data.pop(_KEY, None)
