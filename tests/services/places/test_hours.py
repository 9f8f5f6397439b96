"""When a place is open: ordinary days, public holidays, 调休, closures; in Fuzhou's time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.calendar import ZONE, Days
from services.places import OpenState, open_state
from storage.hours import is_readable
from storage.tables import PlaceClosure

OFFICE = "Mo-Fr 08:30-12:00,14:30-18:00; PH off"
EVENINGS = "Mo-Su 18:00-02:00; PH off"
WORKING_EVENINGS = "Mo-Fr 18:00-02:00; PH off"
WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
AS_PUBLISHED = Days({})
QUARTER = timedelta(minutes=15)


def local(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


def state(
    hours: str, at: datetime, *closures: PlaceClosure, days: Days = AS_PUBLISHED
) -> OpenState:
    return open_state(hours, closures, days, at)


def shut(first: date, last: date) -> PlaceClosure:
    return PlaceClosure(starts_on=first, ends_on=last, reason="装修")


OPEN = {
    "in the morning": (OFFICE, local(3, 2, 9), local(3, 2, 12)),
    "from the first minute": (OFFICE, local(3, 2, 8, 30), local(3, 2, 12)),
    "on a working Saturday": (OFFICE, local(10, 10, 9), local(10, 10, 12)),
    "on a working Sunday": (OFFICE, local(9, 20, 15), local(9, 20, 18)),
    "with Saturday off but worked": (
        "Mo-Fr 08:00-18:00; Sa,Su,PH off",
        local(10, 10, 9),
        local(10, 10, 18),
    ),
    "daily, on a holiday": ("Mo-Su 08:00-22:00", local(10, 1, 9), local(10, 1, 22)),
    "with hours for holidays": (
        "Mo-Fr 08:00-18:00; PH 09:00-11:00",
        local(10, 1, 9),
        local(10, 1, 11),
    ),
    "on its weekday": ("We 09:00-11:00", local(3, 4, 9), local(3, 4, 11)),
    "past midnight": ("Mo-Su 18:00-02:00", local(3, 2, 23), local(3, 3, 2)),
    "with a comment": ('Mo-Fr 08:00-12:00 "PH 也开，Sa 不开"', local(3, 2, 9), local(3, 2, 12)),
    "with a comment, on a working Saturday": (
        'Mo-Fr 08:00-12:00 "Sa 不开，PH 另行通知"',
        local(10, 10, 9),
        local(10, 10, 12),
    ),
    "on a working Saturday, for a cart that comes on Saturdays": (
        "Tu,Th,Sa 06:00-09:00",
        local(10, 10, 7),
        local(10, 10, 9),
    ),
    "after midnight, the evening before a holiday": (
        EVENINGS,
        local(10, 1, 1),
        local(10, 1, 2),
    ),
    "after midnight, the evening of a working Saturday": (
        WORKING_EVENINGS,
        local(10, 11, 1),
        local(10, 11, 2),
    ),
    "after midnight, the evening before a day off": (
        "Mo-Su 18:00-02:00; We off",
        local(3, 4, 1),
        local(3, 4, 2),
    ),
    "after midnight, past 24 hours": ("Mo-Fr 18:00-26:30", local(3, 7, 2), local(3, 7, 2, 30)),
    "after midnight, with a comment": (
        'Mo-Fr 08:00-12:00,18:00-02:00 "Sa 18:00-03:00 不开"',
        local(3, 7, 1),
        local(3, 7, 2),
    ),
    "through midnight into the morning": (
        "Mo-Su 18:00-02:00,02:00-06:00",
        local(3, 2, 23),
        local(3, 3, 6),
    ),
    "always": ("24/7", local(10, 1, 3), None),
}
SHUT = {
    "at the last minute": (OFFICE, local(3, 2, 12), local(3, 2, 14, 30)),
    "over the weekend": (OFFICE, local(3, 6, 18), local(3, 9, 8, 30)),
    "over the National Day week": (OFFICE, local(9, 30, 18), local(10, 8, 8, 30)),
    "on the Sunday the holiday goes around": (
        "Mo-Su 08:00-18:00; PH off",
        local(10, 4, 9),
        local(10, 8, 8),
    ),
    "on a day in lieu": (OFFICE, local(10, 7, 9), local(10, 8, 8, 30)),
    "until the working Saturday": (OFFICE, local(10, 9, 18), local(10, 10, 8, 30)),
    "on a working Saturday, for a doctor on Wednesdays": (
        "We 09:00-11:00",
        local(10, 10, 9),
        local(10, 14, 9),
    ),
    "after midnight, the evening of a holiday": (
        EVENINGS,
        local(10, 8, 1),
        local(10, 8, 18),
    ),
    "after midnight, the evening of a weekday off": (
        WORKING_EVENINGS,
        local(10, 2, 1),
        local(10, 8, 18),
    ),
    "after midnight, an ordinary Saturday's": (
        WORKING_EVENINGS,
        local(3, 8, 1),
        local(3, 9, 18),
    ),
    "for good": ("24/7 off", local(3, 2, 9), None),
}


@pytest.mark.parametrize(("hours", "at", "until"), OPEN.values(), ids=OPEN)
def test_open(hours: str, at: datetime, until: datetime | None) -> None:
    found = state(hours, at)
    assert (found.now, found.until) == (True, until)


def test_a_break_at_noon_is_told_with_when_it_ends() -> None:
    hours = "Mo-Fr 08:30-11:30,14:00-17:30"
    assert state(hours, local(3, 2, 9)).next == local(3, 2, 14)
    assert state(hours, local(3, 2, 15)).next is None


@pytest.mark.parametrize(("hours", "at", "next_"), SHUT.values(), ids=SHUT)
def test_shut(hours: str, at: datetime, next_: datetime | None) -> None:
    assert state(hours, at) == OpenState(now=False, next=next_)


def test_what_staff_declare_goes_before_what_was_published() -> None:
    typhoon = Days({date(2026, 3, 2): False, date(2026, 3, 7): True})
    assert state(OFFICE, local(3, 2, 9), days=typhoon).next == local(3, 3, 8, 30)
    assert state(OFFICE, local(3, 7, 9), days=typhoon).now


def test_a_closure_shuts_its_first_and_last_day_and_those_between() -> None:
    closed = shut(date(2026, 3, 3), date(2026, 3, 5))
    assert state("24/7", local(3, 2, 23), closed).until == local(3, 3, 0)
    assert state("24/7", local(3, 3, 0), closed).next == local(3, 6, 0)
    assert not state("24/7", local(3, 5, 23, 59), closed).now


def test_the_night_belongs_to_the_evening_before_a_closure_and_not_to_its_last() -> None:
    closed = shut(date(2026, 3, 3), date(2026, 3, 5))
    assert state("Mo-Su 18:00-02:00", local(3, 3, 1), closed).until == local(3, 3, 2)
    assert state("Mo-Su 18:00-02:00", local(3, 6, 1), closed).next == local(3, 6, 18)


def test_times_are_told_in_the_zone_that_was_asked_for() -> None:
    assert state(OFFICE, local(3, 2, 9)).until == local(3, 2, 12)
    assert str(state(OFFICE, local(3, 2, 9)).until) == "2026-03-02 12:00:00+08:00"


@pytest.mark.parametrize("hours", ["", "周一到周五", "Mo-Fr 8-25", "SH off; Mo-Fr 08:00-12:00"])
def test_unreadable_hours(hours: str) -> None:
    assert not is_readable(hours)


def test_a_comment_may_say_anything() -> None:
    assert is_readable('Mo-Fr 08:00-12:00 "SH 另行通知"')


@dataclass(frozen=True)
class Rule:
    """One rule, in quarters of an hour; without a span the day is off."""

    weekdays: frozenset[int]
    holidays: bool
    span: tuple[int, int] | None

    def __str__(self) -> str:
        named = [WEEKDAYS[day] for day in sorted(self.weekdays)] + ["PH"] * self.holidays
        hours = "-".join(map(clock, self.span)) if self.span else "off"
        return f"{','.join(named)} {hours}"


def clock(quarters: int) -> str:
    """02:00 and 26:00 are the same end of an evening."""
    past_midnight = quarters - 96 if quarters > 96 and quarters % 2 else quarters
    return f"{past_midnight // 4:02}:{past_midnight % 4 * 15:02}"


rules = st.builds(
    Rule,
    weekdays=st.just(frozenset(range(5))) | st.frozensets(st.integers(0, 6), min_size=1),
    holidays=st.booleans(),
    span=st.none()
    | st.tuples(st.integers(0, 95), st.integers(1, 90)).map(lambda at: (at[0], sum(at))),
)
HOLIDAYS = {date(2026, 10, day) for day in range(1, 8)}
HOLIDAYS |= {date(2026, 9, day) for day in range(25, 28)}
WORKING_WEEKENDS = {date(2026, 9, 20), date(2026, 10, 10)}
WORKING_WEEK = frozenset(range(5))


def is_open(spoken: Sequence[Rule], at: datetime) -> bool:
    """By the words of the format: of the rules that hold on a day, the last one counts."""
    quarter = at.hour * 4 + at.minute // 15
    today, eve = span_on(spoken, at.date()), span_on(spoken, at.date() - timedelta(days=1))
    return today[0] <= quarter < today[1] or eve[0] <= quarter + 96 < eve[1]


def span_on(spoken: Sequence[Rule], day: date) -> tuple[int, int]:
    """What begins on `day`, in quarters from its midnight."""
    keeps_working_days = any(rule.weekdays >= WORKING_WEEK for rule in spoken)

    def holds(rule: Rule) -> bool:
        if day in HOLIDAYS and rule.holidays:
            return True
        if day in WORKING_WEEKENDS and keeps_working_days:
            return rule.weekdays >= WORKING_WEEK
        return day.weekday() in rule.weekdays

    held = [rule for rule in spoken if holds(rule)]
    return (held[-1].span if held else None) or (0, 0)


@given(
    spoken=st.lists(rules, min_size=1, max_size=4),
    quarter=st.integers(0, 30 * 96),
)
@settings(max_examples=150, deadline=None)
def test_any_hours_are_read_as_they_are_written(spoken: list[Rule], quarter: int) -> None:
    at = local(9, 14, 0) + quarter * QUARTER
    told = state("; ".join(map(str, spoken)), at)
    assert told.now == is_open(spoken, at)
    change = told.until or told.next or local(10, 30, 0)
    moment = at
    while moment < min(change, local(10, 30, 0)):
        assert is_open(spoken, moment) == told.now
        moment += QUARTER
    if change < local(10, 30, 0):
        assert is_open(spoken, change) != told.now
