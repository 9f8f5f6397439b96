"""What people look at about themselves while nothing is written."""

from handlers.common.idle import Idle
from handlers.people.my_data import MyData
from handlers.people.settings import Settings

idle = Idle(Settings, MyData.what)
