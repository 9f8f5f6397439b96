"""States in which people only look at something: what they write then is something new."""

from aiogram.fsm.state import State, StatesGroup


class Looking(StatesGroup):
    at_all = State()
    at_one = State()


IDLE = (Looking.at_all.state, Looking.at_one.state)
