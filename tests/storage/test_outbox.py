"""Putting into the outbox: order, and one waiting look a card."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from storage.engine import Database
from storage.outbox import Outgoing, Urgency, promise, put, take_promised
from storage.tables import Channel, OutboxMessage, OutboxState

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
CHAT = -100_200
LOOK = Outgoing(
    channel=Channel.TELEGRAM,
    chat_id=CHAT,
    method="sendMessage",
    params={"text": "待接单"},
    urgency=Urgency.CARD,
    card="ticket:1",
)
WORDS = Outgoing(
    channel=Channel.TELEGRAM,
    chat_id=CHAT,
    method="sendMessage",
    params={"text": "收到"},
    urgency=Urgency.ANSWER,
)


async def rows(database: Database) -> list[OutboxMessage]:
    async with database.reading() as session:
        return list(await session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def saying(outgoing: Outgoing, text: str) -> Outgoing:
    return replace(outgoing, params={"text": text})


async def test_messages_wait_in_the_order_in_which_they_were_put(database: Database) -> None:
    async with database.transaction() as session:
        await put(session, [saying(WORDS, "一"), saying(WORDS, "二")], NOW)
        await put(session, [saying(WORDS, "三")], NOW)
    assert [row.params["text"] for row in await rows(database)] == ["一", "二", "三"]


async def test_what_is_said_after_an_answer_that_replaces_another_stands_below_it(
    database: Database,
) -> None:
    review = replace(WORDS, card="answer:1", to_the_end=True)
    said = [saying(WORDS, "地点记下了"), saying(review, "请看一遍"), saying(WORDS, "提交好了")]
    async with database.transaction() as session:
        await put(session, said, NOW)
    texts = [row.params["text"] for row in await rows(database)]
    assert texts == ["地点记下了", "请看一遍", "提交好了"]


async def test_a_newer_look_replaces_the_one_that_waits(database: Database) -> None:
    async with database.transaction() as session:
        await put(session, [LOOK], NOW)
    async with database.transaction() as session:
        await put(session, [saying(LOOK, "处理中")], NOW + timedelta(seconds=1))
    [row] = await rows(database)
    assert (row.params["text"], row.version) == ("处理中", 1)
    assert row.created_at == NOW


async def test_of_two_looks_put_at_once_the_later_one_waits(database: Database) -> None:
    async with database.transaction() as session:
        await put(session, [LOOK, saying(LOOK, "处理中")], NOW)
    [row] = await rows(database)
    assert row.params["text"] == "处理中"


async def test_a_look_that_left_is_not_replaced(database: Database) -> None:
    async with database.transaction() as session:
        await put(session, [LOOK], NOW)
        await session.execute(update(OutboxMessage).values(state=OutboxState.SENT))
        await put(session, [saying(LOOK, "处理中")], NOW)
    assert [row.params["text"] for row in await rows(database)] == ["待接单", "处理中"]


async def test_the_same_card_waits_once_for_each_chat(database: Database) -> None:
    async with database.transaction() as session:
        await put(session, [LOOK, replace(LOOK, chat_id=CHAT - 1)], NOW)
    assert {row.chat_id for row in await rows(database)} == {CHAT, CHAT - 1}


async def test_looks_put_by_many_at_once_leave_one_waiting(database: Database) -> None:
    async def look(number: int) -> None:
        async with database.transaction() as session:
            await put(session, [saying(LOOK, str(number))], NOW)

    await asyncio.gather(*(look(number) for number in range(20)))
    [row] = await rows(database)
    assert row.version == 19


async def test_what_is_promised_is_handed_over_once(database: Database) -> None:
    async with database.transaction() as session:
        promise(session, WORDS)
        assert take_promised(session) == [WORDS]
        assert take_promised(session) == []
