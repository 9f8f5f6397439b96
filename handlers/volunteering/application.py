"""The steps of an application and of a profile, and an application that is being written."""

from dataclasses import dataclass, field
from typing import ClassVar

from aiogram.fsm.state import State, StatesGroup

from handlers.common.kept import Kept


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
class Draft(Kept):
    """Kept with the conversation until it is handed in; each part is empty until answered."""

    KEY: ClassVar = "volunteering"

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
