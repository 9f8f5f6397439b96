"""What somebody is about to order: kept with the conversation."""

from dataclasses import dataclass
from typing import ClassVar

from handlers.common.kept import Kept


@dataclass(slots=True)
class Draft(Kept):
    """Each part is None until it was answered."""

    KEY: ClassVar = "help"

    kind: str | None = None
    wanted: str | None = None
    area_id: int | None = None
    place: str | None = None
    words: str | None = None
    """What else matters; empty where nothing does."""
