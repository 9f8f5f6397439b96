"""What is told of volunteers themselves, and the card of each in the office's group."""

from dataclasses import dataclass

from services.news import CardSubject, News
from storage.tables import Chat


@dataclass(frozen=True, slots=True)
class VolunteerCard(CardSubject):
    """An application, and what became of it."""

    person_id: int


@dataclass(frozen=True, slots=True)
class OfVolunteer(News):
    """Something staff decided about a volunteer, who hears of it."""

    person_id: int


@dataclass(frozen=True, slots=True)
class Admitted(OfVolunteer):
    """They may claim from now on."""


@dataclass(frozen=True, slots=True)
class Declined(OfVolunteer):
    """Their application was; the reason stands with them."""


@dataclass(frozen=True, slots=True)
class Blocked(OfVolunteer):
    """They claim nothing any more; the reason stands with them."""


@dataclass(frozen=True, slots=True)
class Unblocked(OfVolunteer):
    """They may claim again."""


@dataclass(frozen=True, slots=True)
class VolunteerCardLeft(News):
    """The card of an application stays in a chat, and its person was erased."""

    chat: Chat
    message_id: int
