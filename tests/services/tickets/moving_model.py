"""How a request goes from group to group, as the rules say, and who took it first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from services.errors import NobodyElse
from services.tickets import Member
from storage.tables import EventKind, Purpose, TicketState

if TYPE_CHECKING:
    from tests.services.tickets.ticket_model import Expected


@dataclass
class Moving:
    """Of one ticket."""

    ticket: Expected = field(repr=False)
    first: int | None = None
    moves: int = 0
    returns: int = 0
    came: list[tuple[int | None, int | None]] = field(default_factory=list)
    """From which group it went to which."""

    def is_taken(self) -> None:
        self.first = self.first or self.ticket.group

    def goes(self, to: int | None) -> None:
        if to != self.ticket.group:
            self.came.append((self.ticket.group, to))

    def is_passed_on(self, to: int, now: datetime) -> None:
        self.moves += 1
        self.ticket.moves_to(to, now)

    def give_back(self, member: Member, now: datetime) -> None:
        ticket = self.ticket
        ticket.check_free_or_theirs(member)
        ticket.together.check_not_led()
        to = self._back_to()
        if to is None:
            raise NobodyElse
        self.moves, self.returns = self.moves + 1, self.returns + 1
        if self.returns > 1:
            ticket.together.whistles_by_itself(ticket.group, now)
            return
        self.goes(to)
        ticket.state, ticket.taker, ticket.group, ticket.opened = TicketState.OPEN, None, to, now
        ticket.lines.append(EventKind.RETURNED)
        ticket.follow(now)

    def _back_to(self) -> int | None:
        staff, here = self.ticket.staff, self.ticket.group
        assert here is not None
        before = self.came[-1][0] if self.came and self.came[-1][1] == here else None
        if before and staff.key_of(before) in staff.living:
            return before
        office = staff.first([Purpose.STAFF, "street"])
        above = staff.above(here)
        return next((each for each in (office, above) if each and each != here), None)
