"""What people hear of announcements."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from services.news import CardSubject, News
from storage.outbox import Night


@dataclass(frozen=True, slots=True)
class Announced(News):
    """The announcement itself, to these people."""

    announcement_id: int
    person_ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class AnnouncedNow(News):
    """An urgent one, to these people: it rings."""

    night: ClassVar[Night] = Night.RINGS
    announcement_id: int
    person_ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class AnnouncementCorrected(News):
    """Those who have it see the new words in its place."""

    announcement_id: int
    person_ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class AnnouncementRecalled(News):
    """It is taken from those who have it, or said to be void where it cannot be taken."""

    announcement_id: int
    person_ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class NobodyAgreed(News):
    """An urgent one was not sent: the office hears that no second person agreed in time."""

    night: ClassVar[Night] = Night.RINGS
    announcement_id: int


@dataclass(frozen=True, slots=True)
class AnnouncementCard(CardSubject):
    """How it stands, in the office's group."""

    announcement_id: int
