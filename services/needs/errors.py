"""Why something about a need, a resource or a project was refused."""

from datetime import date, datetime

from services.errors import Refusal
from storage.tables import NeedState, ProjectState, ResourceState


class NeedPast(Refusal):
    """The need is past that, or not there yet."""

    def __init__(self, state: NeedState) -> None:
        super().__init__(state.value)
        self.state = state


class ResourcePast(Refusal):
    """The resource is past that, or not confirmed yet."""

    def __init__(self, state: ResourceState) -> None:
        super().__init__(state.value)
        self.state = state


class ProjectPast(Refusal):
    """The project is past that."""

    def __init__(self, state: ProjectState) -> None:
        super().__init__(state.value)
        self.state = state


class TooManyNeeds(Refusal):
    """As many as one person may say within a day; more is possible at `until` (UTC)."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


class TooManyOffers(Refusal):
    """So many of their offers still wait for staff."""

    def __init__(self, limit: int) -> None:
        super().__init__(str(limit))
        self.limit = limit


class NotTogether(Refusal):
    """The two needs are one, or of two communities."""


class NotForThere(Refusal):
    """What is offered is for another neighbourhood."""


class OverByThen(Refusal):
    """The offer ends before the project's day."""

    def __init__(self, until: date) -> None:
        super().__init__(until.isoformat())
        self.until = until


class NothingLeft(Refusal):
    """The resource is promised as often as it can serve in that month."""

    def __init__(self, month: date) -> None:
        super().__init__(month.isoformat())
        self.month = month


class NotSoOften(Refusal):
    """Something is offered between once and `most` times a month."""

    def __init__(self, most: int) -> None:
        super().__init__(str(most))
        self.most = most
