"""What we count is never more than WeChat counts: no sequence of events makes a sixth message."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.wechat import quota
from bot.sandbox.wechat.windows import Windows
from storage.engine import Database
from storage.tables import Channel, Chat, NamedChat

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
chats = (Chat(Channel.WECHAT, number) for number in count(1))

EVENTS = st.one_of(
    st.tuples(st.just("writes"), st.just(0)),
    st.tuples(st.just("taps"), st.just(0)),
    st.tuples(st.just("leaves"), st.just(0)),
    st.tuples(st.just("is_told_again"), st.integers(0, 100)),
    st.tuples(st.just("sends"), st.integers(1, 5)),
    st.tuples(st.just("fails_to_send"), st.integers(1, 5)),
    st.tuples(st.just("waits"), st.sampled_from([1, 50, 61, 3_600, 172_790, 172_801])),
)


@pytest.fixture
async def session(database: Database) -> AsyncIterator[AsyncSession]:
    async with database.transaction() as session:
        yield session


async def a_chat(session: AsyncSession) -> Chat:
    chat = next(chats)
    session.add(NamedChat(channel=chat.channel, chat_id=chat.id, name=str(chat.id), met_at=NOON))
    await session.flush()
    return chat


class Story:
    """One chat, as we count it and as WeChat does."""

    def __init__(self, session: AsyncSession, chat: Chat) -> None:
        self.session = session
        self.chat = chat
        self.theirs = Windows()
        self.now = NOON
        self.heard: list[tuple[str, datetime]] = []

    async def writes(self, _: int) -> None:
        self.theirs.open_by_message(self.now)
        self.heard.append(("wrote", self.now))
        await quota.wrote(self.session, self.chat, self.now)

    async def taps(self, _: int) -> None:
        self.theirs.open_by_tap(self.now)
        self.heard.append(("tapped", self.now))
        await quota.tapped(self.session, self.chat, self.now)

    async def leaves(self, _: int) -> None:
        self.theirs.close()
        await quota.used_up(self.session, self.chat)

    async def is_told_again(self, number: int) -> None:
        if self.heard:
            what, at = self.heard[number % len(self.heard)]
            await getattr(quota, what)(self.session, self.chat, at)

    async def sends(self, number: int) -> None:
        if await quota.take(self.session, self.chat, number, self.now):
            for _each in range(number):
                self.theirs.take(self.now)

    async def fails_to_send(self, number: int) -> None:
        if taken := await quota.take(self.session, self.chat, number, self.now):
            await quota.give_back(self.session, self.chat, taken)

    async def waits(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)


@given(st.lists(EVENTS, max_size=40))
@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
async def test_no_sequence_of_events_sends_more_than_wechat_takes(
    session: AsyncSession, events: list[tuple[str, int]]
) -> None:
    story = Story(session, await a_chat(session))
    for event, number in events:
        await getattr(story, event)(number)


async def test_a_written_message_is_good_for_five_in_two_days(session: AsyncSession) -> None:
    chat = await a_chat(session)
    await quota.wrote(session, chat, NOON)
    assert await quota.take(session, chat, 4, NOON)
    assert not await quota.take(session, chat, 2, NOON)
    assert await quota.left(session, chat, NOON + timedelta(hours=47)) == 1
    assert await quota.left(session, chat, NOON + timedelta(hours=48)) == 0


async def test_a_tap_is_good_for_three_in_a_minute(session: AsyncSession) -> None:
    chat = await a_chat(session)
    await quota.tapped(session, chat, NOON)
    assert await quota.left(session, chat, NOON + timedelta(seconds=50)) == 3
    assert await quota.left(session, chat, NOON + timedelta(seconds=60)) == 0


async def test_what_wechat_did_not_send_is_given_back_to_the_window_it_came_from(
    session: AsyncSession,
) -> None:
    chat = await a_chat(session)
    await quota.wrote(session, chat, NOON)
    taken = await quota.take(session, chat, 2, NOON)
    assert taken is not None
    await quota.wrote(session, chat, NOON + timedelta(minutes=1))
    await quota.give_back(session, chat, taken)
    assert await quota.left(session, chat, NOON + timedelta(minutes=2)) == 5
