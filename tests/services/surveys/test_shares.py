"""Percents add up; intervals as scipy has them; means lie where the true one is."""

from collections import Counter
from statistics import mean, median

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from services.surveys import shares
from services.surveys.questions import Definition, Kind, Question, Scale
from services.surveys.results import Response, Table
from services.surveys.shares import percents, wilson
from services.surveys.tabulating import tabulate
from tests.services.surveys.attack import lot


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=20))
def test_percents_add_up(counts: list[int]) -> None:
    found = percents(counts)
    assert sum(found) == (100 if sum(counts) else 0)
    for count, percent in zip(counts, found, strict=True):
        assert abs(percent - 100 * count / max(sum(counts), 1)) < 1


def test_the_largest_remainders_are_rounded_up() -> None:
    assert percents([1, 1, 1]) == [34, 33, 33]
    assert percents([70, 15, 15, 105]) == [34, 8, 7, 51]


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_intervals_are_those_of_scipy(counts: tuple[int, int]) -> None:
    theirs = binomtest(*counts).proportion_ci(0.95, "wilson")
    assert wilson(*counts) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def tabled(scale: Scale, values: list[int | None]) -> tuple[Question, Table]:
    question = Question(name="q", kind=Kind.SCALE, label="几分？", scale=scale, required=False)
    given_ = [Response({"q": each}) for each in values]
    found = tabulate(Definition(title="问卷", questions=(question,)), given_, asked={}, lot=lot(1))
    return question, found.tables[0]


SCORES = st.lists(st.one_of(st.none(), st.sampled_from([*range(11), 9, 10, 10, 10])), min_size=5)


@given(SCORES)
def test_means_lie_where_the_true_ones_are(scores: list[int | None]) -> None:
    question, table = tabled(Scale(0, 10), scores)
    known = [each for each in scores if each is not None]
    if not table.lines or not known:
        return
    found, middle, nps = (
        figure(question, table) for figure in (shares.mean, shares.median, shares.nps)
    )
    if found is None or middle is None or nps is None:
        assert table.lines[0].names[0] == ""
        return
    assert found.low - 1e-9 <= mean(known) <= found.high + 1e-9
    assert middle.low <= median(known) <= middle.high
    liking = sum((each >= 9) - (each <= 6) for each in known) * 100 / len(known)
    assert nps.low - 1e-9 <= liking <= nps.high + 1e-9


def numbered(values: list[int]) -> tuple[Question, Table]:
    question = Question(name="q", kind=Kind.NUMBER, label="几口人？", whole=True)
    given_ = [Response({"q": each}) for each in values]
    found = tabulate(Definition(title="问卷", questions=(question,)), given_, asked={}, lot=lot(1))
    return question, found.tables[0]


def test_a_mean_of_numbers_is_that_of_the_lines_that_are_shown() -> None:
    question, table = numbered([1] * 10 + [3] * 30)
    assert shares.mean(question, table) == (2.5, 2.5)
    assert shares.median(question, table) == (3, 3)
    assert shares.mean(*numbered([25] * 10)) == (20, 29)
    assert shares.mean(*numbered([1] * 4 + [3] * 4)) is None


def test_nobody_stands_out_of_a_mean_of_numbers() -> None:
    """Else the millions of one, or that there is one, could be worked out of it."""
    one = shares.mean(*numbered([1] * 10 + [3] * 30 + [9_000_000]))
    none = shares.mean(*numbered([1] * 10 + [3] * 31))
    assert one == none


def test_a_mean_is_one_number_where_everything_is_shown() -> None:
    question, table = tabled(Scale(1, 2), [1] * 10 + [2] * 30 + [None] * 5)
    assert shares.mean(question, table) == (1.75, 1.75)
    assert shares.median(question, table) == (2, 2)
    assert shares.nps(question, table) is None
    assert Counter(line.people.low for line in table.lines) == {10: 1, 30: 1, 5: 1}
