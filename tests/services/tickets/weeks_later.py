"""四周回访 as the rules say, and a machine's part in which weeks pass and authors answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from services.errors import AlreadySaid, NotYours, WrongState
from services.tickets import later
from services.tickets.later import AFTER, APART
from storage.tables import EventKind, LaterFollowUp, Still, TicketState
from tests.services.factories import NEIGHBOUR, RESIDENT, STRANGER
from tests.services.tickets.watched_tickets import Deed, WatchedTickets

if TYPE_CHECKING:
    from tests.services.tickets.ticket_model import Expected

which = st.integers(0, 9)
LATEST = datetime(2026, 9, 1, tzinfo=UTC)
people = st.sampled_from([RESIDENT, RESIDENT, NEIGHBOUR])


@dataclass
class Weeks:
    """Of one round that was closed as solved."""

    ticket: Expected = field(repr=False)
    round: int
    due: datetime | None
    asked: datetime | None = None
    answer: Still | None = None

    def is_due(self, last: datetime | None, wanted: set[int], now: datetime) -> None:
        """`last`: when their author was last asked about any."""
        closed = self.ticket.state is TicketState.CLOSED and self.ticket.round == self.round
        if not closed or self.ticket.author not in wanted:
            self.due = None
        elif last is not None and last + APART > now:
            self.due = last + APART
        else:
            self.due, self.asked = None, now
            self.ticket.lines.append(EventKind.ASKED_LATER)

    def is_answered(self, person: int, said: Still, wanted: set[int], now: datetime) -> None:
        if person != self.ticket.author:
            raise NotYours
        if self.answer is not None:
            raise AlreadySaid
        closed = self.ticket.state is TicketState.CLOSED and self.ticket.round == self.round
        if self.asked is None or not closed:
            raise WrongState(self.ticket.state)
        self.answer = said
        self.ticket.lines.append(EventKind.ANSWERED_LATER)
        if said is Still.STOP:
            wanted.discard(person)
        if said is Still.AGAIN:
            self.ticket.reopen(now)


class WeeksLaterRules(WatchedTickets):
    """The scheduler asks, authors answer."""

    now: datetime
    both: Callable[[Callable[[], None], Deed], bool]

    def __init__(self) -> None:
        super().__init__()
        self.wanted = {RESIDENT, NEIGHBOUR, STRANGER}
        """Who has not said that they do not want to be asked."""

    @rule()
    def weeks_pass(self) -> None:
        """While the days that follow are known to the plain calendar, which ends with the year."""
        if self.now < LATEST:
            self.now += AFTER
        self.weeks_are_looked_at()

    @rule()
    def weeks_are_looked_at(self) -> None:
        found = self.run(lambda session: later.due(session, self.now))
        due = [each for each in self._weeks() if each.due and each.due <= self.now]
        by_id = {row.id: self._of(row) for row in self.all(LaterFollowUp)}
        assert sorted(map(id, (by_id[each] for each in found))) == sorted(map(id, due))
        for later_id in found:
            by_id[later_id].is_due(self._last(by_id[later_id]), self.wanted, self.now)
            for _again in range(2):
                self.run(partial(later.act, later_id=later_id, now=self.now))

    @rule(number=which, person=people, said=st.sampled_from(Still))
    def weeks_later_they_answer(self, number: int, person: int, said: Still) -> None:
        rows = self.all(LaterFollowUp)
        if not rows:
            return
        row = rows[-1 - number % len(rows)]
        asking = self._of(row)
        self.both(
            lambda: asking.is_answered(person, said, self.wanted, self.now),
            lambda session: later.answer(session, row.id, person, said, now=self.now),
        )

    @rule(number=which, again=st.booleans())
    def they_are_asked_and_answer(self, number: int, again: bool) -> None:
        """In one step, so that what comes after it is reached often enough."""
        self.weeks_pass()
        self.weeks_later_they_answer(number, RESIDENT, Still.AGAIN if again else Still.GOOD)

    @invariant()
    def what_is_asked_weeks_later_is_as_expected(self) -> None:
        rows = self.all(LaterFollowUp)
        assert len(rows) == len(self._weeks())
        for row in rows:
            asking = self._of(row)
            assert (row.due_at, row.asked_at) == (asking.due, asking.asked)
            assert row.answer is asking.answer

    def _weeks(self) -> list[Weeks]:
        return [each for ticket in self.tickets for each in ticket.weeks]

    def _of(self, row: LaterFollowUp) -> Weeks:
        [found] = [
            each
            for each in self._weeks()
            if (each.ticket.id, each.round) == (row.ticket_id, row.round)
        ]
        return found

    def _last(self, asking: Weeks) -> datetime | None:
        asked = [
            each.asked
            for each in self._weeks()
            if each.asked and each.ticket.author == asking.ticket.author
        ]
        return max(asked, default=None)
