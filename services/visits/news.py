"""What is told of a list of visits, and its card."""

from dataclasses import dataclass

from services.news import CardSubject, News


@dataclass(frozen=True, slots=True)
class RoundDrawn(News):
    """Those who go hear of the list, with the button to begin."""

    round_id: int


@dataclass(frozen=True, slots=True)
class DoorsAgain(News):
    """So many doors where nobody was at home are to be tried again: those who go hear it."""

    round_id: int
    doors: int


@dataclass(frozen=True, slots=True)
class NobodyThere(News):
    """Nobody was at home as often as it is tried: the office has to find another way."""

    visit_id: int


@dataclass(frozen=True, slots=True)
class RoundLate(News):
    """The last day has come and doors are left: those who go are reminded."""

    round_id: int


@dataclass(frozen=True, slots=True)
class RoundOver(News):
    """The time is over and doors are left, or come again: the group hears it, once."""

    round_id: int


@dataclass(frozen=True, slots=True)
class NoneFollows(News):
    """A list should come again, but every door was taken off it: the group hears it, once."""

    round_id: int


@dataclass(frozen=True, slots=True)
class RoundCard(CardSubject):
    """The list in the office's group."""

    round_id: int
