"""Why something about hours, points, rewards or thanks was refused."""

from datetime import datetime

from services.errors import Refusal
from storage.tables import RedemptionState


class TooEarly(Refusal):
    """Checking in begins at `opens_at` (UTC)."""

    def __init__(self, opens_at: datetime) -> None:
        super().__init__(opens_at.isoformat())
        self.opens_at = opens_at


class PlaceNotHeld(Refusal):
    """The claim holds no place: it waits, was given back, or is done already."""


class AlreadyIn(Refusal):
    """They checked in at `at` (UTC)."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at.isoformat())
        self.at = at


class NotIn(Refusal):
    """They have not checked in yet."""


class TooFar(Refusal):
    """The shared position is `metres` from the place, as the crow flies."""

    def __init__(self, metres: int) -> None:
        super().__init__(str(metres))
        self.metres = metres


class NoPosition(Refusal):
    """The task has no position on the map; a code or the organiser checks people in."""


class WrongCode(Refusal):
    """Not the code that the organiser shows now, nor the one before."""


class TooManyWrongCodes(Refusal):
    """No code of theirs is taken in this task any more; a position or the organiser checks in."""


class NotOrganiser(Refusal):
    """Only the organiser and the community's staff do this."""


class OwnMinutes(Refusal):
    """Nobody confirms their own service, nor hands a reward to themselves."""


class AlreadyJudged(Refusal):
    """The record or complaint was judged before."""


class UnderComplaint(Refusal):
    """A complaint stopped the record until staff decide about it."""


class MinutesOutOfRange(Refusal):
    """Whole minutes from 1 to `most` can be confirmed."""

    def __init__(self, most: int) -> None:
        super().__init__(str(most))
        self.most = most


class OutOfStock(Refusal):
    """The last one was reserved by somebody else, or the reward is no longer given."""


class TooFewPoints(Refusal):
    """`points` can be spent, and it costs `needed`."""

    def __init__(self, points: int, needed: int) -> None:
        super().__init__(f"{points} of {needed}")
        self.points = points
        self.needed = needed


class RedemptionOver(Refusal):
    """The reward was handed out or returned already."""

    def __init__(self, state: RedemptionState) -> None:
        super().__init__(state.value)
        self.state = state


class NoHours(Refusal):
    """There are no confirmed minutes in the period to certify."""
