"""Lines of a report add up to the whole: each fact stands in one line of each view."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.numbers import courses
from services.numbers.books import Books, By, views_of
from services.numbers.counting import What, facts, is_open
from services.numbers.courses import Step
from services.numbers.periods import Period
from services.numbers.rates import Asking, Rule
from services.numbers.stories import Story
from storage.tables import Area, EventKind, Level, Satisfaction
from tests.services.numbers.lives import CHEN, HERE, LIN, START, by_the_clock, hours, story

HOME = Area(id=1, level=Level.COMMUNITY, code="1", name="军门社区", path="/1/")
WEEK = Period(date(2026, 11, 16), date(2026, 11, 22))
"""It begins with the Monday of START."""
TAKEN, RESOLVED, REOPENED = EventKind.TAKEN, EventKind.RESOLVED, EventKind.REOPENED


def entered(*told: Story, period: Period = WEEK, rule: Rule | None = None) -> Books:
    books = Books(period, period.before, views_of(HOME), {1: HOME}, rule or Rule())
    for each in told:
        books.enter(each, list(facts(each, by_the_clock)))
    return books


def by_handler(books: Books, what: What) -> dict[int | None, int]:
    lines = books.now.view(By.HANDLER)
    return {key: sums.counts[what] for key, sums in lines.items() if sums.counts[what]}


def test_what_nobody_took_is_nobodys() -> None:
    books = entered(
        story((1, TAKEN, LIN, {}), (2, RESOLVED, LIN, {})),
        story((9, EventKind.OVERDUE, None, {})),
    )
    assert by_handler(books, What.FILED) == {LIN: 1, None: 1}
    assert by_handler(books, What.NOT_TAKEN) == {None: 1}
    assert books.now.view(By.HANDLER)[None].open == 1


def test_what_is_taken_after_the_period_was_nobodys_in_it() -> None:
    books = entered(story((24 * 8, TAKEN, LIN, {})))
    assert by_handler(books, What.FILED) == {None: 1}


def test_what_was_passed_on_is_in_work_where_it_went() -> None:
    moved = {"from_group": HERE, "to_group": 6}
    books = entered(story((1, TAKEN, LIN, {}), (2, EventKind.REASSIGNED, LIN, moved)))
    assert {key: sums.open for key, sums in books.now.view(By.GROUP).items()} == {HERE: 0, 6: 1}
    assert books.now.view(By.HANDLER)[None].open == 1


def rated_twice(second: float) -> Story:
    """Not solved by Lin, solved by Chen; rated for the second time `second` hours after filing."""
    return story(
        (1, TAKEN, LIN, {}),
        (2, RESOLVED, LIN, {}),
        (4, REOPENED, None, {"round": 1}),
        (5, TAKEN, CHEN, {}),
        (6, RESOLVED, CHEN, {}),
        askings=[
            Asking(1, 0, None, False, None, hours(3)),
            Asking(1, 1, None, True, Satisfaction.SATISFIED, hours(second)),
        ],
    )


@pytest.mark.parametrize(
    ("only_last", "second", "valid"),
    [
        (True, 8, {CHEN: 1}),
        (False, 8, {LIN: 1, CHEN: 1}),
        # The second answer is of the week after.
        (True, 24 * 8, {LIN: 1}),
    ],
)
def test_a_request_that_changed_hands_is_rated_once(
    only_last: bool, second: float, valid: dict[int, int]
) -> None:
    rule = Rule(only_last=only_last)
    books = entered(rated_twice(second), rule=rule)
    lines = {key: sums.figures(rule) for key, sums in books.now.view(By.HANDLER).items()}
    assert {key: each.rates.valid for key, each in lines.items() if each.rates.valid} == valid
    assert books.now.total.figures(rule).rates.valid == sum(valid.values())


def test_each_day_tells_what_was_in_work_at_its_end() -> None:
    before = story(filed_at=START - timedelta(days=3))
    books = entered(before, story((30, RESOLVED, LIN, {}), (80, REOPENED, None, {})))
    days = courses.summed(books)[Step.DAY].values()
    assert [sums.open for sums in days] == [2, 1, 1, 2, 2, 2, 2]


lives = st.lists(
    st.tuples(
        st.integers(-500, 900),
        st.lists(
            st.tuples(st.integers(1, 900), st.sampled_from([TAKEN, RESOLVED, REOPENED])),
            max_size=5,
        ).map(sorted),
    ),
    max_size=8,
)


@given(lives)
def test_views_and_courses_add_up(told: Sequence[tuple[int, list[tuple[int, EventKind]]]]) -> None:
    month = Period(date(2026, 11, 9), date(2026, 12, 20))
    stories = [
        story(*((filed + at, kind, LIN, {}) for at, kind in lines), filed_at=hours(filed))
        for filed, lines in told
    ]
    books = entered(*stories, period=month)
    total = books.now.total
    for by in books.views:
        lines = books.now.view(by).values()
        assert sum(sums.open for sums in lines) == total.open
        for what in What:
            assert sum(sums.counts[what] for sums in lines) == total.counts[what]
    for course in courses.summed(books).values():
        assert sum(sums.counts[What.FILED] for sums in course.values()) == total.counts[What.FILED]
        for (_first, last), sums in course.items():
            end = Period(last, last).end
            assert sums.open == sum(is_open(each, end) for each in stories)
