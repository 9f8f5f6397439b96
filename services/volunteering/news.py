"""What volunteers and their groups hear of, and the card of a task."""

from dataclasses import dataclass

from services.news import CardSubject, News


@dataclass(frozen=True, slots=True)
class TaskCard(CardSubject):
    """The card of a task in its volunteers' group."""

    task_id: int


@dataclass(frozen=True, slots=True)
class Claimed(News):
    """Somebody has a place: they alone are told the private details."""

    claim_id: int


@dataclass(frozen=True, slots=True)
class TaskOffered(News):
    """A new task is offered to a volunteer who asked for such; `others` are new, too.

    again: it is an older one, of which somebody gave a place back late.
    """

    person_id: int
    task_id: int
    others: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class Waits(News):
    """Somebody is on the waiting list."""

    claim_id: int


@dataclass(frozen=True, slots=True)
class Promoted(News):
    """Somebody came from the waiting list to a place that was given back."""

    claim_id: int


@dataclass(frozen=True, slots=True)
class Released(News):
    """Somebody gave their place back; `late` within a day of the start."""

    claim_id: int
    late: bool


@dataclass(frozen=True, slots=True)
class HandOverOffered(News):
    """A place is offered to another volunteer, who has to agree."""

    claim_id: int


@dataclass(frozen=True, slots=True)
class HandOverDeclined(News):
    """Who was asked does not want the place; its holder goes on holding it."""

    claim_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class HandedOver(News):
    """A place went from the holder of one claim to that of another."""

    from_claim_id: int
    to_claim_id: int


@dataclass(frozen=True, slots=True)
class TaskCancelled(News):
    """A task does not take place; everyone who held a place or waited is told why."""

    task_id: int
    claim_ids: tuple[int, ...]
    """Those that lived until now."""


@dataclass(frozen=True, slots=True)
class Remind(News):
    """A holder is reminded; the task starts in about `hours`."""

    claim_id: int
    hours: int
