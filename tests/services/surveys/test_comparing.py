"""The same survey twice: what changed, and what can be chance."""

import pytest

from services.surveys.comparing import Trend, compare, difference
from services.surveys.questions import Choice, Definition, Kind, Question
from services.surveys.results import Response, Results
from services.surveys.tabulating import tabulate
from tests.services.surveys.attack import lot

CONTENT = Question(
    name="content",
    kind=Kind.ONE,
    label="满意吗？",
    choices=(Choice("yes", "满意"), Choice("no", "不满意")),
)


def answered(yes: int, no: int) -> Results:
    given = [Response({"content": "yes"})] * yes + [Response({"content": "no"})] * no
    definition = Definition(title="问卷", questions=(CONTENT,))
    return tabulate(definition, given, asked={None: 1000}, lot=lot(1))


def test_newcombes_own_example() -> None:
    """56 of 70 and 48 of 80; Newcombe 1998, table II, method 10: 0.0524 to 0.3339."""
    found = difference((56, 70), (48, 80))
    assert found == pytest.approx((0.0524, 0.3339), abs=5e-5)


@pytest.mark.parametrize(
    ("now", "before", "trend"),
    [
        ((180, 20), (140, 60), Trend.HIGHER),
        ((140, 60), (180, 20), Trend.LOWER),
        ((36, 14), (33, 17), Trend.MAYBE_CHANCE),
    ],
)
def test_higher_lower_or_chance(
    now: tuple[int, int], before: tuple[int, int], trend: Trend
) -> None:
    change = compare(CONTENT, answered(*now), CONTENT, answered(*before))
    assert change is not None
    assert change.trend is trend
    assert change.now == now[0] / sum(now)


def test_not_with_another_question() -> None:
    other = Question(name="content", kind=Kind.YES_NO, label="满意吗？")
    assert compare(CONTENT, answered(60, 40), other, answered(60, 40)) is None
    assert compare(CONTENT, answered(60, 40), None, answered(60, 40)) is None


def test_not_where_few_stand_with_the_answer() -> None:
    assert compare(CONTENT, answered(60, 40), CONTENT, answered(60, 3)) is None
