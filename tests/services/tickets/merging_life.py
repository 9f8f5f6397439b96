"""合并, 撤销合并 and 拆分 among everything else that happens to tickets."""

from abc import abstractmethod
from collections.abc import Callable
from datetime import datetime

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from sqlalchemy import func, select

from services.tickets import Member, merging, splitting
from storage.tables import EventKind, Purpose, Ticket
from tests.services.factories import Neighbourhood
from tests.services.tickets.ticket_model import Expected
from tests.services.tickets.watched_tickets import Deed, WatchedTickets

MOST_TICKETS = 4
which = st.integers(0, 9)


class MergingLife(WatchedTickets):
    """The rules; who inherits them has the rest of the life."""

    place: Neighbourhood
    now: datetime

    @abstractmethod
    def both(self, expected: Callable[[], None], deed: Deed) -> bool: ...

    @abstractmethod
    def ticket(self, number: int) -> Expected | None: ...

    @abstractmethod
    def worker(self, ticket: Expected, seat: int) -> Member: ...

    @rule(number=which, into=which, seat=which)
    def merge(self, number: int, into: int, seat: int) -> None:
        ticket, other = self.ticket(number), self.ticket(into)
        if ticket and other:
            member = self.worker(ticket, seat)
            self.both(
                lambda: ticket.merging.merge(other, member, self.now),
                lambda session: merging.merge(session, ticket.id, other.id, member, now=self.now),
            )

    @rule(number=which, seat=which)
    def part(self, number: int, seat: int) -> None:
        if ticket := self.ticket(number):
            member = self.worker(ticket, seat)
            self.both(
                lambda: ticket.merging.part(member, self.now),
                lambda session: merging.part(session, ticket.id, member, now=self.now),
            )

    @rule(number=which, seat=which)
    @precondition(lambda self: 0 < len(self.tickets) < MOST_TICKETS)
    def split(self, number: int, seat: int) -> None:
        ticket = self.ticket(number)
        assert ticket
        member, leak = self.worker(ticket, seat), self.place.leak
        done = self.both(
            lambda: ticket.check_free_or_theirs(member),
            lambda session: splitting.split(
                session, ticket.id, member, "还有一件", leak.id, now=self.now
            ),
        )
        if done:
            ticket.lines.append(EventKind.SPLIT)
            new = Expected(
                id=self.run(lambda session: session.scalar(select(func.max(Ticket.id)))),
                author=ticket.author,
                team=Purpose.STAFF,
                group=None,
                opened=self.now,
                staff=ticket.staff,
                hours=leak.respond_hours,
                urgent=leak.urgent,
                respond_by=self.now,
            )
            new.group = new.routed
            new.start_clocks(self.now)
            new.lines.append(EventKind.SPLIT)
            self.tickets.append(new)
