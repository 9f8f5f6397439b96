"""Why something about volunteers was refused, with the facts needed to say so kindly."""

from datetime import date

from services.errors import Refusal
from storage.tables import VolunteerState


class NotAVolunteer(Refusal):
    """Never was one, left, or was declined."""


class NotAdmitted(Refusal):
    """Their application still waits for staff."""


class VolunteerPaused(Refusal):
    """They take a break up to and with the day `until` (local), or until they say so (None)."""

    def __init__(self, until: date | None) -> None:
        super().__init__(str(until))
        self.until = until


class VolunteerBlocked(Refusal):
    """Staff stopped them, for a reason that they may know."""

    def __init__(self, reason: str) -> None:
        super().__init__("blocked")
        self.reason = reason


class AlreadyVolunteer(Refusal):
    """They are one, active or paused."""

    def __init__(self, state: VolunteerState) -> None:
        super().__init__(state.value)
        self.state = state


class NotWaiting(Refusal):
    """The application was decided already, or the volunteer is not in a state for this."""

    def __init__(self, state: VolunteerState) -> None:
        super().__init__(state.value)
        self.state = state


class DayPassed(Refusal):
    """The day is over already."""
