"""What is told of hours, points and thanks, and the cards of it."""

from dataclasses import dataclass

from services.news import CardSubject, News


@dataclass(frozen=True, slots=True)
class RollCall(CardSubject):
    """The attendance list of a task (签到单), for its organiser and the office."""

    task_id: int


@dataclass(frozen=True, slots=True)
class ComplaintCard(CardSubject):
    """A complaint about somebody who helped, in the office's group."""

    feedback_id: int


@dataclass(frozen=True, slots=True)
class CheckedIn(News):
    """The organiser checked a volunteer in, who hears of it."""

    claim_id: int


@dataclass(frozen=True, slots=True)
class Recorded(News):
    """A record was made for a volunteer by somebody else than them: organiser or review."""

    record_id: int


@dataclass(frozen=True, slots=True)
class Confirmed(News):
    """Minutes were confirmed; `points` came of it."""

    record_id: int
    points: int


@dataclass(frozen=True, slots=True)
class Missed(News):
    """The organiser noted that a volunteer did not come."""

    claim_id: int


@dataclass(frozen=True, slots=True)
class AskHelped(News):
    """The person helped is asked how it was."""

    claim_id: int


@dataclass(frozen=True, slots=True)
class Thanked(News):
    """The person helped said thanks; the volunteer hears of it."""

    feedback_id: int


@dataclass(frozen=True, slots=True)
class Stopped(News):
    """A complaint stopped a record's points; the volunteer hears that it is looked into."""

    record_id: int


@dataclass(frozen=True, slots=True)
class ComplaintSettled(News):
    """Staff decided; the one who complained and the volunteer hear of it."""

    feedback_id: int


@dataclass(frozen=True, slots=True)
class HandedOut(News):
    """A reward was fetched."""

    redemption_id: int


@dataclass(frozen=True, slots=True)
class RewardReturned(News):
    """A reward was not fetched in time; its points are back."""

    redemption_id: int
