"""What is told of bookings, diners and proxies, and the cards that show the latter to staff.

`by` is who did it, who therefore need not hear of it; None for the bot itself. Those who hear of a
booking are `services.meals.reading.hearers`: the diner and the person who booked.
"""

from dataclasses import dataclass

from services.news import CardSubject, News


@dataclass(frozen=True, slots=True)
class BookedByOther(News):
    """Somebody, a proxy or staff, booked a meal for the diner."""

    booking_id: int
    by: int | None


@dataclass(frozen=True, slots=True)
class ChangedByOther(News):
    """Somebody other than one who hears of the booking changed it."""

    booking_id: int
    by: int | None


@dataclass(frozen=True, slots=True)
class Cancelled(News):
    """It was cancelled by `by`; staff's reason stands in the booking's last event."""

    booking_id: int
    by: int | None


@dataclass(frozen=True, slots=True)
class Promoted(News):
    """From the waiting list (候补) to a booking: it has its portions now."""

    booking_id: int


@dataclass(frozen=True, slots=True)
class NotPromoted(News):
    """Orders are closed and no portion became free: who waited makes other plans."""

    booking_id: int


@dataclass(frozen=True, slots=True)
class AwaitedWithdrawn(News):
    """下架: the set somebody waits for is off the menu; they keep their place for another one."""

    booking_id: int


@dataclass(frozen=True, slots=True)
class SessionClosed(News):
    """停餐: the booking is cancelled with its whole session, whose row says why."""

    booking_id: int


@dataclass(frozen=True, slots=True)
class StandingBooked(News):
    """Standing orders became bookings, places on the waiting list, or could not be booked."""

    diner_id: int
    ordered_by: int | None
    booking_ids: tuple[int, ...]
    refused_ids: tuple[int, ...]
    """Sessions, such as one whose delivery the diner is no longer entitled to."""
    but_not: int | None = None
    """Who has seen it in an answer."""


@dataclass(frozen=True, slots=True)
class ProxyAsked(News):
    """May they book? For the diner where they have a messenger, else for the canteen's staff."""

    proxy_id: int


@dataclass(frozen=True, slots=True)
class ProxyAnswered(News):
    """The one who asked hears the answer."""

    proxy_id: int


@dataclass(frozen=True, slots=True)
class ProxyEnded(News):
    """They do not book for the diner any more."""

    proxy_id: int
    by: int | None


@dataclass(frozen=True, slots=True)
class DinerToVerify(News):
    """Somebody registered: staff check age and address by their card."""

    diner_id: int


@dataclass(frozen=True, slots=True)
class DinerVerified(News):
    """Staff checked them: from now on what they are entitled to is taken off."""

    diner_id: int


@dataclass(frozen=True, slots=True)
class DinerCard(CardSubject):
    """A diner, for staff to verify."""

    diner_id: int


@dataclass(frozen=True, slots=True)
class ProxyCard(CardSubject):
    """A proxy, for staff to confirm."""

    proxy_id: int
