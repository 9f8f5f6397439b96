"""What a coordinator can ask with /volunteers."""

from aiogram.fsm.state import State, StatesGroup

WAITING, FREE, UNCLAIMED, WALL = "waiting", "free", "unclaimed", "wall"
HOURS, PEOPLE, HONOUR = "hours", "people", "honour"


class Overview(StatesGroup):
    what = State()
