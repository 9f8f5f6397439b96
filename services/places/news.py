"""What is told of reports about places, and the cards that ask staff about entries."""

from dataclasses import dataclass
from enum import StrEnum

from services.news import CardSubject, News


class Answer(StrEnum):
    """What staff say of an entry that was not confirmed for long."""

    TRUE = "true"
    HOURS = "hours"
    FACTS = "facts"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class ReportSettled(News):
    """Staff checked what somebody reported: the reporter hears what came of it."""

    report_id: int


@dataclass(frozen=True, slots=True)
class ReportCard(CardSubject):
    """The report as the office that keeps the entry sees it."""

    report_id: int


@dataclass(frozen=True, slots=True)
class CheckCard(CardSubject):
    """The question whether an entry is still true, in the group that is asked, and the answer."""

    place_id: int
    group_id: int
    answer: Answer | None = None
    by_name: str = ""
