"""What the rules say of points, in the plainest form: lists of sums, no database.

The state machine does everything twice, here and through the services, and compares.
"""

from dataclasses import dataclass, field
from datetime import datetime

from services.errors import AlreadySaid
from services.volunteering.hours_errors import (
    AlreadyJudged,
    MinutesOutOfRange,
    NotOrganiser,
    OutOfStock,
    OwnMinutes,
    RedemptionOver,
    TooFewPoints,
    UnderComplaint,
)
from storage.tables import RecordState, RedemptionState

PENDING, APPROVED = RecordState.PENDING, RecordState.APPROVED
STOPPED, REFUSED = RecordState.STOPPED, RecordState.REFUSED
RESERVED = RedemptionState.RESERVED


@dataclass
class Served:
    """A record, and the complaint about it."""

    id: int
    claim_id: int
    person: int
    minutes: int
    state: RecordState = PENDING
    was_approved: bool = False
    earned: int | None = None
    """What it put on the balance and did not have to give back yet."""
    feedback: int | None = None
    settled: bool = False

    def worth(self) -> int:
        """An hour is a point, at most two an activity."""
        return min(self.minutes, 120) // 60


@dataclass
class Taken:
    """A redemption."""

    id: int
    code: str
    person: int
    reward: int
    points: int
    until: datetime
    state: RedemptionState = RESERVED


@dataclass
class Points:
    """All that happened to everybody's points."""

    judges: set[int]
    stock: dict[int, int]
    prices: dict[int, int]
    served: list[Served] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    order: list[Served] = field(default_factory=list)
    """By when their earnings that stand were posted."""

    def balance(self, person: int) -> int:
        earned = sum(each.earned or 0 for each in self.served if each.person == person)
        spent = sum(
            each.points
            for each in self.taken
            if each.person == person and each.state is not RedemptionState.RETURNED
        )
        return earned - spent

    def spendable(self, person: int) -> int:
        owed = sum(each.earned or 0 for each in self._owed(person))
        return max(0, self.balance(person) - owed)

    def hours(self, person: int) -> int:
        return sum(
            each.minutes for each in self.served if each.person == person and each.state is APPROVED
        )

    def approve(self, record: Served, by: int, minutes: int) -> None:
        self._judged(record, by)
        if not 1 <= minutes <= 240:
            raise MinutesOutOfRange(240)
        record.state, record.minutes, record.was_approved = APPROVED, minutes, True
        self._earn(record)

    def refuse(self, record: Served, by: int) -> None:
        self._judged(record, by)
        record.state = REFUSED

    def complain(self, record: Served) -> None:
        if record.feedback is not None:
            raise AlreadySaid
        if record.state in (PENDING, APPROVED):
            record.state = STOPPED
            self._take_back_owed(record.person)

    def settle(self, record: Served, *, upheld: bool) -> None:
        if record.settled:
            raise AlreadyJudged
        record.settled = True
        if record.state is not STOPPED:
            return
        record.state = REFUSED if upheld else APPROVED if record.was_approved else PENDING
        if record.state is APPROVED:
            self._earn(record)

    def redeem(self, person: int, reward: int) -> None:
        if self.stock[reward] == 0:
            raise OutOfStock
        if self.spendable(person) < self.prices[reward]:
            raise TooFewPoints(self.spendable(person), self.prices[reward])
        self.stock[reward] -= 1

    def give_back(self, taken: Taken) -> None:
        self._end(taken, RedemptionState.RETURNED)
        self.stock[taken.reward] += 1
        self._take_back_owed(taken.person)

    def hand_out(self, taken: Taken, by: int) -> None:
        if taken.person == by:
            raise OwnMinutes
        self._end(taken, RedemptionState.HANDED_OUT)

    def _judged(self, record: Served, by: int) -> None:
        if record.person == by:
            raise OwnMinutes
        if by not in self.judges:
            raise NotOrganiser
        if record.state is STOPPED:
            raise UnderComplaint
        if record.state is not PENDING:
            raise AlreadyJudged

    def _end(self, taken: Taken, state: RedemptionState) -> None:
        if taken.state is not RESERVED:
            raise RedemptionOver(taken.state)
        taken.state = state

    def _earn(self, record: Served) -> None:
        if record.earned is None and record.worth():
            record.earned = record.worth()
            self.order.append(record)
            self._take_back_owed(record.person)

    def _take_back_owed(self, person: int) -> None:
        for record in self._owed(person):
            if record.earned is not None and self.balance(person) >= record.earned:
                record.earned = None
                self.order.remove(record)

    def _owed(self, person: int) -> list[Served]:
        return [each for each in self.order if each.person == person and each.state is not APPROVED]
