"""What is shown of a survey: worked out by hand, and attacked with all that people can answer."""

import json
from collections.abc import Hashable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.surveys.disclosure import LEAST, Span
from services.surveys.questions import Answers, Choice, Definition, Kind, Question, Scale, Value
from services.surveys.results import Line, Response, Results
from services.surveys.tabulating import tabulate
from tests.services.surveys.attack import Counts, all_counts, check_nothing_small_is_known, lot
from tests.services.surveys.test_disclosure import unions

CONTENT = Question(
    name="content",
    kind=Kind.ONE,
    label="满意吗？",
    choices=(Choice("yes", "满意"), Choice("fair", "基本满意"), Choice("no", "不满意")),
)
WHY = Question(name="why", kind=Kind.YES_NO, label="来过吗？", relevant="${content} = 'no'")
STARS = Question(name="stars", kind=Kind.SCALE, label="几颗星？", scale=Scale(1, 5))
SEVERAL = Question(
    name="wanted",
    kind=Kind.SEVERAL,
    label="要哪些？",
    required=False,
    choices=(Choice("a", "食堂"), Choice("b", "活动")),
)


def asking(*questions: Question) -> Definition:
    return Definition(title="问卷", questions=questions)


def answered(
    count: int, complete: bool = True, group: int | None = None, **answers: Value
) -> list[Response]:
    return [Response(answers, complete, group)] * count


def shown(definition: Definition, *groups: Sequence[Response], asked: int = 100) -> Results:
    given = [each for group in groups for each in group]
    return tabulate(definition, given, asked={None: asked}, lot=lot(1))


def lines(results: Results, question: str) -> list[tuple[str, int]]:
    table = results.table(question)
    assert table is not None
    return [("+".join(each.names), each.people.low) for each in table.lines]


def test_each_answer_and_how_many_were_asked() -> None:
    found = shown(
        asking(CONTENT),
        answered(30, content="yes"),
        answered(8, content="fair"),
        answered(6, content="no"),
    )
    assert lines(found, "content") == [("yes", 30), ("fair", 8), ("no", 6)]
    assert (found.people, found.asked) == (44, 100)


def test_an_answer_of_few_is_counted_with_the_one_before() -> None:
    found = shown(asking(CONTENT), answered(30, content="yes"), answered(3, content="no"))
    assert lines(found, "content") == [("yes+fair+no", 33)]


def test_nothing_of_four_people() -> None:
    found = shown(asking(CONTENT), answered(4, content="yes"))
    assert (found.people, found.tables) == (0, ())


def test_it_is_not_said_that_few_did_not_answer() -> None:
    assert shown(asking(CONTENT), answered(97, content="yes")).asked is None


def test_who_passed_over_is_a_line_of_its_own() -> None:
    question = Question(name="used", kind=Kind.YES_NO, label="用过吗？", required=False)
    found = shown(
        asking(question), answered(20, used=True), answered(9, used=False), answered(7, used=None)
    )
    assert lines(found, "used") == [("yes", 20), ("no", 9), ("", 7)]
    assert found.tables[0].answered == 29


def test_what_only_some_were_asked() -> None:
    many = answered(20, content="yes"), answered(5, content="fair")
    found = shown(
        asking(CONTENT, WHY),
        *many,
        answered(9, content="no", why=True),
        answered(6, content="no", why=False),
    )
    assert lines(found, "why") == [("yes", 9), ("no", 6)]


def test_nothing_of_what_was_asked_by_a_hidden_answer() -> None:
    """10 were asked: it would tell that the 3 who were not are those that said 基本满意."""
    found = shown(
        asking(CONTENT, WHY),
        answered(20, content="yes"),
        answered(3, content="fair"),
        answered(10, content="no", why=True),
    )
    assert lines(found, "why") == []


def test_who_stopped_on_the_way_counts_as_far_as_they_came() -> None:
    found = shown(
        asking(CONTENT, STARS),
        answered(10, content="yes", stars=5),
        answered(10, content="no", stars=4),
        answered(6, False, content="fair"),
    )
    assert lines(found, "content") == [("yes", 10), ("fair", 6), ("no", 10)]
    assert [table.people for table in found.tables] == [26, 20]
    assert (found.people, found.partial) == (20, 6)


def test_few_who_stopped_on_the_way_are_left_out() -> None:
    found = shown(
        asking(CONTENT, STARS),
        answered(10, content="yes", stars=5),
        answered(10, content="no", stars=4),
        answered(4, False, content="no"),
    )
    assert [table.people for table in found.tables] == [20, 20]
    assert found.partial == 0


def test_the_first_question_is_shown_where_few_came_to_the_end() -> None:
    found = shown(
        asking(CONTENT, STARS),
        answered(3, content="yes", stars=5),
        answered(20, False, content="yes"),
        answered(9, False, content="fair"),
        answered(8, False, content="no"),
    )
    assert lines(found, "content") == [("yes", 23), ("fair", 9), ("no", 8)]
    assert lines(found, "stars") == []
    assert (found.people, found.partial, found.asked) == (0, 40, 100)


