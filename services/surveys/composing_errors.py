"""Why something about a survey was refused."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from services.audiences import LeftOut
from services.errors import Refusal
from services.surveys.checking import Problem
from services.surveys.editing import Change, Plan
from storage.tables import SurveyState


class NotADraft(Refusal):
    """It was sent out, or given up, meanwhile."""

    def __init__(self, state: SurveyState) -> None:
        super().__init__(state.value)
        self.state = state


class ChangedMeanwhile(Refusal):
    """Somebody changed the same of a draft: `plan` is what it is now.

    `by_name` is None where that one was erased.
    """

    def __init__(self, by_name: str | None, changes: Sequence[Change], plan: Plan) -> None:
        super().__init__("changed")
        self.by_name = by_name
        self.changes = changes
        self.plan = plan


class Flawed(Refusal):
    """It cannot be asked so."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(str(len(problems)))
        self.problems = problems


class Undecided(Refusal):
    """Something has not been answered yet: who, how long, by name or not."""


class ShowsWhoAnswered(Refusal):
    """An anonymous survey asks for a picture or a place; `number` is the question's, from 1."""

    def __init__(self, number: int) -> None:
        super().__init__(str(number))
        self.number = number


class NobodyToAsk(Refusal):
    """Nobody is left of the audience; `left_out` says how many for which reason."""

    def __init__(self, left_out: Mapping[LeftOut, int]) -> None:
        super().__init__("nobody")
        self.left_out = left_out


class NotOurArea(Refusal):
    """People of another office are asked by that office; `name` is the place's."""

    def __init__(self, name: str) -> None:
        super().__init__("area")
        self.name = name


class RunsIntoItself(Refusal):
    """It repeats before it has ended."""


class NewVersionNeeded(Refusal):
    """Somebody has answered: of its questions only the words can be corrected."""


class NotRunning(Refusal):
    """It is not under way in the way that this needs."""

    def __init__(self, state: SurveyState) -> None:
        super().__init__(state.value)
        self.state = state


class NightNow(Refusal):
    """Nobody is reminded in the quiet hours, which end at `until` (UTC)."""

    def __init__(self, until: datetime) -> None:
        super().__init__("night")
        self.until = until


class ToldToday(Refusal):
    """They were asked or reminded today."""
