"""Why something about volunteers was refused, with the facts needed to say so kindly."""

from collections.abc import Mapping
from datetime import date, datetime

from services.errors import Refusal
from storage.tables import ClaimState, TaskState, VolunteerState


class NotAVolunteer(Refusal):
    """Never was one, left, or was declined."""


class NotAdmitted(Refusal):
    """Their application still waits for staff."""


class VolunteerPaused(Refusal):
    """They take a break up to and with the day `until` (local), or until they say so (None)."""

    def __init__(self, until: date | None) -> None:
        super().__init__(str(until))
        self.until = until


class VolunteerBlocked(Refusal):
    """Staff stopped them, for a reason that they may know."""

    def __init__(self, reason: str) -> None:
        super().__init__("blocked")
        self.reason = reason


class AlreadyVolunteer(Refusal):
    """They are one, active or paused."""

    def __init__(self, state: VolunteerState) -> None:
        super().__init__(state.value)
        self.state = state


class NotWaiting(Refusal):
    """The application was decided already, or the volunteer is not in a state for this."""

    def __init__(self, state: VolunteerState) -> None:
        super().__init__(state.value)
        self.state = state


class DayPassed(Refusal):
    """The day is over already."""


class TaskOver(Refusal):
    """The task is done, cancelled, or (still OPEN) past its end."""

    def __init__(self, state: TaskState) -> None:
        super().__init__(state.value)
        self.state = state


class ClaimsClosed(Refusal):
    """The deadline of claiming passed `at` (UTC)."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at.isoformat())
        self.at = at


class OwnTask(Refusal):
    """They organise the task, or it is done for them."""


class OfAnotherCommunity(Refusal):
    """They were admitted as a volunteer elsewhere."""


class NotTheirPost(Refusal):
    """Its holders learn somebody's door, and they did not sign up for posts of that kind.

    `names` are the post's, by language.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__("post")
        self.names = names


class AlreadyClaimed(Refusal):
    """They have a living claim: hold a place, wait for one, or have served already."""

    def __init__(self, state: ClaimState) -> None:
        super().__init__(state.value)
        self.state = state


class Overlaps(Refusal):
    """They hold a place in another task, which `starts_at` (UTC), during that time."""

    def __init__(self, task_id: int, title: str, starts_at: datetime) -> None:
        super().__init__(str(task_id))
        self.task_id = task_id
        self.title = title
        self.starts_at = starts_at


class NotClaimed(Refusal):
    """They neither hold a place nor wait for one."""


class AlreadyThere(Refusal):
    """They have checked in: the place cannot be given back or handed over any more."""


class NotOffered(Refusal):
    """The place is not being handed over to them (any more)."""


class BadTimes(Refusal):
    """A task begins before it ends, ends in the future, and can be claimed until it ends."""


class BadPlaces(Refusal):
    """Every role has from one to `most` places, and there is at least one role."""

    def __init__(self, most: int) -> None:
        super().__init__(str(most))
        self.most = most


class TooManyRoles(Refusal):
    """A task has at most `most` roles."""

    def __init__(self, most: int) -> None:
        super().__init__(str(most))
        self.most = most


class AlreadyATask(Refusal):
    """What it comes from (a request, a round, an order, a wish) is a living task already."""

    def __init__(self, task_id: int) -> None:
        super().__init__(str(task_id))
        self.task_id = task_id


class UnreadableRule(Refusal):
    """Not an RRULE that we follow, or one under which nothing ever happens."""
