"""Why something was refused, with the facts that are needed to say so kindly.

A refusal leaves nothing written: the caller may commit the rest of the transaction.
"""

from datetime import datetime

from storage.tables import TicketState


class Refusal(Exception):  # noqa: N818 - a rule at work is no error
    """A rule says no. The handlers say it in words."""


class NotFound(Refusal):
    """There is no such thing, or none that this person may know of."""


class NotYours(Refusal):
    """It belongs to somebody else."""


class WrongState(Refusal):
    """The request is past that, or not there yet."""

    def __init__(self, state: TicketState) -> None:
        super().__init__(state.value)
        self.state = state


class AlreadyTaken(Refusal):
    """A member of the group works on it; `yours` when that is the one who asked."""

    def __init__(self, by_name: str, *, yours: bool) -> None:
        super().__init__("taken")
        self.by_name = by_name
        self.yours = yours


class NotYourGroup(Refusal):
    """Another group holds the request now."""


class NotAMember(Refusal):
    """They left the group they act for."""


class AlreadyJoined(Refusal):
    """They joined (附议) before: each counts once."""


class OwnTicket(Refusal):
    """The author cannot join their own request."""


class NothingAsked(Refusal):
    """No question to the resident waits for an answer."""


class AlreadySaid(Refusal):
    """Their words on the rating are there already."""


class TooSoon(Refusal):
    """Possible again at `until` (UTC)."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


class OthersFirst(Refusal):
    """A 重办 is for other members of the group first; theirs too from `until` (UTC)."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


class NoGroup(Refusal):
    """The group is not bound, or not one the request may go to."""


class NobodyElse(Refusal):
    """No other group is bound to which it could be given back."""


class AlreadySettled(Refusal):
    """A report has its verdict; `yours` when it came from the one who asked."""

    def __init__(self, by_name: str, *, yours: bool) -> None:
        super().__init__("settled")
        self.by_name = by_name
        self.yours = yours


class HoursUnreadable(Refusal):
    """Not in OpenStreetMap's `opening_hours` format."""


class WordsNeeded(Refusal):
    """Nothing was said, and something has to be."""


class NotATelephone(WordsNeeded):
    """What stands there has too few digits for a number."""


class TooLong(Refusal):
    """More than `limit` characters."""

    def __init__(self, limit: int) -> None:
        super().__init__(str(limit))
        self.limit = limit


class TooMany(Refusal):
    """More than `limit` attachments at once."""

    def __init__(self, limit: int) -> None:
        super().__init__(str(limit))
        self.limit = limit
