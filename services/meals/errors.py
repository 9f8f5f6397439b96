"""Why a menu, a booking, a diner or a proxy was refused; as all refusals, with nothing written."""

from datetime import date, datetime

from services.errors import NotFound, Refusal, WordsNeeded
from storage.tables import BookingState, ProxyState


class NotServed(Refusal):
    """The meal is not served on that day."""


class CutOff(Refusal):
    """截单 was at `at` (UTC): from then on only staff change anything; or the meal is over."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at.isoformat())
        self.at = at


class SessionClosed(Refusal):
    """停餐: the meal is not served after all; `reason` in the canteen's words."""

    def __init__(self, reason: str) -> None:
        super().__init__("closed")
        self.reason = reason


class SetWithdrawn(Refusal):
    """The set is not on the menu any more."""


class AlreadyBooked(Refusal):
    """The diner has a booking of that meal, made by the person who asks or by somebody else."""

    def __init__(self, booking_id: int, *, by_you: bool) -> None:
        super().__init__("booked")
        self.booking_id = booking_id
        self.by_you = by_you


class PortionsOutOfRange(Refusal):
    """One booking has 1 to `most` portions."""

    def __init__(self, most: int) -> None:
        super().__init__(str(most))
        self.most = most


class Full(Refusal):
    """It does not fit, and there is no waiting list for it: so much is `left`.

    `deliveries` says that it is the deliveries that are used up, not the portions.
    """

    def __init__(self, left: int, *, deliveries: bool = False) -> None:
        super().__init__(str(left))
        self.left = left
        self.deliveries = deliveries


class OthersWait(Refusal):
    """A booking cannot grow past those on the waiting list."""


class BelowTaken(Refusal):
    """Capacity cannot be less than what is booked: `taken` portions, or deliveries."""

    def __init__(self, taken: int) -> None:
        super().__init__(str(taken))
        self.taken = taken


class NotCutOffYet(Refusal):
    """余餐 is there once orders are closed, at `at` (UTC)."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at.isoformat())
        self.at = at


class WrongBookingState(Refusal):
    """The booking is past that."""

    def __init__(self, state: BookingState) -> None:
        super().__init__(state.value)
        self.state = state


class NotEntitledToDelivery(Refusal):
    """No delivery terms of the canteen apply to the diner on that day."""


class ReasonNeeded(WordsNeeded):
    """After cut-off staff say why."""


class NotConfirmed(Refusal):
    """Neither the diner nor staff have confirmed yet that this person books for them."""


class WrongProxyState(Refusal):
    """The question whether somebody may book was answered, or it was ended."""

    def __init__(self, state: ProxyState) -> None:
        super().__init__(state.value)
        self.state = state


class OwnDiner(Refusal):
    """Nobody needs leave to book for themselves."""


class DinerPaused(Refusal):
    """Meals are paused; `until` is the last day of it, None while open-ended."""

    def __init__(self, until: date | None) -> None:
        super().__init__("paused")
        self.until = until


class DinerEnded(Refusal):
    """Nothing is booked any more for a diner who moved away or died."""


class LivesElsewhere(Refusal):
    """The canteen does not serve where the diner lives."""


class AlreadyVerified(Refusal):
    """Staff have checked the diner's age and address before."""


class ImpossibleBirthday(Refusal):
    """Nobody was born tomorrow, or more than 130 years ago."""


class TelephoneNeeded(WordsNeeded):
    """Who enters somebody without a messenger says how staff can ask them."""


class NoStandingOrder(NotFound):
    """It has ended, or is of a diner for whom this person does not book."""


class DaysOutOfOrder(Refusal):
    """The last day lies before the first, or no weekday was chosen."""
