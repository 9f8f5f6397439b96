"""A unit of work: news in the order in which they were told, each card once, in one commit."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.work import Work
from services import news
from storage.engine import Database
from storage.outbox import Outgoing, Urgency
from storage.tables import Channel, OutboxMessage

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Promoted(news.News):
    number: int


@dataclass(frozen=True, slots=True)
class Card(news.CardSubject):
    number: int


class Crier:
    """Says what it hears, and draws a card by its number."""

    async def hear(
        self, _session: AsyncSession, heard: news.News, _now: datetime
    ) -> list[Outgoing]:
        assert isinstance(heard, Promoted)
        return [_message(f"news {heard.number}")]

    async def draw(
        self, _session: AsyncSession, subject: news.CardSubject, _now: datetime
    ) -> list[Outgoing]:
        assert isinstance(subject, Card)
        return [_message(f"card {subject.number}")]


def _message(text: str) -> Outgoing:
    return Outgoing(
        channel=Channel.TELEGRAM,
        chat_id=1,
        method="sendMessage",
        params={"text": text},
        urgency=Urgency.NOTICE,
    )


async def test_news_keep_their_order_and_a_card_is_drawn_once_at_the_end(
    database: Database,
) -> None:
    work = Work(database, Crier(), lambda: NOW, committed=lambda: None)
    async with work.unit() as unit:
        news.draw(unit.session, Card(7))
        news.tell(unit.session, Promoted(2))
        await unit.announce()
        news.tell(unit.session, Promoted(1))
        news.draw(unit.session, Card(7))
    assert await _promised(database) == ["news 2", "news 1", "card 7"]


@pytest.mark.parametrize("order", [(True, False), (False, True)])
async def test_a_card_goes_to_the_end_if_that_was_asked_for_once(
    database: Database, order: tuple[bool, bool]
) -> None:
    async with database.transaction() as session:
        for to_the_end in order:
            news.draw(session, Card(7, to_the_end=to_the_end))
        [card] = news.take_cards(session)
        assert card.to_the_end
        assert news.take_cards(session) == []


async def test_what_is_rolled_back_is_not_announced(database: Database) -> None:
    work = Work(database, Crier(), lambda: NOW, committed=lambda: None)
    with pytest.raises(LookupError):
        await _fails_after_news(work)
    assert await _promised(database) == []


async def _fails_after_news(work: Work) -> None:
    async with work.unit() as unit:
        news.tell(unit.session, Promoted(1))
        await unit.announce()
        raise LookupError


async def _promised(database: Database) -> list[str]:
    async with database.reading() as session:
        rows = await session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
        return [row.params["text"] for row in rows]
