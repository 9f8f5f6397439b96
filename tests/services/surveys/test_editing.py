"""Two members of staff change one draft at once."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.surveys.editing import (
    Change,
    Overlap,
    Part,
    Plan,
    changes,
    free_name,
    merged,
    moved,
    put,
    same_but_for_labels,
    without,
)
from services.surveys.questions import Choice, Definition, Kind, Question


def asks(name: str, label: str = "") -> Question:
    return Question(name=name, kind=Kind.YES_NO, label=label or f"about {name}")


def plan(*names: str, title: str = "年度满意度", **decided: object) -> Plan:
    questions = tuple(asks(each) for each in names)
    return Plan(definition=Definition(title=title, questions=questions), **decided)  # type: ignore[arg-type]


def names_of(found: Plan) -> list[str]:
    return [each.name for each in found.definition.questions]


def edited(found: Plan, definition: Definition) -> Plan:
    return replace(found, definition=definition)


SEEN = plan("q1", "q2", "q3")


def test_what_each_of_two_changed_stays() -> None:
    mine = edited(SEEN, put(SEEN.definition, asks("q1", "办得怎么样？")))
    theirs = replace(
        edited(SEEN, replace(without(SEEN.definition, "q3"), title="新")), anonymous=True
    )
    both = merged(SEEN, mine, theirs)
    assert changes(SEEN, both) == [
        Change(Part.TITLE),
        Change(Part.QUESTION, "q1"),
        Change(Part.REMOVED, "q3"),
        Change(Part.ANONYMOUS),
    ]


@pytest.mark.parametrize(
    ("theirs", "told"),
    [
        (edited(SEEN, put(SEEN.definition, asks("q2", "他们的"))), Change(Part.QUESTION, "q2")),
        (edited(SEEN, without(SEEN.definition, "q2")), Change(Part.REMOVED, "q2")),
    ],
)
def test_one_question_changed_by_both_is_not_overwritten(theirs: Plan, told: Change) -> None:
    mine = edited(SEEN, put(SEEN.definition, asks("q2", "我的")))
    with pytest.raises(Overlap) as overlap:
        merged(SEEN, mine, theirs)
    assert overlap.value.changes == [told]


def test_a_decision_made_twice_is_said_once() -> None:
    assert merged(SEEN, replace(SEEN, anonymous=True), replace(SEEN, anonymous=True)).anonymous
    with pytest.raises(Overlap):
        merged(SEEN, replace(SEEN, lasts_days=3), replace(SEEN, lasts_days=7))


def test_two_new_questions_are_two_though_both_became_the_fourth() -> None:
    mine = edited(SEEN, put(SEEN.definition, asks("q4", "我的")))
    theirs = edited(SEEN, put(SEEN.definition, asks("q4", "他们的")))
    both = merged(SEEN, mine, theirs).definition.questions
    assert {each.label for each in both} >= {"我的", "他们的"}
    assert len({each.name for each in both}) == 5


def test_a_question_moves_within_the_ends() -> None:
    names = [each.name for each in moved(SEEN.definition, "q3", -5).questions]
    assert names == ["q3", "q1", "q2"]
    assert [each.name for each in moved(SEEN.definition, "q1", 1).questions] == ["q2", "q1", "q3"]


def test_a_name_is_free() -> None:
    assert free_name(without(SEEN.definition, "q1")) == "q4"


def test_labels_are_corrected_where_answers_stay_what_they_were() -> None:
    one = Question(
        name="q1", kind=Kind.ONE, label="满不满意", choices=(Choice("a", "满意"), Choice("b", "不"))
    )
    before = Definition(title="t", questions=(one,))
    relabelled = replace(
        one, label="您满意吗？", choices=(Choice("a", "很满意"), Choice("b", "不"))
    )
    assert same_but_for_labels(before, put(before, relabelled))
    assert not same_but_for_labels(before, put(before, replace(one, choices=one.choices[:1])))
    assert not same_but_for_labels(before, put(before, asks("q2")))


PLANS = st.builds(
    lambda names, labels, title, anonymous: replace(
        edited(
            SEEN,
            Definition(
                title=title,
                questions=tuple(asks(name, labels.get(name, "")) for name in names),
            ),
        ),
        anonymous=anonymous,
    ),
    st.permutations(["q1", "q2", "q3", "q4", "q5"]).flatmap(
        lambda names: st.integers(0, 5).map(lambda many: names[:many])
    ),
    st.dictionaries(st.sampled_from(["q1", "q2", "q3", "q4", "q5"]), st.sampled_from("甲乙丙")),
    st.sampled_from(["年度满意度", "征求意见表"]),
    st.sampled_from([None, True, False]),
)


@given(PLANS)
def test_who_is_alone_gets_what_they_wrote(mine: Plan) -> None:
    assert merged(SEEN, mine, SEEN) == mine
    assert merged(SEEN, SEEN, mine) == mine


@given(PLANS, PLANS)
def test_nothing_that_one_of_two_changed_is_lost(mine: Plan, theirs: Plan) -> None:
    try:
        both = merged(SEEN, mine, theirs)
    except Overlap:
        return
    labels = {each.label for each in both.definition.questions}
    for changed in (mine, theirs):
        for change in changes(SEEN, changed):
            match change.part:
                case Part.TITLE:
                    assert both.definition.title == changed.definition.title
                case Part.ANONYMOUS:
                    assert both.anonymous == changed.anonymous
                case Part.ADDED | Part.QUESTION:
                    assert changed.definition.named(change.name).label in labels
                case Part.REMOVED:
                    assert change.name not in names_of(both)
                case _:
                    pass
    assert len(names_of(both)) == len(set(names_of(both)))
