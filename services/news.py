"""News: what happened and somebody has to hear of, and cards that look different now.

Services only say so. Whoever closes the transaction collects both and turns them into messages,
so that words are promised in the same commit as the deed. Each subject's services define their
own classes of news beside the rule that tells them; `handlers.notices` words them.
"""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy.ext.asyncio import AsyncSession

from storage.outbox import Night

_TOLD = "news"
_DRAWN = "cards to draw"


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened; a subclass holds ids and figures, no words of people."""

    night: ClassVar[Night] = Night.WAITS
    """Whether it may wake people."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a card in a chat shows; a subclass holds its id."""

    night: ClassVar[Night] = Night.WAITS
    """Whether it may wake people when it is posted."""


def tell(session: AsyncSession, news: News) -> None:
    """Have everyone hear of `news` whom it concerns, in the order in which it is told."""
    session.info.setdefault(_TOLD, []).append(news)


def draw(session: AsyncSession, subject: Subject) -> None:
    """Have the card of `subject` drawn anew when the transaction closes; once, however often."""
    session.info.setdefault(_DRAWN, {})[subject] = None


def told(session: AsyncSession) -> list[News]:
    """The news since the last call, in order; handed over once."""
    news: list[News] = session.info.pop(_TOLD, [])
    return news


def to_draw(session: AsyncSession) -> list[Subject]:
    """What was left with `draw` since the last call, in the order of its first mention."""
    return list(session.info.pop(_DRAWN, {}))
