"""Why the kitchen, a round, a look at somebody's door or the month's accounts refused something."""

from datetime import datetime

from services.errors import Refusal
from storage.tables import BookingState, RoundState


class AlreadyServed(Refusal):
    """The meal was handed out at `at` (UTC) by `by_name`, who may be unknown."""

    def __init__(self, by_name: str | None, at: datetime | None) -> None:
        super().__init__("served")
        self.by_name = by_name
        self.at = at


class NotServedYet(Refusal):
    """Nothing was ticked off that could be undone."""


class NothingToServe(Refusal):
    """The booking was cancelled, or it waits for a portion."""

    def __init__(self, state: BookingState) -> None:
        super().__init__(state.value)
        self.state = state


class RoundOver(Refusal):
    """The round was carried to its end, or every stop of it was called off."""

    def __init__(self, state: RoundState) -> None:
        super().__init__(state.value)
        self.state = state


class NotYourRound(Refusal):
    """Somebody else carries it, or nobody does yet."""


class StopOver(Refusal):
    """The stop was called off: the meal was cancelled, or is fetched after all."""


class AlreadyNoted(Refusal):
    """It was noted that nobody answered the door."""


class MonthClosed(Refusal):
    """The accounts of `month` (2026-11) are closed: only reversals change them."""

    def __init__(self, month: str) -> None:
        super().__init__(month)
        self.month = month


class MonthNotOver(Refusal):
    """A month is closed when its last day has passed."""

    def __init__(self, month: str) -> None:
        super().__init__(month)
        self.month = month


class Unsettled(Refusal):
    """So many meals of the month are neither served nor missed."""

    def __init__(self, meals: int) -> None:
        super().__init__(str(meals))
        self.meals = meals


class AlreadyReversed(Refusal):
    """The charge was taken back before, or is itself a reversal."""
