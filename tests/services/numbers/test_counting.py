"""What is counted of a request's timeline, and middle and ninetieth of times."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.numbers.counting import ERASED, Hands, Sums, What, facts, held_at, is_open, spread
from services.numbers.rates import Asking, Rule
from services.numbers.stories import Story
from storage.tables import EventKind, Satisfaction
from tests.services.numbers.lives import CHEN, ELSEWHERE, HERE, LIN, by_the_clock, hours, story


def counted(told: Story) -> dict[What, int]:
    sums = Sums()
    for fact in facts(told, by_the_clock):
        sums.add(fact)
    return dict(sums.counts)


LIFE = story(
    (1, EventKind.TAKEN, LIN, {}),
    (2, EventKind.TAKEN, CHEN, {"taken_over": True}),
    (5, EventKind.RESOLVED, CHEN, {}),
    (30, EventKind.REOPENED, None, {"round": 1}),
    (33, EventKind.TAKEN, LIN, {}),
    (40, EventKind.RESOLVED, LIN, {}),
    askings=[
        Asking(1, 0, None, False, None, hours(29)),
        Asking(1, 1, None, True, Satisfaction.SATISFIED, hours(60)),
    ],
)


def test_a_life_with_a_redo() -> None:
    assert counted(LIFE) == {
        What.FILED: 1,
        What.TAKEN: 2,
        What.RESOLVED: 2,
        What.REOPENED: 1,
        What.ASKED: 2,
    }
    took = [(each.what, each.took) for each in facts(LIFE, by_the_clock) if each.took is not None]
    assert took == [
        (What.TAKEN, timedelta(hours=1)),
        (What.RESOLVED, timedelta(hours=5)),
        (What.TAKEN, timedelta(hours=3)),
        (What.RESOLVED, timedelta(hours=10)),
    ]


def test_an_answer_is_about_who_had_resolved_it() -> None:
    asked = [fact.handler_id for fact in facts(LIFE, by_the_clock) if fact.asking]
    assert asked == [CHEN, LIN]


def test_what_was_passed_on_counts_where_it_was_then() -> None:
    told = story(
        (1, EventKind.TAKEN, LIN, {}),
        (2, EventKind.REASSIGNED, LIN, {"from_group": HERE, "to_group": ELSEWHERE}),
        (3, EventKind.TAKEN, CHEN, {}),
        (4, EventKind.RESOLVED, CHEN, {}),
        group_id=ELSEWHERE,
    )
    assert [(each.what, each.group_id) for each in facts(told, by_the_clock)] == [
        (What.FILED, HERE),
        (What.TAKEN, HERE),
        (What.RESOLVED, ELSEWHERE),
    ]


PASSED_ON = {"from_group": HERE, "to_group": ELSEWHERE}


@pytest.mark.parametrize(
    ("line", "held"),
    [
        ((2, EventKind.REASSIGNED, CHEN, PASSED_ON), Hands(ELSEWHERE, None)),
        ((2, EventKind.RETURNED, CHEN, PASSED_ON), Hands(ELSEWHERE, None)),
        ((2, EventKind.WHISTLED, CHEN, PASSED_ON), Hands(ELSEWHERE, None)),
        ((2, EventKind.WHISTLED, CHEN, {"from_group": HERE, "to_group": HERE}), Hands(HERE, LIN)),
        ((2, EventKind.REOPENED, None, {}), Hands(HERE, None)),
        ((2, EventKind.TAKEN, CHEN, {"taken_over": True}), Hands(HERE, CHEN)),
        ((2, EventKind.TAKEN, None, {"taken_over": True}), Hands(HERE, ERASED)),
        ((2, EventKind.ESCALATED, None, {"from_group": HERE, "to_group": None}), Hands(HERE, LIN)),
        ((4, EventKind.REASSIGNED, CHEN, PASSED_ON), Hands(HERE, LIN)),
    ],
)
def test_in_whose_hands_it_is(
    line: tuple[float, EventKind, int | None, dict[str, Any]], held: Hands
) -> None:
    told = story((1, EventKind.TAKEN, LIN, {}), line)
    assert held_at(told, hours(3)) == held


@pytest.mark.parametrize("kind", [EventKind.DECLINED, EventKind.RETURNED])
def test_who_gives_it_back_untaken_did_that(kind: EventKind) -> None:
    last = [*facts(story((1, kind, CHEN, {})), by_the_clock)][-1]
    assert last.handler_id == CHEN


@pytest.mark.parametrize(
    ("kind", "data", "what"),
    [
        (EventKind.OVERDUE, {}, {What.NOT_TAKEN: 1}),
        (EventKind.OVERDUE, {"left_alone": True}, {}),
        (EventKind.OVERDUE, {"clock": "accept", "step": "call"}, {What.NOT_TAKEN: 1}),
        (EventKind.OVERDUE, {"clock": "accept", "step": "up"}, {}),
        (EventKind.OVERDUE, {"clock": "solve", "step": "call"}, {What.NOT_SOLVED: 1}),
        (EventKind.OVERDUE, {"clock": "promise", "step": "call"}, {}),
        (EventKind.MERGED, {"into": 7}, {What.MERGED: 1}),
        (EventKind.MERGED, {"from": 7}, {}),
        (EventKind.KEPT, {}, {What.KEPT: 1}),
        (EventKind.BROKEN, {}, {What.BROKEN: 1}),
        (EventKind.PROMISED, {"moved": True}, {What.MOVED: 1}),
        (EventKind.PROMISED, {"moved": False}, {}),
        (EventKind.RETURNED, {}, {What.RETURNED: 1}),
        (EventKind.WHISTLED, {}, {What.JOINT: 1}),
        (EventKind.DECLINED, {}, {What.DECLINED: 1}),
        (EventKind.WITHDRAWN, {}, {What.WITHDRAWN: 1}),
        (EventKind.ASSIGNED, {}, {}),
    ],
)
def test_lines_as_they_are_counted(
    kind: EventKind, data: dict[str, Any], what: dict[What, int]
) -> None:
    assert counted(story((1, kind, None, data))) == {What.FILED: 1} | what


@pytest.mark.parametrize(
    ("at", "found"), [(0, False), (0.5, True), (6, False), (31, True), (41, False), (99, False)]
)
def test_whether_it_is_in_work(at: float, found: bool) -> None:
    assert is_open(LIFE, hours(at)) is found


MERGED = (1, EventKind.MERGED, None, {"into": 7})


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ([MERGED], False),
        ([(1, EventKind.MERGED, None, {"from": 7})], True),
        (
            [(1, EventKind.MERGED, None, {"into": 7}), (2, EventKind.UNMERGED, None, {"into": 7})],
            True,
        ),
        ([(1, EventKind.RESOLVED, 1, {}), (2, EventKind.UNMERGED, None, {"from": 7})], False),
    ],
)
def test_whether_a_merged_one_is_in_work(
    lines: list[tuple[float, EventKind, int | None, dict[str, Any]]], found: bool
) -> None:
    assert is_open(story(*lines), hours(3)) is found


def test_several_whistles_are_one_joint_handling() -> None:
    whistle = (EventKind.WHISTLED, LIN, {"from_group": HERE, "to_group": HERE})
    told = story((1, *whistle), (2, *whistle))
    assert counted(told)[What.JOINT] == 1


lengths = st.lists(st.integers(0, 10_000).map(lambda each: timedelta(minutes=each)), min_size=1)


@given(lengths)
def test_nine_of_ten_did_not_take_longer_than_the_ninetieth(times: list[timedelta]) -> None:
    found = spread(times)
    assert found is not None
    no_longer = sum(each <= found.ninetieth for each in times)
    shorter = sum(each < found.ninetieth for each in times)
    assert found.ninetieth in times
    assert 10 * no_longer >= 9 * len(times)
    assert 10 * shorter < 9 * len(times)


@given(lengths)
def test_as_many_took_longer_than_the_middle_as_shorter(times: list[timedelta]) -> None:
    found = spread(times)
    assert found is not None
    assert 2 * sum(each < found.median for each in times) <= len(times)
    assert 2 * sum(each > found.median for each in times) <= len(times)
    assert found.count == len(times)


def test_of_nothing_there_is_no_middle() -> None:
    assert spread([]) is None
    assert Sums().figures(Rule()).kept is None
