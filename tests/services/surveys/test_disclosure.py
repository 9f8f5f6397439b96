"""No count of 1 to 4 people can be worked out of what is shown, by arithmetic or by the method.

All possible answers of a few people are gone through. Those after which the same is shown are what
an attacker, who knows the method, has to think possible: no set of answers may have the same
count, between 1 and 4, in all of them.
"""

from collections.abc import Hashable
from itertools import combinations, product

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, milp

from services.surveys.disclosure import LEAST, ROW_LEAST, Span, bands, chosen, merged
from tests.services.surveys.attack import Counts, all_counts, check_nothing_small_is_known, lot


def unions(cells: int) -> list[tuple[int, ...]]:
    return [each for size in range(1, cells + 1) for each in combinations(range(cells), size)]


def shown_of_one(world: Counts) -> Hashable:
    return tuple((tuple(part), sum(world[at] for at in part)) for part in merged(world))


@pytest.mark.parametrize(("cells", "most"), [(1, 20), (2, 40), (3, 24), (4, 18), (5, 15)])
def test_one_of_several_answers(cells: int, most: int) -> None:
    for people in range(LEAST, most):
        worlds = all_counts(people, cells)
        check_nothing_small_is_known(worlds, shown_of_one, unions(cells))


def test_all_as_many_as_a_small_one_can_be() -> None:
    """Twelve people and three answers of which none is big: each has four."""
    assert merged([4, 4, 4]) == []
    assert merged([12, 0, 0]) == []
    assert merged([11, 0, 0]) == [[0, 1, 2]]


def test_few_go_to_the_answer_before() -> None:
    assert merged([0, 2, 9, 4, 5, 0]) == [[2, 0, 1, 3], [4, 5]]


@given(st.lists(st.integers(0, 30), min_size=1, max_size=8))
def test_integer_programming_finds_nothing_either(counts: list[int]) -> None:
    """What each answer may be, at least and at most, by what is shown: never both 1 to 4."""
    parts = merged(counts)
    if not parts:
        return
    rows = numpy.array([[float(at in part) for at in range(len(counts))] for part in parts])
    sums = [sum(counts[at] for at in part) for part in parts]
    shown = LinearConstraint(rows, sums, sums)
    for at in range(len(counts)):
        wanted = numpy.zeros(len(counts))
        wanted[at] = 1
        ones = numpy.ones(len(counts))
        least = milp(wanted, constraints=shown, integrality=ones).fun
        most = -milp(-wanted, constraints=shown, integrality=ones).fun
        assert least != most or round(least) not in range(1, LEAST)


@pytest.mark.parametrize("may_pass", [False, True])
@pytest.mark.parametrize(("choices", "most"), [(1, 40), (2, 26), (3, 16)])
def test_several_of_several_choices(choices: int, most: int, may_pass: bool) -> None:
    """Sets: who chose one, who did not, who chose none, who chose more than one."""
    patterns = [each for each in product((0, 1), repeat=choices) if may_pass or any(each)]
    chose = [[at for at, each in enumerate(patterns) if each[c]] for c in range(choices)]
    did_not = [[at for at, each in enumerate(patterns) if not each[c]] for c in range(choices)]
    many = [at for at, each in enumerate(patterns) if sum(each) > 1]
    none = [at for at, each in enumerate(patterns) if not any(each)]

    def show(world: Counts) -> Hashable:
        counts = [sum(world[at] for at in each) for each in chose]
        shown = chosen(counts, sum(world), sum(world[at] for at in none), may_pass=may_pass)
        return tuple(shown.spans), shown.people, shown.passed

    for people in range(LEAST, most - may_pass):
        worlds = all_counts(people, len(patterns))
        check_nothing_small_is_known(worlds, show, [*chose, *did_not, many, none])


@given(
    st.lists(
        st.integers(ROW_LEAST, 60).flatmap(
            lambda people: st.tuples(st.integers(0, people), st.just(people))
        ),
        min_size=1,
        max_size=5,
    ),
    st.integers(0, 2**32),
)
def test_by_group(groups: list[tuple[int, int]], seed: int) -> None:
    """Each group and each set of groups, who gave the answer and who did not, can be another."""
    counts, people = [each[0] for each in groups], [each[1] for each in groups]
    total = sum(counts)
    found = bands(counts, people, Span.exactly(total), lot(seed))
    if not found:
        return
    assert all(band.low <= count <= band.high for band, count in zip(found, counts, strict=True))
    for size in range(1, len(found)):
        for some in combinations(range(len(found)), size):
            others = [found[at] for at in range(len(found)) if at not in some]
            low = sum(found[at].low for at in some)
            high = sum(found[at].high for at in some)
            low = max(low, total - sum(each.high for each in others))
            high = min(high, total - sum(each.low for each in others))
            assert low < high


@given(st.integers(ROW_LEAST, 80), st.integers(0, 80), st.integers(0, 2**32))
def test_no_band_tells_a_single_count(people: int, count: int, seed: int) -> None:
    """Those of all counts between none and all, side by side, without a gap."""
    ends = Span(0, 2 * people)
    found = bands([min(count, people), 0], [people, people], ends, lot(seed))
    low, high = found[0]
    assert high > low
    for other in range(people + 1):
        same = bands([other, 0], [people, people], ends, lot(seed))[0] == found[0]
        assert same == (low <= other <= high)
