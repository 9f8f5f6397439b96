"""No rate of a report, and no difference of its rates, is of fewer than five answers."""

from collections.abc import Iterator, Mapping
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.numbers.blinding import may_show
from services.numbers.rates import LEAST

Views = Mapping[str, Mapping[int, int]]
"""Lines as sets of answers: a bit for each."""


def in_a_row(*sizes: int) -> dict[int, int]:
    """Lines of so many answers, one after another."""
    lines, first = {}, 0
    for at, size in enumerate(sizes):
        lines[at] = ((1 << size) - 1) << first
        first += size
    return lines


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ([9, 7], {0, 1}),
        ([9, 4], set()),
        ([9, 7, 4], {0}),
        ([9, 3, 4], {0}),
        ([9, 0], {0}),
        ([4, 3], set()),
        ([5, 5, 5], {0, 1, 2}),
        ([4], set()),
    ],
)
def test_the_whole_less_the_others_tells_nobody(sizes: list[int], shown: set[int]) -> None:
    lines = in_a_row(*sizes)
    found = may_show(sum(lines.values()), {"grid": lines})
    assert found == {("grid", at) for at in shown}


def test_a_grid_less_its_estates_tells_nobody() -> None:
    """Twenty answers in the grid, of which three are of no estate."""
    grids, estates = in_a_row(20, 10), in_a_row(10, 7, 3, 10)
    found = may_show((1 << 30) - 1, {"grid": grids, "compound": estates})
    assert found == {("grid", 0), ("grid", 1), ("compound", 0), ("compound", 3)}


def test_a_grid_less_a_category_that_it_has_almost_alone_tells_nobody() -> None:
    grids, kinds = in_a_row(10, 20), in_a_row(12, 18)
    found = may_show((1 << 30) - 1, {"grid": grids, "category": kinds})
    assert found == {("grid", 0), ("grid", 1)}


def test_the_whole_less_a_grid_and_a_category_tells_nobody() -> None:
    """Twelve in the one grid, fifteen of another kind elsewhere: three are left."""
    whole = (1 << 30) - 1
    grids = {0: (1 << 12) - 1, 1: whole ^ ((1 << 12) - 1)}
    kinds = {0: ((1 << 15) - 1) << 12, 1: 0b111 << 27 | (1 << 12) - 1}
    assert may_show(whole, {"grid": grids, "category": kinds}) == {("grid", 0), ("grid", 1)}


@st.composite
def reports(draw: st.DrawFn) -> tuple[int, Views]:
    """Up to forty answers, of which each stands in one line of each view."""
    many = draw(st.integers(0, 40))
    views: dict[str, dict[int, int]] = {}
    for view in ("category", "grid", "compound", "day"):
        lines: dict[int, int] = {}
        # Long runs of the same line, as answers of a grid are those of its estates.
        line, left = 0, 0
        for answer in range(many):
            if not left:
                line, left = draw(st.integers(0, 4)), draw(st.integers(1, 12))
            left -= 1
            lines[line] = lines.get(line, 0) | 1 << answer
        views[view] = lines
    return (1 << many) - 1, views


def told(whole: int, views: Views, shown: set[tuple[str, int]]) -> Iterator[int]:
    """All that a clerk can subtract: from the whole, a line, or the whole less a line."""
    by_view = [[views[of][at] for of, at in shown if of == view] for view in views]
    lines = [line for lines in by_view for line in lines]
    for known in {whole, *lines, *(whole ^ line for line in lines)}:
        yield known
        for of_view in by_view:
            for count in range(1, len(of_view) + 1):
                for some in combinations(of_view, count):
                    together = sum(some)
                    if not together & ~known:
                        yield known ^ together
                    if not known & ~together:
                        yield known ^ together


@settings(max_examples=400)
@given(reports())
def test_what_can_be_worked_out_is_of_five_or_more(report: tuple[int, Views]) -> None:
    whole, views = report
    shown = may_show(whole, views)
    if whole.bit_count() < LEAST:
        assert shown == set()
    elif shown:
        few = [each for each in told(whole, views, shown) if 0 < each.bit_count() < LEAST]
        assert few == []


@given(reports())
def test_nothing_is_hidden_without_need(report: tuple[int, Views]) -> None:
    """A line of five or more, hidden, would tell of fewer together with what is shown."""
    whole, views = report
    shown = may_show(whole, views)
    hidden = {(of, at) for of in views for at in views[of]} - shown
    for of, at in hidden:
        if whole.bit_count() >= LEAST <= views[of][at].bit_count():
            assert any(
                0 < each.bit_count() < LEAST for each in told(whole, views, {*shown, (of, at)})
            )
