"""Why something about a list of visits was refused."""

from services.errors import Refusal


class NoDoors(Refusal):
    """The list is empty."""


class TooManyDoors(Refusal):
    """More than `limit` doors on one list."""

    def __init__(self, limit: int) -> None:
        super().__init__(str(limit))
        self.limit = limit


class TooManyQuestions(Refusal):
    """More than `limit` questions at every door."""

    def __init__(self, limit: int) -> None:
        super().__init__(str(limit))
        self.limit = limit


class NobodyGoes(Refusal):
    """None of those who should go is a member of the office's group (any more)."""


class RoundEnded(Refusal):
    """The list was ended."""


class NotGoing(Refusal):
    """The list names others."""


class NotHeld(Refusal):
    """Somebody else has gone to that door meanwhile; `by_name` is None where nobody is known."""

    def __init__(self, by_name: str | None) -> None:
        super().__init__("held")
        self.by_name = by_name


class AlreadyFiled(Refusal):
    """What was found there is a request already."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


class DoesNotRepeat(Refusal):
    """The list does not come again."""
