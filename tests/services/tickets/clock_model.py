"""The clocks of a request in the plainest form, counted minute by minute."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.tables import ClockKind, ClockStep, EventKind
from tests.services import plain_time

WEEK = timedelta(days=7)
MINUTE = timedelta(minutes=1)
SHARE = 80
"""Percent of the time to solve after which the taker is warned."""
UP = 7 * 60
"""Minutes from the call to the level above."""


@dataclass
class Clock:
    """One that runs."""

    kind: ClockKind
    urgent: bool
    due: datetime
    step: ClockStep | None
    at: datetime | None
    group: int | None = None
    paused: datetime | None = None
    wakes: datetime | None = None
    """When it goes on by itself, while it stands still."""

    @property
    def next(self) -> datetime | None:
        return self.wakes or self.at

    def pause(self, asked: datetime, now: datetime) -> None:
        self.paused = self.paused or now
        self.wakes = asked + WEEK

    def go_on(self, now: datetime) -> None:
        if self.paused is None:
            return
        self.due = self._moved(self.due, self.paused, now)
        self.at = self.at and self._moved(self.at, self.paused, now)
        self.paused = self.wakes = None

    def _moved(self, at: datetime, since: datetime, now: datetime) -> datetime:
        if at <= since:
            return at
        if self.urgent:
            return at + (now - since)
        return plain_time.usual_after(now, plain_time.worked(since, at))

    def calls(self, now: datetime) -> bool:
        """Whether the time is over, and the group is about to hear of it."""
        running = self.paused is None and self.step in (ClockStep.WARN, ClockStep.CALL)
        return running and now >= self.due

    def goes_up(self, now: datetime) -> bool:
        """Whether the level above is about to hear."""
        is_due = self.at is not None and self.at <= now
        return is_due and self.paused is None and self.step is ClockStep.UP

    def tell(self, now: datetime, *, is_taken: bool) -> EventKind | None:
        """Do what is due, and say which line that is."""
        if self.paused is not None:
            self.go_on(now)
            return EventKind.WARNED
        match self.step:
            case ClockStep.WARN if now < self.due:
                self.step, self.at = ClockStep.CALL, self.due
                return EventKind.WARNED if is_taken else None
            case ClockStep.WARN | ClockStep.CALL:
                self.step, self.at = ClockStep.UP, later(now, UP, self.urgent)
                return EventKind.OVERDUE
            case _:
                self.step = self.at = None
                return EventKind.OVERDUE


def accepting(by: datetime, group: int | None, *, urgent: bool) -> Clock:
    return Clock(ClockKind.ACCEPT, urgent, by, ClockStep.CALL, by, group)


def solving(now: datetime, hours: int, *, urgent: bool) -> Clock:
    warn = later(now, hours * 60 * SHARE // 100, urgent)
    return Clock(ClockKind.SOLVE, urgent, later(now, hours * 60, urgent), ClockStep.WARN, warn)


def running_until(by: datetime, now: datetime, kind: ClockKind, *, urgent: bool) -> Clock:
    """One that begins now, and whose end is given."""
    left = (by - now) // MINUTE if urgent else plain_time.worked(now, by)
    warn = later(now, left * SHARE // 100, urgent) if by > now and left else None
    step = ClockStep.WARN if warn else ClockStep.CALL
    return Clock(kind, urgent, by, step, warn or by)


def later(now: datetime, minutes: int, urgent: bool) -> datetime:
    if urgent:
        return now + timedelta(minutes=minutes)
    return plain_time.usual_after(now, minutes)
