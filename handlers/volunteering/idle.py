"""What volunteers look at while nothing is written."""

from handlers.common.idle import Idle
from handlers.volunteering.people import LOOKING

idle = Idle(*LOOKING)
