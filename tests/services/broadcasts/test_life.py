"""Whatever is done to a broadcast, in any order: nobody is told twice, and nobody is left out."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import URL, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import broadcasts
from services.audiences import Audience
from services.broadcasts import NewBroadcast, drawing, sending, settling
from services.news import take_cards, take_news
from services.people import erasure, reach
from storage.engine import Database
from storage.outbox import Outgoing, Urgency, put
from storage.tables import (
    BroadcastState,
    Card,
    Channel,
    OutboxMessage,
    OutboxState,
    RecipientState,
)
from tests.chats import telegram
from tests.conftest import copy_of, empty
from tests.services.broadcasts.broadcast_factories import (
    KIND,
    SUBJECT,
    Kind,
    Noticed,
    handing_in,
    live_at,
    recipients,
)
from tests.services.factories import NOW, build_neighbourhood
from tests.services.machines import live

PEOPLE = range(101, 126)
CARD = f"{KIND}:{SUBJECT}"

who = st.sampled_from(PEOPLE)
Act = Callable[[AsyncSession], Awaitable[Any]]


class CrashError(Exception):
    """The process was killed before its commit."""


class BroadcastLife(RuleBasedStateMachine):
    """Staff, the scheduler, a sender with calls under way, and people who come and go.

    A message that reaches somebody who has the card already is an edit, as with the sender: what
    counts is how many messages a chat got.
    """

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.database = self.open_database()
        self.kind = Kind()
        self.handing = handing_in(self.kind)
        self.handing.__enter__()
        self.now = NOW
        self.text = 1
        self.messages: Counter[int] = Counter()
        self.shown: dict[int, int] = {}
        """By person: the text that their message shows."""
        self.under_way: dict[int, tuple[int, int, int]] = {}
        """By person: row, its version, and the text that arrived."""
        self.blocked: set[int] = set()
        self.erased: set[int] = set()
        self.stopped = False

    def open_database(self) -> Database:
        raise NotImplementedError

    def run(self, act: Act, *, crash: bool = False) -> Any:
        async def work() -> Any:
            async with self.database.transaction() as session:
                result = await act(session)
                if crash:
                    raise CrashError
                return result

        with suppress(CrashError):
            return self.runner.run(work())
        return None

    @initialize()
    def begins(self) -> None:
        async def begin(session: AsyncSession) -> int:
            place = await build_neighbourhood(session)
            await live_at(session, place.building.id, PEOPLE)
            new = NewBroadcast(
                kind=KIND,
                subject_id=SUBJECT,
                area_id=place.community.id,
                audience=Audience(area_ids=(place.community.id,)),
            )
            return (await broadcasts.start(session, new, now=self.now)).id

        self.id: int = self.run(begin)

    # --- the scheduler

    @rule(crash=st.booleans())
    def tick(self, crash: bool = False) -> None:
        """A look of the job; a crash undoes all of it."""
        self.now += sending.EVERY

        async def act(session: AsyncSession) -> None:
            if self.id in await sending.due(session, self.now):
                await sending.act(session, self.id, now=self.now)
                take_cards(session)
                told = [news for news in take_news(session) if isinstance(news, Noticed)]
                rows = [self._message(each) for news in told for each in news.person_ids]
                await put(session, rows, self.now)

        self.run(act, crash=crash)

    @rule(minutes=st.sampled_from([1, 5]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    def _message(self, person_id: int) -> Outgoing:
        return Outgoing(
            channel=Channel.TELEGRAM,
            chat_id=person_id,
            method="sendMessage",
            params={"text": self.text},
            urgency=Urgency.BROADCAST,
            card=CARD,
        )

    # --- the sender

    @rule(many=st.integers(1, 8))
    def leave(self, many: int = 8) -> None:
        """Calls arrive at the messenger; that they did is not recorded yet."""

        async def waiting(session: AsyncSession) -> list[OutboxMessage]:
            busy = OutboxMessage.chat_id.not_in(list(self.under_way))
            found = select(OutboxMessage).where(
                OutboxMessage.state == OutboxState.WAITING,
                OutboxMessage.broadcast_id == self.id,
                busy,
            )
            return list(await session.scalars(found.order_by(OutboxMessage.id).limit(many)))

        async def with_card(session: AsyncSession) -> set[int]:
            found = await session.scalars(select(Card.chat_id).where(Card.key == CARD))
            return set(found)

        has_card = self.run(with_card)
        for row in self.run(waiting):
            person_id, text = row.chat_id, row.params["text"]
            assert text == self.text
            self.messages[person_id] += person_id not in self.blocked | has_card
            self.under_way[person_id] = row.id, row.version, text

    @rule(crash=st.booleans(), many=st.integers(1, 8))
    @precondition(lambda self: self.under_way)
    def record(self, crash: bool = False, many: int = 8) -> None:
        """Write down how they ended. A crash undoes that and is not survived: it is done again."""
        ended = list(self.under_way.items())[:many]

        async def write(session: AsyncSession) -> None:
            for person_id, (row_id, version, _text) in ended:
                row = await session.get(OutboxMessage, row_id)
                if person_id in self.blocked:
                    await self._is_refused(session, person_id, row)
                    continue
                if row is not None and row.version == version:
                    row.state, row.finished_at = OutboxState.SENT, self.now
                if person_id not in self.erased:
                    await session.merge(
                        Card(channel=Channel.TELEGRAM, chat_id=person_id, key=CARD, message_id=1)
                    )
                await settling.delivered(
                    session, self.id, Channel.TELEGRAM, [person_id], now=self.now
                )

        self.run(write, crash=crash)
        if not crash:
            for person_id, (_row, _version, text) in ended:
                del self.under_way[person_id]
                if person_id not in self.blocked:
                    self.shown[person_id] = text

    async def _is_refused(
        self, session: AsyncSession, person_id: int, row: OutboxMessage | None
    ) -> None:
        await reach.stopped(session, telegram(person_id), now=self.now)
        if row is not None:
            row.state, row.finished_at = OutboxState.GIVEN_UP, self.now
            await settling.failed(session, self.id, Channel.TELEGRAM, [person_id])

    # --- staff

    @rule(crash=st.booleans())
    def pause(self, crash: bool) -> None:
        self.run(lambda session: broadcasts.pause(session, self.id), crash=crash)
        if not crash:
            assert self.waiting_rows() == 0

    @rule(crash=st.booleans())
    def go_on(self, crash: bool = False) -> None:
        self.run(lambda session: broadcasts.go_on(session, self.id, now=self.now), crash=crash)

    @rule(crash=st.booleans())
    def change(self, crash: bool) -> None:
        self.run(lambda session: broadcasts.changed(session, self.id, now=self.now), crash=crash)
        if not crash:
            self.text += 1
            assert self.waiting_rows() == 0

    @rule(sure=st.integers(0, 9))
    def stop(self, sure: int) -> None:
        if sure == 0:
            self.run(lambda session: broadcasts.stop(session, self.id, now=self.now))
            self.stopped = True
            assert self.waiting_rows() == 0

    # --- people

    @rule(person_id=who)
    def block(self, person_id: int) -> None:
        """The messenger tells when something is next sent there."""
        if person_id not in self.under_way:
            self.blocked.add(person_id)

    @rule(person_id=who)
    def unsubscribe(self, person_id: int) -> None:
        self.kind.unwanted.add(person_id)

    @rule(person_id=who, crash=st.booleans())
    def erase(self, person_id: int, crash: bool) -> None:
        self.run(lambda session: erasure.erase(session, person_id, now=self.now), crash=crash)
        if not crash:
            self.erased.add(person_id)

    # --- what has to hold

    def waiting_rows(self) -> int:
        async def count(session: AsyncSession) -> int:
            waits = OutboxMessage.state == OutboxState.WAITING
            return len((await session.scalars(select(OutboxMessage.id).where(waits))).all())

        found: int = self.run(count)
        return found

    @invariant()
    def nobody_is_told_twice(self) -> None:
        assert max(self.messages.values(), default=0) <= 1

    @invariant()
    def who_is_erased_is_in_no_row(self) -> None:
        found = self.run(lambda session: recipients(session, self.id))
        assert not self.erased.intersection(found)

    def teardown(self) -> None:
        try:
            if hasattr(self, "id"):
                self._goes_on_to_its_end()
        finally:
            self.handing.__exit__(None, None, None)
            self.runner.run(self.database.close())
            self.runner.close()

    def _goes_on_to_its_end(self) -> None:
        self.go_on()
        for _each in range(40):
            self.tick()
            self.leave()
            if self.under_way:
                self.record()
        self.time_passes(5)
        self.tick()
        seen = self.run(lambda session: broadcasts.progress(session, self.id, now=self.now))
        found = self.run(lambda session: recipients(session, self.id))
        assert seen.state is (BroadcastState.STOPPED if self.stopped else BroadcastState.DONE)
        assert seen.total == seen.sent + seen.failed + seen.not_wanted + seen.waiting
        has_it = {person_id for person_id, its in found.items() if its is RecipientState.DELIVERED}
        assert has_it == {each for each, got in self.messages.items() if got} - self.erased
        if not self.stopped:
            assert seen.waiting == 0
            left_out = self.blocked | self.kind.unwanted | self.erased
            assert set(PEOPLE) - left_out <= has_it


def test_any_life_of_a_broadcast_on_sqlite(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(monkeypatch)
    files = iter(range(1_000_000))

    class OnSqlite(BroadcastLife):
        def open_database(self) -> Database:
            return Database(copy_of(sqlite_template, tmp_path / f"{next(files)}.db"))

    live(OnSqlite, examples=25, steps=30)


@pytest.mark.postgresql
def test_any_life_of_a_broadcast_on_postgresql(
    postgresql_url: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(monkeypatch)

    class OnPostgresql(BroadcastLife):
        def open_database(self) -> Database:
            self.runner.run(empty(postgresql_url))
            return Database(postgresql_url)

    live(OnPostgresql, examples=8, steps=25)


def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slices and windows of a few people."""
    monkeypatch.setattr(drawing, "SLICE", 10)
    monkeypatch.setattr(sending, "WINDOW", 6)
    monkeypatch.setattr(sending, "REFILL", 2)
