"""What happens to people themselves, and they hear of."""

from dataclasses import dataclass

from services.news import News


@dataclass(frozen=True, slots=True)
class Joined(News):
    """Two people have become one."""

    person_id: int


@dataclass(frozen=True, slots=True)
class NotJoined(News):
    """They could not be made one, and stay two."""

    person_id: int
