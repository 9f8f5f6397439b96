"""What the rules say, in the plainest form: one object a ticket, no database, nothing at once.

The state machine does everything twice, here and through the services, and compares.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.errors import (
    AlreadyJoined,
    AlreadyTaken,
    NoGroup,
    NotAMember,
    NothingAsked,
    NotYourGroup,
    NotYours,
    OthersFirst,
    OwnTicket,
    TooSoon,
    WrongState,
)
from services.tickets import Member
from services.tickets.later import AFTER
from services.tickets.rating import MISSING_WITHIN
from storage.tables import (
    ClockKind,
    EventKind,
    PromiseState,
    Purpose,
    Satisfaction,
    TicketState,
)
from tests.services.tickets.clock_model import WEEK, Clock, accepting, later, solving
from tests.services.tickets.merging_model import Merging
from tests.services.tickets.moving_model import Moving
from tests.services.tickets.promising import Promising
from tests.services.tickets.together import Together
from tests.services.tickets.weeks_later import Weeks

SOLVE_HOURS = 49
OPEN, TAKEN, RESOLVED = TicketState.OPEN, TicketState.TAKEN, TicketState.RESOLVED
CLOSED, DECLINED, WITHDRAWN = TicketState.CLOSED, TicketState.DECLINED, TicketState.WITHDRAWN
Key = Purpose | str
STREET = "street"
"""The street's staff; the others are named by their purpose."""
ABOVE: dict[Key, list[Key]] = {
    Purpose.PROPERTY: [Purpose.STAFF, STREET],
    Purpose.STAFF: [STREET],
    STREET: [],
}


@dataclass
class Staff:
    """Which groups are alive, who is in them."""

    ids: dict[Key, int]
    living: set[Key]
    present: set[tuple[int, int]]
    """(group id, person id)"""
    gone: set[tuple[int, int]] = field(default_factory=set)

    def first(self, keys: list[Key]) -> int | None:
        return next((self.ids[key] for key in keys if key in self.living), None)

    def above(self, group_id: int) -> int | None:
        """The living staff of the nearest level above a group's."""
        return self.first(ABOVE[self.key_of(group_id)])

    def key_of(self, group_id: int) -> Key:
        return next(key for key, known in self.ids.items() if known == group_id)

    def has_others(self, member: Member) -> bool:
        return any(
            group_id == member.group_id and person_id != member.person_id
            for group_id, person_id in self.present
        )


@dataclass
class Asking:
    """A follow-up."""

    id: int
    delay: timedelta
    due: datetime | None
    asked: bool = False
    reminded: bool = False
    answers: dict[str, bool | Satisfaction] = field(default_factory=dict)
    words: bool = False

    @property
    def unhappy(self) -> bool:
        content = self.answers.get("satisfaction")
        return self.answers.get("solved") is False or content is Satisfaction.UNSATISFIED

    @property
    def complete(self) -> bool:
        return "solved" in self.answers and "satisfaction" in self.answers


