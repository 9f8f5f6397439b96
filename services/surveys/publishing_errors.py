"""Why something about a survey's results was refused."""

from datetime import datetime

from services.errors import Refusal


class NotEnded(Refusal):
    """Results are shown once it has ended, which is planned for `ends_at` (UTC) if it is at all."""

    def __init__(self, ends_at: datetime | None) -> None:
        super().__init__("not ended")
        self.ends_at = ends_at


class OutcomeTold(Refusal):
    """Those who answered are being told already."""


class NoOutcome(Refusal):
    """Nothing has been written that could be told."""


class NoSuchWords(Refusal):
    """The answer has gone, since its author was erased."""