def test_it_is_not_said_that_few_did_not_even_begin() -> None:
    found = shown(
        asking(CONTENT, STARS),
        answered(80, content="yes", stars=5),
        answered(17, False, content="yes"),
    )
    assert (found.people, found.partial, found.asked) == (80, 17, None)


def test_several_choices() -> None:
    found = shown(
        asking(SEVERAL),
        answered(20, wanted=["a", "b"]),
        answered(9, wanted=["a"]),
        answered(7, wanted=None),
    )
    assert found.tables[0].lines == (
        Line(("a",), Span(25, 29)),
        Line(("b",), Span.exactly(20)),
        Line(("",), Span.exactly(7)),
    )


def test_by_group() -> None:
    given = [
        *answered(30, group=1, content="yes"),
        *answered(10, group=1, content="no"),
        *answered(20, group=2, content="yes"),
        *answered(20, group=2, content="no"),
        *answered(6, group=3, content="yes"),
        *answered(2, content="no"),
    ]
    found = tabulate(
        asking(CONTENT), given, asked={1: 60, 2: 70, 3: 50, None: 20}, groups=[1, 2, 3], lot=lot(1)
    )
    assert [(each.groups, each.people, each.asked) for each in found.rows] == [
        ((1,), 40, 60),
        ((2, 3, None), 48, 140),
    ]
    (table,) = found.tables
    for band, count in zip(table.by_row, (30, 26), strict=True):
        assert band.low <= count <= band.high < band.low + 2 * LEAST + LEAST


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=2, max_size=5),
    st.booleans(),
)
def test_how_many_were_asked_tells_nowhere_that_few_did_not_answer(
    groups: list[tuple[int, int]], some_unknown: bool
) -> None:
    """Neither by what is said nor by what is left out of it: of all groups, or of none."""
    given_ = [
        each
        for group, (people, _silent) in enumerate(groups, start=1)
        for each in answered(people, group=group, content="yes")
    ]
    asked: dict[int | None, int] = {
        group: sum(each) for group, each in enumerate(groups, start=1)
    } | ({None: 30} if some_unknown else {})
    found = tabulate(asking(CONTENT), given_, asked=asked, groups=range(1, 6), lot=lot(1))
    told = [row for row in found.rows if row.asked is not None]
    assert len(told) in (0, len(found.rows))
    assert all((row.asked or 0) - row.people >= LEAST for row in told)
    if told:
        assert sum(row.asked or 0 for row in told) == found.asked == sum(asked.values())


def test_of_anonymous_answers_without_their_group_it_is_not_said_who_was_asked() -> None:
    given_ = [*answered(40, group=1, content="yes"), *answered(24, content="yes")]
    found = tabulate(asking(CONTENT), given_, asked={1: 90}, groups=[1], lot=lot(1))
    assert [(row.groups, row.people, row.asked) for row in found.rows] == [
        ((1,), 40, 90),
        ((None,), 24, None),
    ]


def test_it_comes_back_from_json_as_it_was() -> None:
    given = [
        *answered(30, group=1, content="yes", wanted=["a"]),
        *answered(30, group=2, content="no", wanted=["b"]),
    ]
    found = tabulate(
        asking(CONTENT, SEVERAL), given, asked={1: 50, 2: 49}, groups=[1, 2], lot=lot(1)
    )
    assert found.rows
    assert found.tables[0].by_row
    assert Results.load(json.loads(json.dumps(found.dump()))) == found


def attacked(
    definition: Definition, kinds: Sequence[Response | None], people: Sequence[int]
) -> None:
    """All worlds in which people answer in one of the `kinds` of ways, None for not at all."""

    def show(world: Counts) -> Hashable:
        given = [
            kind
            for kind, count in zip(kinds, world, strict=True)
            for _each in range(count)
            if kind is not None
        ]
        return tabulate(definition, given, asked={None: sum(world)}, lot=lot(1))

    worlds = (world for count in people for world in all_counts(count, len(kinds)))
    check_nothing_small_is_known(worlds, show, unions(len(kinds)))


@pytest.mark.parametrize("people", [12, 16, 20])
def test_no_small_count_by_what_only_some_were_asked(people: int) -> None:
    kinds: list[Answers] = [
        {"content": "yes"},
        {"content": "fair"},
        {"content": "no", "why": True},
        {"content": "no", "why": False},
    ]
    attacked(asking(CONTENT, WHY), [Response(each) for each in kinds], [people])


def test_no_small_count_by_those_who_stopped_on_the_way() -> None:
    used = Question(name="used", kind=Kind.YES_NO, label="用过吗？")
    kinds = [
        Response({"used": True, "again": True}),
        Response({"used": False, "again": True}),
        Response({"used": True}, complete=False),
        Response({"used": False}, complete=False),
        None,
    ]
    again = Question(name="again", kind=Kind.YES_NO, label="还来吗？")
    attacked(asking(used, again), kinds, range(LEAST, 19))


@given(st.lists(st.integers(1, 5), min_size=5, max_size=60))
def test_lines_add_up_to_the_people(stars: list[int]) -> None:
    found = shown(asking(STARS), [Response({"stars": each}) for each in stars])
    assert sum(count for _names, count in lines(found, "stars")) in (0, len(stars))
    assert all(count >= LEAST for _names, count in lines(found, "stars"))
