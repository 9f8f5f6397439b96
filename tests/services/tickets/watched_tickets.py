"""What has to hold of all tickets after each step, whatever was done."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Any

from hypothesis.stateful import RuleBasedStateMachine, invariant
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.tickets.merged import FROM
from services.tickets.rated import is_unhappy
from services.tickets.recording import moves
from services.tickets.succession import LIVES_ON
from storage.engine import Database
from storage.tables import (
    EventKind,
    FollowUp,
    JointPart,
    LaterFollowUp,
    Promise,
    Ticket,
    TicketClock,
    TicketEvent,
    TicketFollower,
    TicketState,
)

OPEN, TAKEN, RESOLVED = TicketState.OPEN, TicketState.TAKEN, TicketState.RESOLVED
MERGED = TicketState.MERGED
WHISTLED = EventKind.WHISTLED
LEGAL = {
    WHISTLED: ({OPEN, TAKEN}, OPEN),
    EventKind.TAKEN: ({OPEN}, TAKEN),
    EventKind.REASSIGNED: ({OPEN, TAKEN}, OPEN),
    EventKind.RETURNED: ({OPEN, TAKEN}, OPEN),
    EventKind.RESOLVED: ({TAKEN}, RESOLVED),
    EventKind.DECLINED: ({OPEN, TAKEN}, TicketState.DECLINED),
    EventKind.WITHDRAWN: ({OPEN, TAKEN}, TicketState.WITHDRAWN),
    EventKind.REOPENED: ({RESOLVED, TicketState.CLOSED}, OPEN),
    EventKind.CLOSED: ({RESOLVED}, TicketState.CLOSED),
    EventKind.MERGED: ({OPEN, TAKEN}, MERGED),
    EventKind.UNMERGED: ({MERGED}, OPEN),
}
"""Which lines change the state, from what and to what; a whistle where another group leads."""
REASON = {
    TicketState.CLOSED: EventKind.CLOSED,
    TicketState.DECLINED: EventKind.DECLINED,
    TicketState.WITHDRAWN: EventKind.WITHDRAWN,
}
if TYPE_CHECKING:
    from tests.services.tickets.ticket_model import Expected

Deed = Callable[[AsyncSession], Awaitable[Any]]


def _is_its_own(line: TicketEvent) -> bool:
    """Whether the line tells of what became of the request itself: it does not live on, and is not
    that which another one went on as."""
    return LIVES_ON not in line.data and FROM not in line.data


class WatchedTickets(RuleBasedStateMachine):
    """A database that is read and judged after each step; subclasses act on it.

    They say `open_database`, and keep `tickets` as the rules expect them.
    """

    @abstractmethod
    def open_database(self) -> Database:
        """A migrated, empty one."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.database = self.open_database()
        self.tickets: list[Expected] = []
        self.before: dict[int, list[tuple[Any, ...]]] = {}
        self.snapshot: dict[type, Sequence[Any]] = {}

    def teardown(self) -> None:
        self.runner.run(self.database.close())
        self.runner.close()

    def run(self, deed: Deed) -> Any:
        """Do it in a transaction of its own, and commit."""

        async def transaction() -> Any:
            async with self.database.transaction() as session:
                return await deed(session)

        self.snapshot.clear()
        return self.runner.run(transaction())

    def all(self, table: type[Any]) -> Sequence[Any]:
        """The rows of `table` by primary key; all tables are read at once after a step."""

        async def read() -> None:
            async with self.database.reading() as session:
                for kept in (
                    Ticket,
                    TicketClock,
                    TicketEvent,
                    TicketFollower,
                    FollowUp,
                    JointPart,
                    LaterFollowUp,
                    Promise,
                ):
                    order = kept.__mapper__.primary_key
                    found = await session.scalars(select(kept).order_by(*order))
                    self.snapshot[kept] = found.all()

        if not self.snapshot:
            self.runner.run(read())
        return self.snapshot[table]

    @invariant()
    def tickets_are_as_expected(self) -> None:
        for ticket, row in zip(self.tickets, self.all(Ticket), strict=True):
            assert row.id == ticket.id
            assert row.state is ticket.state
            assert row.group_id == ticket.group
            assert row.taker_id == ticket.taker
            assert row.previous_taker_id == ticket.previous
            assert row.round == ticket.round
            moving = ticket.moving
            assert (row.first_group_id, row.moves) == (moving.first, moving.moves)
            assert row.returns == moving.returns
            assert row.called == ticket.together.count
            assert row.nudged_at == ticket.nudged
            assert row.opened_at == ticket.opened
            assert row.asked_at == ticket.asked
            assert (row.overdue_at is not None) == ticket.overdue
            assert (row.closed_at is not None) == (row.state in {*REASON, TicketState.MERGED})

    @invariant()
    def clocks_are_as_expected(self) -> None:
        """To the minute, as counted minute by minute."""
        rows = {
            (row.ticket_id, row.kind, row.group_id): (
                row.due_at,
                row.step,
                row.step_at,
                row.act_at,
                row.paused_at,
            )
            for row in self.all(TicketClock)
        }
        assert rows == {
            (ticket.id, clock.kind, clock.group): (
                clock.due,
                clock.step,
                clock.at,
                clock.next,
                clock.paused,
            )
            for ticket in self.tickets
            for clock in ticket.clocks
        }

    @invariant()
    def the_timeline_tells_how_the_state_came_about(self) -> None:
        for row in self.all(Ticket):
            state = OPEN
            for line in self.all(TicketEvent):
                if line.ticket_id == row.id and line.kind in LEGAL and _is_its_own(line):
                    before, after = LEGAL[line.kind]
                    assert state in before
                    if line.kind is not WHISTLED or moves(line):
                        state = TAKEN if line.data.get("taken") else after
            assert row.state is state
            assert row.state is not TAKEN or row.taker_id is not None

    @invariant()
    def everyone_affected_is_counted_once(self) -> None:
        followers = [row.ticket_id for row in self.all(TicketFollower)]
        for row in self.all(Ticket):
            assert row.affected == 1 + followers.count(row.id)

    @invariant()
    def numbers_are_unique(self) -> None:
        numbers = [row.number for row in self.all(Ticket)]
        assert len(set(numbers)) == len(numbers)

    @invariant()
    def a_follow_up_waits_exactly_while_resolved(self) -> None:
        waiting = [row.ticket_id for row in self.all(FollowUp) if row.ended_at is None]
        resolved = [row.id for row in self.all(Ticket) if row.state is TicketState.RESOLVED]
        assert sorted(waiting) == resolved
        assert all((row.due_at is None) == (row.ended_at is not None) for row in self.all(FollowUp))

    @invariant()
    def ratings_are_counted_once(self) -> None:
        rated = [line for line in self.all(TicketEvent) if line.kind is EventKind.RATED]
        fully = [
            row
            for row in self.all(FollowUp)
            if row.ended_at and (is_unhappy(row) or (row.solved and row.satisfaction))
        ]
        assert sorted(line.data["follow_up"] for line in rated) == sorted(row.id for row in fully)

    @invariant()
    def timelines_only_grow(self) -> None:
        for ticket in self.tickets:
            lines = [line for line in self.all(TicketEvent) if line.ticket_id == ticket.id]
            assert [line.kind for line in lines] == ticket.lines
            assert all(one.at <= other.at for one, other in pairwise(lines))
            told = [(line.id, line.at, line.kind, line.text, line.data) for line in lines]
            before = self.before.get(ticket.id, [])
            assert told[: len(before)] == before
            self.before[ticket.id] = told

    @invariant()
    def an_end_has_its_reason_in_the_timeline(self) -> None:
        for ticket in self.tickets:
            kinds = [
                line.kind
                for line in self.all(TicketEvent)
                if line.ticket_id == ticket.id and LIVES_ON not in line.data
            ]
            # What was closed may come back weeks later, and is closed again then.
            ends = list(takewhile(lambda kind: kind is not EventKind.REOPENED, reversed(kinds)))
            if kind := REASON.get(ticket.state):
                assert ends.count(kind) == 1
        for line in self.all(TicketEvent):
            if line.kind is EventKind.CLOSED:
                assert line.data["reason"] in ("rated", "unrated")
