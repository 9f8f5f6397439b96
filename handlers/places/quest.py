"""What somebody is looking for, and from where: kept with the conversation."""

from dataclasses import dataclass, field
from typing import ClassVar

from handlers.common.forms import Form
from handlers.common.kept import Kept
from handlers.common.talk import Talk
from services import places


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
    among: list[str] = field(default_factory=list)
    """Keys of the kinds that are offered where `what` may mean several."""
    open_only: bool = False

    def look_for(self, kinds: list[str], what: str) -> None:
        self.kinds, self.what = kinds, what

    def view(self, talk: Talk) -> places.View:
        """Use it only once the position is known."""
        assert self.latitude is not None
        assert self.longitude is not None
        return places.View(
            self.latitude, self.longitude, talk.now, talk.config.zone, talk.person.big_print
        )


seeking = Form(Quest, "Seeking")
