"""What is told of the kitchen, the rounds and the looks at doors; the cards that show them."""

from dataclasses import dataclass

from services.news import CardSubject, News
from storage.outbox import Night


@dataclass(frozen=True, slots=True)
class SheetMade(News):
    """A prep sheet (备餐单) or supplement (补充单), for the canteen's group."""

    sheet_id: int


@dataclass(frozen=True, slots=True)
class RoundTaken(News):
    """Somebody carries the round: they get the doors."""

    round_id: int


@dataclass(frozen=True, slots=True)
class RoundGivenBack(News):
    """`person_id` does not carry the round any more; the doors leave their screen."""

    round_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class StopCalledOff(News):
    """A door that the carrier, who is under way, need not go to."""

    booking_id: int


@dataclass(frozen=True, slots=True)
class MealDelivered(News):
    """送到: a person who booked for somebody else hears of it."""

    booking_id: int


@dataclass(frozen=True, slots=True)
class DeliveriesUntold(News):
    """A meal is over, and of some deliveries nobody has said whether they arrived."""

    session_id: int


@dataclass(frozen=True, slots=True)
class OftenMissed(News):
    """Once more neither fetched nor cancelled this month: a kind word to cancel next time."""

    booking_id: int
    missed: int
    """So many in the month of the meal's date, this one included."""


@dataclass(frozen=True, slots=True)
class CareRaised(News):
    """Somebody should be looked in on; those who book for them are told."""

    night = Night.RINGS
    alert_id: int


@dataclass(frozen=True, slots=True)
class CareUnheeded(News):
    """Half an hour has passed and nobody went to look."""

    night = Night.RINGS
    alert_id: int
    relatives_too: bool = False
    """At night, when the office may be asleep."""


@dataclass(frozen=True, slots=True)
class CareTaken(News):
    """Somebody goes to look; those who were told of the alert hear it."""

    night = Night.RINGS
    alert_id: int


@dataclass(frozen=True, slots=True)
class CareSettled(News):
    """How it turned out; those who were told of the alert hear it."""

    night = Night.RINGS
    alert_id: int


@dataclass(frozen=True, slots=True)
class RoundCard(CardSubject):
    """A round in the canteen's group: buildings and counts, no doors."""

    round_id: int


@dataclass(frozen=True, slots=True)
class StopsCard(CardSubject):
    """A round's doors, for its carrier alone."""

    round_id: int


@dataclass(frozen=True, slots=True)
class CareCard(CardSubject):
    """An alert in the group of the community's office."""

    night = Night.RINGS
    alert_id: int
