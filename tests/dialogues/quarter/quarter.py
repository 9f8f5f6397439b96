"""A quarter of one community, lived twice: by the desk, and by a plain model beside it.

Everything that happens stands in an agenda. Before each entry the model says what falls due and in
which minute; the desk is looked at a minute before, when nothing may happen, and in that minute.
"""

import heapq
import random
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count, cycle
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bench.residents_messages import MESSAGES, messages
from services.errors import Refusal
from services.keeps import Due
from services.subjects import JOBS
from storage.tables import ClockStep, EventKind, TicketEvent, TicketState
from tests.dialogues.phones import Desk
from tests.services.tickets.clock_model import Clock
from tests.services.tickets.ticket_model import Expected, Staff

MADE_UP = (
    "楼下路灯不亮了，晚上看不清路。",
    "楼道里堆满了纸箱，走不过去。",
    "楼上装修太吵，中午也不停。",
    "下水道返臭味，开窗都受不了。",
    "小区门口总有车乱停，轮椅出不去。",
)
LONGEST = 600
"""Characters of a message that are filed."""
MINUTE = timedelta(minutes=1)
OF_REQUESTS = ("clocks", "follow-ups", "weeks later")
"""The jobs that what is filed here keeps busy."""
LOOKS_AT_DELAYS = ("watch",)
"""It tells the admins what waits for long, as everything does where hours pass at once."""
ROUNDS = 40
"""So often a job ticks at once: it does a few rows each time."""

Deed = Callable[[AsyncSession], Awaitable[Any]]
Happening = Callable[[], Awaitable[None]]
Tick = Callable[[], Awaitable[object]]


def texts(chance: random.Random) -> Iterator[str]:
    """What residents write: real messages where they are at hand, else some that are made up."""
    written = list(MADE_UP)
    if MESSAGES.exists():
        written = [text[:LONGEST] for text in messages()]
    chance.shuffle(written)
    return cycle(written)


@dataclass
class Quarter:
    """The desk, what is expected of it, and what is still to happen."""

    desk: Desk
    staff: Staff
    wanted: set[int]
    """Residents, all of whom may be asked weeks later."""
    tickets: list[Expected] = field(default_factory=list)
    promised: dict[int, Clock] = field(default_factory=dict)
    """The clocks of promises, by request."""
    told: Counter[int] = field(default_factory=Counter)
    """How many lines of a timeline were compared."""
    fell_due: int = 0
    urgent_at: set[datetime] = field(default_factory=set)
    """When something happened that cannot wait for the morning."""
    _agenda: list[tuple[datetime, int, Happening]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)
    _last_line: int = 0

    def __post_init__(self) -> None:
        ticks = {tick.name: tick.job for tick in self.desk.app.due_ticks()}
        known = {job.name: (job.due, ticks[job.name]) for job in JOBS}
        self._jobs = [known.pop(name) for name in OF_REQUESTS]
        self._others = [of for name, of in known.items() if name not in LOOKS_AT_DELAYS]

    @property
    def now(self) -> datetime:
        return self.desk.clock.now

    def plan(self, at: datetime, happening: Happening) -> None:
        heapq.heappush(self._agenda, (at, next(self._order), happening))

    async def live(self, until: datetime) -> None:
        while self._agenda and self._agenda[0][0] <= until:
            at, _order, happening = heapq.heappop(self._agenda)
            await self._let_pass(at)
            await happening()
            await self.compare()
        await self._let_pass(until)

    async def both(self, expected: Callable[[], None], deed: Deed) -> bool:
        """Do it on both sides; whether it was done, and not refused by both alike."""
        try:
            expected()
            refused = None
        except Refusal as refusal:
            refused = type(refusal)
        async with self.desk.app.work.unit() as unit:
            try:
                await deed(unit.session)
                happened = None
            except Refusal as refusal:
                happened = type(refusal)
        await self.desk.app.sender.work_off()
        assert happened is refused
        return refused is None

    async def _let_pass(self, at: datetime) -> None:
        while (due := self._next_due()) is not None and due <= at:
            if due - MINUTE > self.now:
                self.desk.clock.now = due - MINUTE
                await self._tick()
                await self.compare()
            self.desk.clock.now = due
            self._expect_what_is_due()
            await self._tick()
            await self.compare()
        self.desk.clock.now = max(at, self.now)

    def _next_due(self) -> datetime | None:
        times = [clock.next for ticket in self.tickets for clock in ticket.clocks]
        times += [asking.due for ticket in self.tickets for asking in ticket.askings]
        times += [clock.next for clock in self.promised.values()]
        times += [weeks.due for ticket in self.tickets for weeks in ticket.weeks]
        return min((at for at in times if at), default=None)

    def _expect_what_is_due(self) -> None:
        """All of it: after a pause several steps may be."""
        for ticket in self.tickets:
            fell_due = self.fell_due
            while ripe := [each for each in ticket.clocks if each.next and each.next <= self.now]:
                ticket.clock_is_due(ripe[0], self.now)
                self.fell_due += 1
            if ticket.askings and (due := ticket.askings[-1].due) and due <= self.now:
                ticket.follow_up_is_due(self.now)
                self.fell_due += 1
            self._expect_of_its_promise(ticket)
            if ticket.urgent and self.fell_due > fell_due:
                self.urgent_at.add(self.now)
        weeks = [each for ticket in self.tickets for each in ticket.weeks]
        for each in sorted(weeks, key=lambda one: one.due or self.now):
            if each.due and each.due <= self.now:
                authors = (one for one in weeks if one.ticket.author == each.ticket.author)
                last = max((one.asked for one in authors if one.asked), default=None)
                each.is_due(last, self.wanted, self.now)
                self.fell_due += 1

    def _expect_of_its_promise(self, ticket: Expected) -> None:
        clock = self.promised.get(ticket.id)
        while clock and clock.next and clock.next <= self.now:
            breaks = clock.step is ClockStep.CALL
            line = clock.tell(self.now, is_taken=ticket.state is TicketState.TAKEN)
            ticket.lines += [EventKind.BROKEN] if breaks else [line] if line else []
            self.fell_due += 1

    async def do_the_rest(self) -> None:
        """What every other job has to do by now; it writes no line of a request."""
        await self._tick(self._others)

    async def _tick(self, jobs: Sequence[tuple[Due, Tick]] | None = None) -> None:
        for due, tick in jobs or self._jobs:
            for _round in range(ROUNDS):
                async with self.desk.app.database.reading() as session:
                    if not await due(session, self.now):
                        break
                await tick()
        await self.desk.app.sender.work_off()

    async def compare(self) -> None:
        """What was written since the last time is what was expected, in this very minute."""
        async with self.desk.app.database.reading() as session:
            found = await session.execute(
                select(TicketEvent.id, TicketEvent.ticket_id, TicketEvent.kind, TicketEvent.at)
                .where(TicketEvent.id > self._last_line)
                .order_by(TicketEvent.id)
            )
            written: dict[int, list[EventKind]] = defaultdict(list)
            for line_id, ticket_id, kind, at in found:
                assert at == self.now
                written[ticket_id].append(kind)
                self._last_line = line_id
        for ticket in self.tickets:
            new = ticket.lines[self.told[ticket.id] :]
            assert Counter(new) == Counter(written[ticket.id]), (
                f"{ticket.id} at {self.now}: {new}, {written[ticket.id]}"
            )
            self.told[ticket.id] = len(ticket.lines)
