"""News: what happened and somebody has to hear of, and cards that look different now.

Services only say so. The code that closes the transaction turns both into messages, so that these
are promised in the same commit as what they tell of. Each subject's services define their own
classes of news beside the rule that tells them; `handlers.notices` says who puts them into words.
"""

from dataclasses import dataclass, field
from typing import ClassVar

from sqlalchemy.ext.asyncio import AsyncSession

from storage.cause import Cause, present
from storage.outbox import Night

_TOLD = "news"
_DRAWN = "cards to draw"


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened; a subclass holds ids and figures, no words of people."""

    night: ClassVar[Night] = Night.WAITS
    """Whether it may wake people."""


@dataclass(frozen=True, slots=True)
class CardSubject:
    """What a card in a chat shows; a subclass holds its id."""

    night: ClassVar[Night] = Night.WAITS
    """Whether it may wake people when it is posted."""
    to_the_end: bool = field(default=False, kw_only=True, compare=False)
    """Post it again at the end of the chat, so that it is seen."""
    cause: Cause | None = field(default_factory=present, kw_only=True, compare=False, repr=False)


def tell(session: AsyncSession, news: News) -> None:
    """Have everyone hear of `news` whom it concerns, in the order in which it is told."""
    session.info.setdefault(_TOLD, []).append(news)


def draw(session: AsyncSession, subject: CardSubject) -> None:
    """Have the card of `subject` drawn when the transaction closes.

    Once, however often it is asked for, and at the end of the chat if that was asked for once.
    """
    drawn: dict[CardSubject, CardSubject] = session.info.setdefault(_DRAWN, {})
    drawn[subject] = subject if subject.to_the_end else drawn.get(subject, subject)


def take_news(session: AsyncSession) -> list[News]:
    """The news since the last call, in order; handed over once."""
    news: list[News] = session.info.pop(_TOLD, [])
    return news


def take_cards(session: AsyncSession) -> list[CardSubject]:
    """What was left with `draw` since the last call, in the order of its first mention."""
    return list(session.info.pop(_DRAWN, {}).values())
