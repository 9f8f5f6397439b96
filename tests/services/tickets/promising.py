"""承诺 as the rules say, and a machine's part that promises days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from services.tickets import Member, promises
from services.tickets.promises import FAR, AlreadyPromised, PromisePast, PromiseTooFar
from storage.tables import ClockKind, EventKind, Promise, PromiseState
from tests.services.tickets.clock_model import Clock, running_until
from tests.services.tickets.watched_tickets import Deed, WatchedTickets

if TYPE_CHECKING:
    from tests.services.tickets.ticket_model import Expected

STANDING, KEPT, BROKEN = PromiseState.STANDING, PromiseState.KEPT, PromiseState.BROKEN
LAPSED = PromiseState.LAPSED
ENDS = {KEPT: EventKind.KEPT, BROKEN: EventKind.BROKEN}
which = st.integers(0, 9)
days = st.sampled_from([-1, 0, 1, 1, 2, 3, 3, 10, FAR.days + 1])


@dataclass
class Promised:
    by: datetime
    state: PromiseState = STANDING


@dataclass
class Promising:
    """What was promised of one ticket, the latest last."""

    ticket: Expected = field(repr=False)
    made: list[Promised] = field(default_factory=list)
    clock: Clock | None = None
    lapsed_by_merging: Promised | None = None

    @property
    def standing(self) -> Promised | None:
        latest = self.made[-1] if self.made else None
        return latest if latest and latest.state is STANDING else None

    def promise(self, member: Member, by: datetime, now: datetime) -> None:
        if by <= now:
            raise PromisePast
        if by > now + FAR:
            raise PromiseTooFar
        self.ticket.check_theirs(member)
        if self.standing and self.standing.by == by:
            raise AlreadyPromised
        self._make(by, now)

    def is_merged(self, into: Promising, now: datetime) -> None:
        """The earlier of both days stands."""
        theirs, own = self.standing, into.standing
        self.ends(LAPSED, now)
        self.lapsed_by_merging = None
        if theirs and theirs.state is LAPSED:
            self.lapsed_by_merging = theirs
            if own is None or own.by > theirs.by:
                into._make(theirs.by, now)

    def is_parted(self, now: datetime) -> None:
        again = self.lapsed_by_merging
        if again and again.by > now:
            again.state = STANDING
            self.clock = running_until(again.by, now, ClockKind.PROMISE, urgent=self.ticket.urgent)
        self.lapsed_by_merging = None

    def _make(self, by: datetime, now: datetime) -> None:
        if before := self.standing:
            before.state = PromiseState.MOVED if by > before.by else LAPSED
        self.made.append(Promised(by))
        self.clock = running_until(by, now, ClockKind.PROMISE, urgent=self.ticket.urgent)
        self.ticket.lines.append(EventKind.PROMISED)

    def ends(self, state: PromiseState, now: datetime) -> None:
        """With the request: what comes too late is broken, whatever came of it."""
        self.clock = None
        if stands := self.standing:
            self._ends(stands, BROKEN if stands.by <= now else state)

    def runs_out(self, now: datetime) -> None:
        stands = self.standing
        if stands and stands.by <= now:
            self._ends(stands, BROKEN)

    def _ends(self, stands: Promised, state: PromiseState) -> None:
        stands.state = state
        if line := ENDS.get(state):
            self.ticket.lines.append(line)


class PromisingRules(WatchedTickets):
    """Staff promise days; keeping and breaking them is part of everything else."""

    now: datetime
    both: Callable[[Callable[[], None], Deed], bool]
    ticket: Callable[[int], Expected | None]
    worker: Callable[[Expected, int], Member]
    take_where_it_is: Callable[[int, int], None]

    @rule(number=which, seat=which, ahead=days)
    def promises_a_day(self, number: int, seat: int, ahead: int) -> None:
        if ticket := self.ticket(number):
            member, by = self.worker(ticket, seat), self.now + timedelta(days=ahead)
            self.both(
                lambda: ticket.promising.promise(member, by, self.now),
                lambda session: promises.make(session, ticket.id, member, by, now=self.now),
            )

    @rule(number=which, seat=which, ahead=days)
    def takes_it_and_promises(self, number: int, seat: int, ahead: int) -> None:
        """In one step, so that what comes after it is reached often enough."""
        self.take_where_it_is(number, seat)
        self.promises_a_day(number, 0, ahead)

    @invariant()
    def promises_are_as_expected(self) -> None:
        rows = [(row.ticket_id, row.by, row.state) for row in self.all(Promise)]
        expected = [
            (ticket.id, each.by, each.state)
            for ticket in self.tickets
            for each in ticket.promising.made
        ]
        assert sorted(rows) == sorted(expected)