@dataclass
class Expected:
    """A ticket as it has to be."""

    id: int
    author: int
    team: Purpose
    group: int | None
    opened: datetime
    staff: Staff
    hours: int
    """To take it."""
    urgent: bool
    respond_by: datetime
    solve_hours: int = SOLVE_HOURS
    accept: Clock | None = None
    solve: Clock | None = None
    private: bool = False
    state: TicketState = OPEN
    taker: int | None = None
    previous: int | None = None
    round: int = 0
    followers: dict[int, datetime] = field(default_factory=dict)
    """Who joined, and when."""
    nudged: datetime | None = None
    asked: datetime | None = None
    overdue: bool = False
    askings: list[Asking] = field(default_factory=list)
    lines: list[EventKind] = field(default_factory=lambda: [EventKind.FILED])

    def __post_init__(self) -> None:
        self.moving = Moving(self)
        self.merging = Merging(self, self.opened)
        self.together = Together(self)
        self.promising = Promising(self)
        self.weeks: list[Weeks] = []
        """One for each round that was closed as solved."""

    @property
    def routed(self) -> int | None:
        team: list[Key] = [self.team, Purpose.STAFF, STREET]
        return self.staff.first(team)

    def join(self, person: int, now: datetime) -> None:
        if person == self.author:
            raise OwnTicket
        self.check_in_work()
        if person in self.merging.following:
            raise AlreadyJoined
        self.followers[person] = now
        self.lines.append(EventKind.JOINED)

    def add(self, person: int) -> None:
        self.merging.add(person)

    def nudge(self, person: int, now: datetime) -> None:
        self._own(person)
        self.check_in_work()
        if self.nudged and now < self.nudged + timedelta(hours=24):
            raise TooSoon(self.nudged)
        self.nudged = now
        self.lines.append(EventKind.NUDGED)

    def withdraw(self, person: int, now: datetime) -> None:
        self._own(person)
        self.check_in_work()
        self.lines.append(EventKind.WITHDRAWN)
        self.asked = None
        if heir := self.merging.is_succeeded_by(now):
            self.author, self.nudged = heir, None
        else:
            self.state = WITHDRAWN
            self.promising.ends(PromiseState.LAPSED, now)
        self.follow(now)

    def answer(self, person: int, now: datetime) -> None:
        self._own(person)
        self.check_in_work()
        if not self.asked:
            raise NothingAsked
        self.asked = None
        self.lines.append(EventKind.ANSWERED)
        self.follow(now)

    def take(self, member: Member, now: datetime) -> None:
        self.check_held(member)
        if self.state is TAKEN:
            raise AlreadyTaken("", yours=self.taker == member.person_id)
        if self.state is not OPEN:
            raise WrongState(self.state)
        waits = now < self.opened + timedelta(hours=2) and self.staff.has_others(member)
        if self.previous == member.person_id and waits:
            raise OthersFirst(self.opened)
        self.state, self.taker = TAKEN, member.person_id
        self.moving.is_taken()
        self.lines.append(EventKind.TAKEN)
        self.follow(now)

    def reassign(self, member: Member, group_id: int, now: datetime) -> None:
        self.check_free_or_theirs(member)
        self.together.check_not_led()
        if group_id == self.group or self.staff.key_of(group_id) not in self.staff.living:
            raise NoGroup
        self.moving.is_passed_on(group_id, now)

    def moves_to(self, group_id: int | None, now: datetime) -> None:
        self.moving.goes(group_id)
        if group_id is not None:
            self.together.clocks.pop(group_id, None)
        self.state, self.taker, self.group, self.opened = OPEN, None, group_id, now
        self.lines.append(EventKind.REASSIGNED)
        self.follow(now)

    def is_left_by(self, member: Member, now: datetime) -> None:
        """What a member had taken waits for a colleague once they leave the group."""
        if self.state is TAKEN and (self.taker, self.group) == (member.person_id, member.group_id):
            self.moves_to(self.group, now)

    def note(self, member: Member) -> None:
        self.merging.note(member)

    def ask(self, member: Member, now: datetime) -> None:
        self.check_theirs(member)
        self.asked = now
        self.lines.append(EventKind.ASKED)
        self.follow(now)

    def resolve(self, member: Member, now: datetime) -> None:
        self.check_theirs(member)
        self.state, self.asked = RESOLVED, None
        self.lines.append(EventKind.RESOLVED)
        self.promising.ends(PromiseState.KEPT, now)
        self.follow(now)

    def decline(self, member: Member, now: datetime) -> None:
        self.check_free_or_theirs(member)
        self.state, self.taker, self.asked = DECLINED, None, None
        self.lines.append(EventKind.DECLINED)
        self.promising.ends(PromiseState.BROKEN, now)
        self.follow(now)

    def follow_up_is_due(self, now: datetime) -> None:
        asking = self.askings[-1]
        assert asking.due
        asking.due = now + asking.delay
        if asking.unhappy:
            self._rated(asking)
            self.reopen(now)
        elif asking.reminded:
            asking.due, self.state = None, CLOSED
            self.lines.append(EventKind.CLOSED)
        elif asking.asked:
            asking.reminded = True
            self.lines.append(EventKind.REMINDED)
        else:
            asking.asked = True
            self.lines.append(EventKind.FOLLOW_UP_ASKED)

    @property
    def clocks(self) -> list[Clock]:
        own = (self.accept, self.solve, self.promising.clock)
        return [*(clock for clock in own if clock is not None), *self.together.clocks.values()]

    def start_clocks(self, now: datetime) -> None:
        self.respond_by = later(now, self.hours * 60, self.urgent)
        self.accept = accepting(self.respond_by, self.group, urgent=self.urgent)
        self.solve = solving(now, SOLVE_HOURS, urgent=self.urgent)

    def follow(self, now: datetime) -> None:
        """What becomes of the clocks once it was taken, moved, asked about or ended."""
        if self.state not in (OPEN, TAKEN):
            self.accept = self.solve = None
            return
        if self.accept and (self.state is TAKEN or self.accept.group != self.group):
            self.accept = None
        if self.state is OPEN and self.accept is None:
            if self.respond_by <= now:
                self.respond_by = later(now, self.hours * 60, self.urgent)
            self.accept = accepting(self.respond_by, self.group, urgent=self.urgent)
        assert self.solve
        if self.asked and now < self.asked + WEEK:
            self.solve.pause(self.asked, now)
        else:
            self.solve.go_on(now)

    def clock_is_due(self, clock: Clock, now: datetime) -> None:
        if self.state not in (OPEN, TAKEN):
            assert clock.group
            del self.together.clocks[clock.group]
            return
        self.overdue |= clock.calls(now) and clock.kind is ClockKind.ACCEPT
        if clock.goes_up(now) and clock.kind is not ClockKind.REPORT:
            for each in self.clocks:
                if each is not clock and each.kind is not ClockKind.REPORT and each.goes_up(now):
                    each.step = each.at = None
        is_told = self.state is TAKEN or clock.kind is ClockKind.REPORT
        breaks = clock.calls(now) and clock.kind is ClockKind.PROMISE
        line = clock.tell(now, is_taken=is_told)
        if breaks:
            self.promising.runs_out(now)
        elif line:
            self.lines.append(line)

    def rate(
        self, asking: Asking, person: int, given: dict[str, bool | Satisfaction], now: datetime
    ) -> None:
        self._own(person)
        if asking.due is None:
            return
        asking.answers |= given
        if asking.unhappy:
            asking.due = now + MISSING_WITHIN
        elif not asking.complete:
            asking.due = now + asking.delay
        else:
            self._rated(asking)
            self.state = CLOSED
            self.lines.append(EventKind.CLOSED)
            self.weeks.append(Weeks(self, self.round, now + AFTER))

    def say_missing(self, asking: Asking, person: int, now: datetime) -> None:
        self._own(person)
        if asking.due is None or not asking.unhappy:
            raise WrongState(self.state)
        self._rated(asking)
        asking.words = True
        self.reopen(now)

    def _rated(self, asking: Asking) -> None:
        asking.due = None
        self.lines.append(EventKind.RATED)

    def say(self, asking: Asking, person: int) -> bool:
        """Whether words on the rating are accepted at all; AlreadySaid is left to the caller."""
        self._own(person)
        if asking.due is not None or not asking.complete:
            raise WrongState(self.state)
        if asking.words:
            return False
        asking.words = True
        self.lines.append(EventKind.ADDED)
        return True

    def reopen(self, now: datetime) -> None:
        self.lines.append(EventKind.REOPENED)
        key = self.staff.key_of(self.group) if self.group else Purpose.STAFF
        above = self.staff.first(ABOVE[key]) if self.round >= 1 else None
        if self.round >= 1:
            self.lines.append(EventKind.ESCALATED)
        self.round += 1
        self.together.begins_anew()
        self.previous, self.taker = self.taker, None
        self.state, self.opened, self.overdue = OPEN, now, False
        if above:
            self.moving.goes(above)
            self.group = above
        elif key not in self.staff.living:
            self.group = self.routed
        self.start_clocks(now)

    def _own(self, person: int) -> None:
        if person != self.author:
            raise NotYours

    def check_in_work(self) -> None:
        if self.state not in (OPEN, TAKEN):
            raise WrongState(self.state)

    def check_held(self, member: Member) -> None:
        if member.group_id != self.group:
            raise NotYourGroup
        if (member.group_id, member.person_id) in self.staff.gone:
            raise NotAMember

    def check_free_or_theirs(self, member: Member) -> None:
        self.check_held(member)
        if self.state is TAKEN and self.taker != member.person_id:
            raise AlreadyTaken("", yours=False)
        self.check_in_work()

    def check_theirs(self, member: Member) -> None:
        self.check_free_or_theirs(member)
        if self.state is not TAKEN:
            raise WrongState(self.state)
