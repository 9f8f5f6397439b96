"""The steps of an application and of a profile, and an application that is being written."""

from dataclasses import asdict, dataclass, field, fields
from typing import Any

from aiogram.fsm.state import State, StatesGroup

from handlers.common.talk import Talk

_KEY = "volunteering"


class Joining(StatesGroup):
    where = State()
    name = State()
    posts = State()
    times = State()
    reach = State()
    team = State()
    check = State()


class Profile(StatesGroup):
    applied = State()
    what = State()
    change = State()
    posts = State()
    times = State()
    reach = State()
    name = State()
    team = State()
    until = State()
    leaving = State()


@dataclass(slots=True)
class Draft:
    """Kept with the conversation until it is handed in; each part is empty until answered."""

    code: str = ""
    """Of the QR code that brought them: a team's, or an area's."""
    area_id: int | None = None
    """The community."""
    team_id: int | None = None
    name: str = ""
    posts: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    """Of times, see `preferences.times_of`."""
    reach_m: int | None = None

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
