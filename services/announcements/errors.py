"""Why something about an announcement was refused."""

from services.errors import Refusal


class NoAddress(Refusal):
    """What was written is no link that everybody can open."""


class AlreadyBegun(Refusal):
    """It has begun to leave, or is over."""


class NotProposed(Refusal):
    """Nobody is asked to agree to it any more; `by_name` is who did, None where it was dropped."""

    def __init__(self, by_name: str | None) -> None:
        super().__init__("not proposed")
        self.by_name = by_name


class NotNamed(Refusal):
    """What is urgent is written and agreed to by those alone whom an admin has named."""


class OwnProposal(Refusal):
    """The one who wrote something urgent cannot be the second person."""


class NothingToRecall(Refusal):
    """It was recalled, or never sent."""


class AgreedWords(Refusal):
    """A second person agreed to these words: others have to be agreed to again."""


class Unchanged(Refusal):
    """The words are those that stand there."""


class NotRepeated(Refusal):
    """It does not repeat, or not any more."""


class NotSending(Refusal):
    """It is not being sent just now, or not paused."""
