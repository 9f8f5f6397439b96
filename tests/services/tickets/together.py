"""吹哨报到 as the rules say, and a machine's part that whistles and reports."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from services.errors import AlreadyTaken, NoGroup, NotAMember, NotYourGroup
from services.tickets import Member, joint
from services.tickets.errors import AlreadyCalled, AlreadyReported, Led, OfficesOnly
from storage.tables import ClockKind, ClockStep, EventKind, JointPart, Purpose, TicketState
from tests.services.tickets.clock_model import SHARE, Clock, later
from tests.services.tickets.watched_tickets import Deed, WatchedTickets

if TYPE_CHECKING:
    from tests.services.tickets.ticket_model import Expected, Key

which = st.integers(0, 9)
several = st.sets(st.integers(0, 2))


@dataclass
class Together:
    """Who is called to one ticket in its present round, and whether they reported."""

    ticket: Expected = field(repr=False)
    count: int = 0
    reported: dict[int, bool] = field(default_factory=dict)
    former: int = 0
    """Parts of former rounds."""
    clocks: dict[int, Clock] = field(default_factory=dict)
    """By when each of them reports."""

    @property
    def called(self) -> dict[int, bool]:
        here = self.ticket.group
        return {group: done for group, done in self.reported.items() if group != here}

    def begins_anew(self) -> None:
        self.former += len(self.reported)
        self.reported, self.count, self.clocks = {}, 0, {}

    def check_not_led(self) -> None:
        if self.count:
            raise Led

    def check_held_or_called(self, member: Member) -> None:
        if member.group_id != self.ticket.group and member.group_id not in self.called:
            raise NotYourGroup
        if (member.group_id, member.person_id) in self.ticket.staff.gone:
            raise NotAMember

    def whistle(
        self, member: Member, groups: Collection[int], lead: int | None, now: datetime
    ) -> None:
        ticket, staff = self.ticket, self.ticket.staff
        self.check_held_or_called(member)
        if staff.key_of(member.group_id) is Purpose.PROPERTY:
            raise OfficesOnly
        ticket.check_in_work()
        if not self.count and ticket.taker not in (None, member.person_id):
            raise AlreadyTaken("", yours=False)
        others = {staff.ids[key] for key in staff.living} - {ticket.group}
        if not others - set(self.called):
            raise AlreadyCalled if self.count else NoGroup
        if not set(groups) <= others | set(self.called):
            raise NoGroup
        if not set(groups) - set(self.called):
            raise AlreadyCalled
        if lead is None:
            first = ticket.moving.first
            lead = first if first in (*groups, ticket.group) else ticket.group
        lead = ticket.group if self.count else lead
        if lead not in (*groups, ticket.group):
            raise NoGroup
        self._calls({*groups, ticket.group} - set(self.called), lead, now)

    def _calls(self, groups: Collection[int | None], lead: int | None, now: datetime) -> None:
        ticket = self.ticket
        new = [group for group in groups if group and group != lead]
        if lead != ticket.group:
            ticket.state, ticket.taker, ticket.opened = TicketState.OPEN, None, now
            ticket.group = lead
        self.count += len(new)
        ticket.follow(now)
        self.reported |= dict.fromkeys(new, False)
        self.clocks |= {group: self._reporting(group, now) for group in new}
        ticket.lines.append(EventKind.WHISTLED)

    def _reporting(self, group: int, now: datetime) -> Clock:
        urgent = self.ticket.urgent
        minutes = 60 * (joint.URGENT_REPORT_HOURS if urgent else joint.REPORT_HOURS)
        due, warn = later(now, minutes, urgent), later(now, minutes * SHARE // 100, urgent)
        return Clock(ClockKind.REPORT, urgent, due, ClockStep.WARN, warn, group)

    def whistles_by_itself(self, here: int | None, now: datetime) -> None:
        """Of a ticket that was given back by the group `here`."""
        ticket, staff = self.ticket, self.ticket.staff
        went = [group for move in ticket.moving.came for group in move]
        office = staff.first([Purpose.STAFF, "street"])
        ids = dict.fromkeys([ticket.moving.first, office, here, *went])
        comes = [each for each in ids if each and staff.key_of(each) in staff.living]
        offices = [each for each in comes if staff.key_of(each) is not Purpose.PROPERTY]
        lead = [each for each in comes if each == ticket.moving.first] or offices or comes
        ticket.moving.goes(lead[0])
        ticket.state, ticket.taker, ticket.group = TicketState.OPEN, None, lead[0]
        ticket.opened = now
        ticket.lines.append(EventKind.RETURNED)
        ticket.follow(now)
        self._calls(comes, lead[0], now)

    def report(self, member: Member) -> None:
        if member.group_id not in self.called:
            raise NotYourGroup
        self.check_held_or_called(member)
        self.ticket.check_in_work()
        if self.called[member.group_id]:
            raise AlreadyReported("")
        self.reported[member.group_id] = True
        self.clocks.pop(member.group_id, None)
        self.ticket.lines.append(EventKind.REPORTED)


class TogetherRules(WatchedTickets):
    """Offices whistle, called groups report."""

    now: datetime
    both: Callable[[Callable[[], None], Deed], bool]
    ticket: Callable[[int], Expected | None]
    member: Callable[[Key, int], Member]
    key: Callable[[int], Key]
    worker: Callable[[Expected, int], Member]

    @rule(number=which, seat=which, groups=several, lead=st.none() | st.integers(0, 2))
    def whistles(self, number: int, seat: int, groups: set[int], lead: int | None) -> None:
        if ticket := self.ticket(number):
            member = self.worker(ticket, seat)
            ids = {self.member(self.key(each), 0).group_id for each in groups}
            led_by = None if lead is None else self.member(self.key(lead), 0).group_id
            self.both(
                lambda: ticket.together.whistle(member, ids, led_by, self.now),
                lambda session: joint.whistle(
                    session, ticket.id, member, ids, led_by, now=self.now
                ),
            )

    @rule(number=which, seat=which)
    def reports(self, number: int, seat: int) -> None:
        if ticket := self.ticket(number):
            member = self.member(self.key(seat), seat)
            self.both(
                lambda: ticket.together.report(member),
                lambda session: joint.report(session, ticket.id, member, "到了", now=self.now),
            )

    @invariant()
    def who_is_called_is_as_expected(self) -> None:
        for ticket in self.tickets:
            rows = [row for row in self.all(JointPart) if row.ticket_id == ticket.id]
            now = {
                row.group_id: row.reported_at is not None
                for row in rows
                if row.round == ticket.round
            }
            assert now == ticket.together.reported
            assert len(rows) == len(now) + ticket.together.former
            assert all((row.event_id is None) == (row.reported_at is None) for row in rows)
