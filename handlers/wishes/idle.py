"""What wishers look at while nothing is written."""

from handlers.common.idle import Idle
from handlers.wishes.wishing import LOOKING

idle = Idle(LOOKING)
