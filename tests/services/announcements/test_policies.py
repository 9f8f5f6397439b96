"""Whom a policy is for, by what somebody told."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.announcements.policies import (
    AgesReversed,
    Conditions,
    Fact,
    NoCondition,
    Verdict,
    check,
    judge,
)
from services.people.profiles import OLDEST, Facts
from storage.tables import Household

TODAY = date(2026, 11, 26)
OF_80 = Conditions(youngest=80)
ALONE = Conditions(households=frozenset({Household.ALONE}))

years = st.none() | st.integers(TODAY.year - OLDEST, TODAY.year)
kinds = st.frozensets(st.sampled_from(Household))
ages = st.none() | st.integers(0, 100)
facts = st.builds(Facts, years, st.none() | kinds)
conditions = st.builds(Conditions, ages, ages, kinds)


@pytest.mark.parametrize(
    ("asked", "told", "verdict"),
    [
        (OF_80, Facts(1946), Verdict.MAY_QUALIFY),
        (OF_80, Facts(1947), Verdict.DOES_NOT),
        (Conditions(oldest=3), Facts(2022), Verdict.MAY_QUALIFY),
        (Conditions(oldest=3), Facts(2021), Verdict.DOES_NOT),
        (ALONE, Facts(households=frozenset({Household.ALONE})), Verdict.MAY_QUALIFY),
        (ALONE, Facts(households=frozenset({Household.TENANT})), Verdict.DOES_NOT),
        (ALONE, Facts(households=frozenset()), Verdict.DOES_NOT),
    ],
    ids=[
        "80 this year",
        "79 this year",
        "3, or 4 already",
        "4 at least",
        "lives alone",
        "another household",
        "none of the kinds",
    ],
)
def test_verdicts(asked: Conditions, told: Facts, verdict: Verdict) -> None:
    assert judge(asked, told, TODAY).verdict is verdict


def test_what_is_missing_is_asked_in_order() -> None:
    both = Conditions(youngest=80, households=ALONE.households)
    assert judge(both, Facts(), TODAY).missing == (Fact.BIRTH_YEAR, Fact.HOUSEHOLD)
    assert judge(both, Facts(1940), TODAY).missing == (Fact.HOUSEHOLD,)
    assert judge(both, Facts(1990), TODAY) == (Verdict.DOES_NOT, ())


@given(conditions, facts)
def test_telling_what_is_missing_gives_a_verdict(asked: Conditions, told: Facts) -> None:
    judged = judge(asked, told, TODAY)
    assert (judged.verdict is Verdict.CANNOT_SAY) == bool(judged.missing)
    whole = Facts(told.birth_year or 1990, told.households or frozenset())
    assert judge(asked, whole, TODAY).verdict is not Verdict.CANNOT_SAY


@given(conditions, kinds, st.integers(TODAY.year - OLDEST, TODAY.year))
def test_nobody_hears_two_things(
    asked: Conditions, household: frozenset[Household], year: int
) -> None:
    """What is told in either order comes to the same, and what was said never turns around."""
    whole = judge(asked, Facts(year, household), TODAY).verdict
    for part in (Facts(year), Facts(households=household)):
        if (before := judge(asked, part, TODAY).verdict) is not Verdict.CANNOT_SAY:
            assert before is whole


@given(conditions)
def test_conditions_come_back_from_json(asked: Conditions) -> None:
    assert Conditions.load(json.loads(json.dumps(asked.dump()))) == asked


def test_a_policy_for_everybody_has_no_conditions() -> None:
    with pytest.raises(NoCondition):
        check(Conditions())
    with pytest.raises(AgesReversed):
        check(Conditions(youngest=70, oldest=60))
