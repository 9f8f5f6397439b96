"""What somebody is looking for, and from where: kept with the conversation."""

from dataclasses import dataclass, field
from typing import ClassVar

from handlers.common.kept import Kept


@dataclass(slots=True)
class Quest(Kept):
    """Each part is empty until it was answered."""

    KEY: ClassVar = "nearby"

    latitude: float | None = None
    longitude: float | None = None
    """WGS-84 degrees."""
    where: str = ""
    """How the place is called that they look from."""
    kinds: list[str] = field(default_factory=list)
    """Keys of the kinds of place that would do."""
    what: str = ""
    """How those are called together."""
    open_only: bool = False
    place_id: int | None = None
    spot_id: int | None = None
    """The place that is being looked at, and which of its spots."""

    def start_at(self, latitude: float, longitude: float, where: str) -> None:
        self.latitude, self.longitude, self.where = latitude, longitude, where

    def look_for(self, kinds: list[str], what: str) -> None:
        self.kinds, self.what = kinds, what

    @property
    def position(self) -> tuple[float, float]:
        """Latitude and longitude; ask for it only once it is known."""
        assert self.latitude is not None
        assert self.longitude is not None
        return self.latitude, self.longitude
