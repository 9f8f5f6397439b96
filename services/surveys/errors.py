"""Why something about a survey was refused."""

from datetime import datetime

from services.errors import Refusal


class HandedIn(Refusal):
    """They have answered. Until `ends_at` (UTC) that can be changed; it needs the key in their own
    message where the survey is `anonymous`."""

    def __init__(self, ends_at: datetime, *, anonymous: bool) -> None:
        super().__init__("handed in")
        self.ends_at = ends_at
        self.anonymous = anonymous


class SurveyOver(Refusal):
    """It has ended, or was dropped: nothing can be answered or changed any more."""


class NoSuchKey(Refusal):
    """An anonymous answer was changed meanwhile: the key is in the message that told of that."""


class AnswerNeeded(Refusal):
    """The question cannot be passed over."""


class Unfit(Refusal):
    """It is no answer to the question."""


class NotAllowed(Refusal):
    """It does not meet the question's constraint; staff say why in `message`, or nothing."""

    def __init__(self, message: str) -> None:
        super().__init__("constraint")
        self.message = message
