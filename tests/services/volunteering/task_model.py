"""What the rules of tasks and claims say, in the plainest form: objects, nothing at once."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.quiet_hours import Hours
from services.volunteering.errors import (
    AlreadyClaimed,
    ClaimsClosed,
    NotClaimed,
    NotOffered,
    Overlaps,
    OwnTask,
    TaskOver,
    VolunteerPaused,
)
from services.volunteering.reminders import next_reminder
from storage.tables import ClaimState, TaskState

HELD, WAITING, RELEASED = ClaimState.HELD, ClaimState.WAITING, ClaimState.RELEASED
OPEN = TaskState.OPEN
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass
class Claim:
    """In the order in which they were made, which is the order of waiting."""

    person: int
    role: int
    state: ClaimState
    late: bool = False
    offered_to: int | None = None


@dataclass
class Everybody:
    """Who takes a break, and every task there is."""

    paused: set[int] = field(default_factory=set)
    tasks: "list[Expected]" = field(default_factory=list)

    def busy(self, person: int, task: "Expected") -> bool:
        return any(
            other.state is OPEN
            and other.starts < task.ends
            and other.ends > task.starts
            and any(one.person == person and one.state is HELD for one in other.claims)
            for other in self.tasks
            if other is not task
        )


@dataclass
class Expected:
    """A task as it should be."""

    id: int
    organiser: int
    starts: datetime
    ends: datetime
    claim_by: datetime
    places: list[int]
    everybody: Everybody
    made: datetime
    state: TaskState = OPEN
    claims: list[Claim] = field(default_factory=list)
    reminded: datetime | None = None
    """Until when reminders are settled."""

    def living(self, person: int) -> Claim | None:
        return next(
            (one for one in self.claims if one.person == person and one.state is not RELEASED),
            None,
        )

    def held(self, role: int) -> int:
        return sum(one.role == role and one.state is HELD for one in self.claims)

    def free(self, role: int) -> bool:
        return self.held(role) < self.places[role]

    def claim(self, person: int, now: datetime) -> None:
        if person in self.everybody.paused:
            raise VolunteerPaused(None)
        self._check_running(now)
        if now >= self.claim_by:
            raise ClaimsClosed(self.claim_by)
        if before := self.living(person):
            was_waiting = before.state is WAITING
            if was_waiting:
                self._promote(before.role, now)
            if was_waiting and before.state is HELD:
                return
            raise AlreadyClaimed(before.state)
        self._check_may(person)
        role = next((role for role in range(len(self.places)) if self.free(role)), 0)
        self._promote(role, now)
        self.claims.append(Claim(person, role, HELD if self.free(role) else WAITING))

    def release(self, person: int, now: datetime) -> None:
        self._check_running(now)
        claim = self.living(person)
        if claim is None:
            raise NotClaimed
        was_held = claim.state is HELD
        claim.late = was_held and now > self.starts - DAY
        claim.state, claim.offered_to = RELEASED, None
        if was_held:
            self._promote(claim.role, now)

    def offer(self, person: int, to: int, now: datetime) -> None:
        claim = self.living(person)
        if claim is None or claim.state is not HELD or to == person:
            raise NotClaimed
        self._check_receiver(to, now)
        claim.offered_to = to

    def accept(self, number: int, to: int, now: datetime) -> None:
        claim = self.claims[number]
        self._check_offered(claim, to)
        self._check_receiver(to, now)
        claim.state = RELEASED
        if waiting := self.living(to):
            waiting.state, waiting.role = HELD, claim.role
        else:
            self.claims.append(Claim(to, claim.role, HELD))

    def decline(self, number: int, to: int) -> None:
        claim = self.claims[number]
        self._check_offered(claim, to)
        claim.offered_to = None

    def end(self, state: TaskState) -> None:
        if self.state is not OPEN:
            raise TaskOver(self.state)
        self.state = state
        for claim in self.claims:
            if claim.state is WAITING or (
                state is TaskState.CANCELLED and claim.state is not RELEASED
            ):
                claim.state, claim.offered_to = RELEASED, None

    def remind(self, now: datetime) -> set[int]:
        """Whom a tick at `now` reminds."""
        # When it is due at night, tests/services/volunteering/test_reminders.py says.
        due = next_reminder(self.starts, self.reminded or self.made, Hours())
        if self.state is not OPEN or due is None or due > now:
            return set()
        self.reminded = now
        holders = {one.person for one in self.claims if one.state is HELD}
        return holders if now < self.starts else set()

    def _promote(self, role: int, now: datetime) -> None:
        if now >= max(self.starts, self.claim_by):
            return
        for claim in self.claims:
            waits = claim.role == role and claim.state is WAITING
            if not waits or claim.person in self.everybody.paused:
                continue
            if self.free(role) and not self.everybody.busy(claim.person, self):
                claim.state = HELD

    def _check_running(self, now: datetime) -> None:
        if self.state is not OPEN or now >= self.ends:
            raise TaskOver(self.state)

    def _check_may(self, person: int) -> None:
        if person == self.organiser:
            raise OwnTask
        if self.everybody.busy(person, self):
            raise Overlaps(0, "", self.starts)

    def _check_receiver(self, to: int, now: datetime) -> None:
        self._check_running(now)
        if to in self.everybody.paused:
            raise VolunteerPaused(None)
        self._check_may(to)
        if (theirs := self.living(to)) and theirs.state is not WAITING:
            raise AlreadyClaimed(theirs.state)

    def _check_offered(self, claim: Claim, to: int) -> None:
        if claim.state is not HELD or claim.offered_to != to:
            raise NotOffered
