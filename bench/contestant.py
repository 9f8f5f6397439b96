"""A bot that is measured: how fast, at what cost, by which statements."""

import asyncio
import gc
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import event, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bench import plain_bot_tables
from bench.telegram import People
from bench.visitors import STEPS, RawUpdate, Visitor
from storage.tables import Ticket

PYTHONS_OWN = (700, 10, 10)
Submit = Callable[[Visitor, RawUpdate], Awaitable[None]]
"""Returns when the person has seen the answer."""


async def nothing_waits() -> None:
    """Of a bot whose handlers wait until what they say is sent."""


class Contestant:
    """A bot, its people, and what is counted about it."""

    def __init__(
        self,
        name: str,
        submit: Submit,
        people: People,
        engine: AsyncEngine,
        table: type[Ticket | plain_bot_tables.Ticket],
        all_sent: Callable[[], Awaitable[None]] = nothing_waits,
        garbage: tuple[int, int, int] = PYTHONS_OWN,
    ) -> None:
        """`garbage`: after how much the program has Python look for it (`gc.set_threshold`)."""
        self.name = name
        self.people = people
        self.rates: list[float] = []
        self.costs: list[float] = []
        """Milliseconds of processor time a conversation, in all threads: steadier than rates."""
        self.conversation_ms: list[float] = []
        """Of whole conversations in rounds, from the first step to the answer to the last."""
        self.statements: Counter[str] = Counter()
        self._submit = submit
        self._engine = engine
        self._table = table
        self._all_sent = all_sent
        self._garbage = garbage
        event.listen(engine.sync_engine, "before_cursor_execute", self._count)
        event.listen(engine.sync_engine, "commit", self._count_commit)

    async def spread(self) -> None:
        """Let everybody be at another step, as people are."""
        await asyncio.gather(
            *(
                self._takes(person, number % STEPS)
                for number, person in enumerate(self.people.values())
            )
        )

    async def round(self, conversations: int) -> None:
        gc.set_threshold(*self._garbage)
        before = await self._filed()
        began, cpu = time.perf_counter(), time.process_time()
        await asyncio.gather(
            *(self._converses(person, conversations) for person in self.people.values())
        )
        await self._all_sent()
        seconds, busy = time.perf_counter() - began, time.process_time() - cpu
        expected = conversations * len(self.people)
        filed = await self._filed() - before
        assert filed == expected, f"{self.name} filed {filed} instead of {expected}"
        self.rates.append(expected / seconds)
        self.costs.append(1000 * busy / expected)

    def forget_rounds(self) -> None:
        """The first was to warm up."""
        self.rates.clear()
        self.costs.clear()
        self.statements.clear()

    async def _converses(self, person: Visitor, conversations: int) -> None:
        for _each in range(conversations):
            began = time.perf_counter()
            await self._takes(person, STEPS)
            self.conversation_ms.append(1000 * (time.perf_counter() - began))

    async def _takes(self, person: Visitor, steps: int) -> None:
        for _each in range(steps):
            await self._submit(person, next(person.steps))

    async def _filed(self) -> int:
        async with self._engine.connect() as connection:
            return (await connection.execute(select(func.count(self._table.id)))).scalar_one()

    def _count(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        self.statements[" ".join(statement.split()[:6])[:60]] += 1

    def _count_commit(self, _connection: Any) -> None:
        self.statements["COMMIT"] += 1
