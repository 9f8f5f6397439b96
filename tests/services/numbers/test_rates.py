"""三率 by their formulae: cases worked out by hand, and a second way of counting."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.numbers.rates import LEAST, Asking, Rule, rates
from storage.tables import Satisfaction

AT = datetime(2026, 11, 20, tzinfo=UTC)
CONTENT, FAIR, NOT = Satisfaction.SATISFIED, Satisfaction.FAIR, Satisfaction.UNSATISFIED


def said(
    solved: bool | None,
    satisfaction: Satisfaction | None = None,
    contacted: bool | None = None,
    ticket_id: int = 1,
    round_: int = 0,
) -> Asking:
    return Asking(ticket_id, round_, contacted, solved, satisfaction, AT)


def test_worked_out_by_hand() -> None:
    """Ten answers: nobody came to one, two not solved, five content, two fairly, one not."""
    ten = [
        *[said(True, CONTENT)] * 5,
        *[said(True, FAIR)] * 2,
        said(True, NOT),
        said(False),
        said(False, contacted=False),
    ]
    found = rates(ten, Rule())
    assert (found.valid, found.response, found.solution) == (10, 0.9, 0.8)
    assert found.satisfaction == pytest.approx(0.68)
    assert found.score == pytest.approx(0.1 * 90 + 0.5 * 80 + 0.4 * 68)


@pytest.mark.parametrize(
    ("asking", "valid"),
    [
        (said(None), False),
        (said(None, contacted=False), False),
        (said(True), False),
        (said(False), True),
        (said(True, FAIR), True),
        (said(None, NOT), True),
    ],
)
def test_what_is_valid(asking: Asking, valid: bool) -> None:
    assert rates([asking], Rule()).valid == valid


def test_half_an_answer_counts_where_the_rule_says_so() -> None:
    found = rates([said(True), said(True, CONTENT)], Rule(half_counts=True))
    assert (found.valid, found.solution, found.satisfaction) == (2, 1, 0.5)


def test_few_answers_are_not_shown() -> None:
    assert not rates([said(False)] * (LEAST - 1), Rule()).may_show
    assert rates([said(False)] * LEAST, Rule()).may_show


weights = st.integers(0, 100).flatmap(
    lambda first: st.integers(0, 100 - first).map(lambda second: (first, second))
)
rules = st.builds(
    lambda two, fair, half: Rule(two[0], two[1], 100 - sum(two), fair, half),
    weights,
    st.integers(0, 100),
    st.booleans(),
)
answers = st.lists(
    st.builds(
        said,
        st.sampled_from([True, False, None]),
        st.sampled_from([*Satisfaction, None]),
        st.sampled_from([None, False]),
        ticket_id=st.integers(1, 6),
        round_=st.integers(0, 3),
    ),
    unique_by=lambda each: (each.ticket_id, each.round),
)


def percent(askings: Sequence[Asking], rule: Rule) -> tuple[int, float]:
    """V and the score, as a clerk would: one answer after another."""
    valid, points = 0, 0.0
    for each in askings:
        if each.satisfaction is None and (
            each.solved is None or (each.solved and not rule.half_counts)
        ):
            continue
        valid += 1
        points += rule.response_weight * (each.contacted is not False)
        points += rule.solved_weight * (each.solved is True)
        worth = {CONTENT: 1.0, FAIR: rule.fair_percent / 100, NOT: 0.0, None: 0.0}
        points += rule.satisfied_weight * worth[each.satisfaction]
    return valid, points / valid if valid else 0.0


@given(answers, rules)
def test_the_score_is_what_a_clerk_works_out(askings: list[Asking], rule: Rule) -> None:
    found = rates(askings, rule)
    valid, score = percent(askings, rule)
    assert found.valid == valid
    if valid:
        assert found.score == pytest.approx(score)
        assert 0 <= found.score <= 100 + 1e-9


@given(answers, st.randoms())
def test_the_order_of_answers_does_not_matter(askings: list[Asking], random: Random) -> None:
    shuffled = [replace(each) for each in askings]
    random.shuffle(shuffled)
    assert rates(shuffled, Rule()) == rates(askings, Rule())
