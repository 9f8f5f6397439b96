"""Why a rule about stewards says no."""

from services.errors import Refusal


class LinkSpent(Refusal):
    """The link was used, has run out, or the role has ended; the office can make another."""


class RoleEnded(Refusal):
    """They do not have the role any more."""


class NoTelephone(Refusal):
    """There is none that could be shown."""


class DayInTheFuture(Refusal):
    """Nobody has signed anything on a day that is still to come."""


class SameAgain(Refusal):
    """They have that role there already."""
