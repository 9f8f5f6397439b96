"""Why something with several hands on a request was refused."""

from services.errors import Refusal


class OfficesOnly(Refusal):
    """Only the office of a community, or one above it, whistles."""


class AlreadyCalled(Refusal):
    """All of these groups are called to it already."""


class Led(Refusal):
    """The group leads what several are called to, and cannot pass that on or give it back."""


class AlreadyReported(Refusal):
    """Somebody of the group was faster; `by_name` is empty where they are not known any more."""

    def __init__(self, by_name: str) -> None:
        super().__init__("reported")
        self.by_name = by_name
