"""How one request goes on as another, as the rules say, and who follows it because of that."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from services.errors import NotYours, WrongState
from services.tickets import Member
from services.tickets.merging import AlreadyMerged, SameRequest
from storage.tables import ClockKind, EventKind, TicketState
from tests.services.tickets.clock_model import later, running_until

if TYPE_CHECKING:
    from tests.services.tickets.ticket_model import Expected

OPEN, TAKEN, MERGED = TicketState.OPEN, TicketState.TAKEN, TicketState.MERGED


@dataclass
class Merging:
    """Of one ticket."""

    ticket: Expected = field(repr=False)
    filed: datetime
    into: Expected | None = field(default=None, repr=False)
    parts: dict[int, Expected] = field(default_factory=dict, repr=False)
    """What was merged into it, by id."""
    through: dict[int, datetime] = field(default_factory=dict)
    """Who follows it through its parts, and since when."""
    withdrew: dict[int, datetime] = field(default_factory=dict)
    """Who left it to others, and when."""
    solve_by: datetime | None = None
    """As it was when it was merged, unless it stood still."""

    @property
    def following(self) -> dict[int, datetime]:
        return self.through | self.ticket.followers

    @property
    def goes_on(self) -> Expected:
        return self.into.merging.goes_on if self.into else self.ticket

    def merge(self, into: Expected, member: Member, now: datetime) -> None:
        ticket = self.ticket
        if into is ticket:
            raise SameRequest
        self._not_merged(member)
        ticket.check_free_or_theirs(member)
        ticket.together.check_not_led()
        into.merging._not_merged(member)
        if into.state not in (OPEN, TAKEN):
            raise WrongState(into.state)
        assert ticket.solve
        stands_still = ticket.solve.paused and ticket.solve.due > ticket.solve.paused
        self.solve_by = None if stands_still else ticket.solve.due
        ticket.state, ticket.asked, self.into = MERGED, None, into
        ticket.follow(now)
        ticket.promising.is_merged(into.promising, now)
        into.merging.parts[ticket.id] = ticket
        into.merging.gather()
        ticket.lines.append(EventKind.MERGED)
        into.lines.append(EventKind.MERGED)

    def part(self, member: Member, now: datetime) -> None:
        ticket, into = self.ticket, self.into
        ticket.check_held(member)
        if into is None:
            raise WrongState(ticket.state)
        if self.goes_on.state not in (OPEN, TAKEN, TicketState.RESOLVED):
            raise WrongState(self.goes_on.state)
        there = ticket.group and ticket.staff.key_of(ticket.group) in ticket.staff.living
        if there and (ticket.group, ticket.taker) in ticket.staff.present:
            ticket.state = TAKEN
        else:
            ticket.state, ticket.taker, ticket.opened, ticket.overdue = OPEN, None, now, False
            ticket.group = ticket.group if there else ticket.routed
        by = self.solve_by or later(now, ticket.solve_hours * 60, ticket.urgent)
        ticket.solve = running_until(by, now, ClockKind.SOLVE, urgent=ticket.urgent)
        ticket.follow(now)
        ticket.promising.is_parted(now)
        del into.merging.parts[ticket.id]
        self.into = None
        into.merging.gather()
        ticket.lines.append(EventKind.UNMERGED)
        into.lines.append(EventKind.UNMERGED)

    def gather(self) -> None:
        since: dict[int, datetime] = {}
        for _id, part in sorted(self.parts.items()):
            for person, at in {part.author: part.merging.filed, **part.merging.following}.items():
                if person not in self.withdrew or at > self.withdrew[person]:
                    since.setdefault(person, at)
        since.pop(self.ticket.author, None)
        self.through = {who: at for who, at in since.items() if who not in self.ticket.followers}
        if self.into:
            self.into.merging.gather()

    def add(self, person: int) -> None:
        goes_on = self.goes_on
        if person != goes_on.author and person not in goes_on.merging.following:
            raise NotYours
        if goes_on.state not in (OPEN, TAKEN, TicketState.RESOLVED):
            raise WrongState(goes_on.state)
        goes_on.lines.append(EventKind.ADDED)

    def note(self, member: Member) -> None:
        self.ticket.together.check_held_or_called(member)
        self.goes_on.together.check_held_or_called(member)
        self.goes_on.lines.append(EventKind.NOTE)

    def is_succeeded_by(self, now: datetime) -> int | None:
        """Who takes the place of an author who leaves; they follow it no more."""
        if not self.following:
            return None
        self.withdrew[self.ticket.author] = now
        _joined, heir = min((at, who) for who, at in self.following.items())
        self.ticket.followers.pop(heir, None)
        self.through.pop(heir, None)
        return heir

    def _not_merged(self, member: Member) -> None:
        self.ticket.check_held(member)
        if self.ticket.state is MERGED:
            raise AlreadyMerged("")
