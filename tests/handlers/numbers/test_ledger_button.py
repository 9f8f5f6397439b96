"""The button below a report means the days, and the days before, of the picture above it."""

from datetime import date

import pytest

from handlers.numbers.sending import OnLedger
from services.calendar import ZONE
from services.numbers import periods
from services.numbers.periods import Period

A_MONDAY_AND_A_FIRST = date(2026, 6, 1)


DAYS = [periods.this_week, periods.this_month, periods.last_month]


@pytest.mark.parametrize("pictured", [of(A_MONDAY_AND_A_FIRST) for of in DAYS])
def test_it_brings_the_same_period(pictured: Period) -> None:
    tapped = OnLedger.unpack(OnLedger.of(pictured).pack()).period(ZONE)
    assert tapped == pictured
    assert tapped is not None
    assert tapped.before == pictured.before
