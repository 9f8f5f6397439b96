"""A channel's token: who asks for one, and whose answer counts."""

from datetime import UTC, datetime, timedelta

from storage import tokens
from storage.engine import Database
from storage.tables import Channel
from storage.tokens import APART, ASKS_FOR, Kept, Token

WECHAT = Channel("wechat")
NOON = datetime(2026, 11, 27, 4, 0, tzinfo=UTC)
LATER = NOON + timedelta(hours=2)


async def claimed(database: Database, at: datetime, channel: Channel = WECHAT) -> bool:
    async with database.transaction() as session:
        return await tokens.claim(session, channel, now=at)


async def answered(database: Database, value: str | None, claimed_at: datetime) -> None:
    token = Token(value, LATER) if value else None
    async with database.transaction() as session:
        await tokens.answer(session, WECHAT, token, claimed=claimed_at, now=claimed_at)


async def kept(database: Database, at: datetime) -> Kept:
    async with database.reading() as session:
        return await tokens.kept(session, WECHAT, now=at)


async def test_one_asks_and_for_a_while_nobody_else(database: Database) -> None:
    assert await claimed(database, NOON)
    assert not await claimed(database, NOON + APART - timedelta(seconds=1))
    assert await claimed(database, NOON + APART)


async def test_each_channel_has_its_own(database: Database) -> None:
    assert await claimed(database, NOON)
    assert await claimed(database, NOON, Channel("wechat:east"))


async def test_an_asking_ends_with_its_answer_or_after_a_while(database: Database) -> None:
    assert await kept(database, NOON) == Kept(None, is_asked_for=False)
    await claimed(database, NOON)
    assert await kept(database, NOON) == Kept(None, is_asked_for=True)
    assert await kept(database, NOON + ASKS_FOR) == Kept(None, is_asked_for=False)
    await answered(database, "80_a", NOON)
    assert await kept(database, NOON) == Kept(Token("80_a", LATER), is_asked_for=False)


async def test_without_a_new_one_the_token_before_stays(database: Database) -> None:
    await claimed(database, NOON)
    await answered(database, "80_a", NOON)
    await claimed(database, NOON + APART)
    await answered(database, None, NOON + APART)
    assert await kept(database, NOON + APART) == Kept(Token("80_a", LATER), is_asked_for=False)


async def test_an_answer_that_comes_after_the_next_asking_is_not_kept(database: Database) -> None:
    await claimed(database, NOON)
    await claimed(database, NOON + APART)
    await answered(database, "80_new", NOON + APART)
    await answered(database, "80_old", NOON)
    assert await kept(database, NOON + APART) == Kept(Token("80_new", LATER), is_asked_for=False)


def test_a_token_is_not_shown_where_it_is_printed() -> None:
    assert "80_a" not in repr(Kept(Token("80_a", LATER), is_asked_for=False))
