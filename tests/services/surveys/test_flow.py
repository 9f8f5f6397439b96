"""A survey is walked through in order, past what is not relevant."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from services.surveys import flow
from services.surveys.questions import Answers, Choice, Definition, Kind, Question, Scale

TODAY = date(2026, 11, 26)
TASTE = Question(
    name="taste",
    kind=Kind.ONE,
    label="味道怎么样？",
    choices=(Choice("good", "好"), Choice("bad", "不好")),
    other=True,
)
WHY = Question(name="why", kind=Kind.WORDS, label="哪里不好？", relevant="${taste} = 'bad'")
HOW_BAD = Question(
    name="how_bad",
    kind=Kind.SCALE,
    label="有多不好？",
    scale=Scale(1, 5),
    relevant="${why} != ''",
    constraint=". < 5",
)
LAST = Question(name="last", kind=Kind.YES_NO, label="还来吗？")
SURVEY = Definition(title="食堂", questions=(TASTE, WHY, HOW_BAD, LAST))


def _next(answers: Answers) -> Question | None:
    return flow.next_question(SURVEY, answers, today=TODAY)


def test_questions_come_in_order_past_what_is_not_relevant() -> None:
    assert _next({}) == TASTE
    assert _next({"taste": "good"}) == LAST
    assert _next({"taste": "bad"}) == WHY
    assert _next({"taste": "bad", "why": None}) == LAST
    assert _next({"taste": "bad", "why": "太咸"}) == HOW_BAD
    assert _next({"taste": "good", "last": True}) is None


def test_what_is_no_longer_relevant_counts_nowhere() -> None:
    """A chain: the answer to the third hangs on the second, which hangs on the first."""
    answers: Answers = {"taste": "good", "why": "太咸", "how_bad": 3, "last": True}
    assert flow.kept(SURVEY, answers, today=TODAY) == {"taste": "good", "last": True}
    assert flow.asked(SURVEY, answers, today=TODAY) == [TASTE, LAST]


def test_a_question_that_became_relevant_comes_next() -> None:
    assert _next({"taste": "bad", "last": True}) == WHY


def test_words_beside_the_choices_are_kept() -> None:
    answers: Answers = {"taste": "other", "taste_other": "一般"}
    assert flow.kept(SURVEY, answers, today=TODAY) == answers


def test_an_answer_is_held_against_the_constraint() -> None:
    assert flow.is_allowed(HOW_BAD, 4, {}, today=TODAY)
    assert not flow.is_allowed(HOW_BAD, 5, {}, today=TODAY)
    assert flow.is_allowed(LAST, False, {}, today=TODAY)


_ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "taste": st.sampled_from(["good", "bad", "other", None]),
        "why": st.sampled_from(["太咸", None]),
        "how_bad": st.integers(1, 4),
        "last": st.booleans(),
    },
)


@given(_ANSWERS)
def test_answering_what_comes_next_ends_with_every_relevant_question(answers: Answers) -> None:
    steps = 0
    while question := _next(answers):
        assert flow.is_relevant(question, flow.kept(SURVEY, answers, today=TODAY), today=TODAY)
        answers = answers | {question.name: None}
        steps += 1
    assert steps <= len(SURVEY.questions)
    kept = flow.kept(SURVEY, answers, today=TODAY)
    assert flow.kept(SURVEY, kept, today=TODAY) == kept
    assert [each.name for each in flow.asked(SURVEY, answers, today=TODAY)] == list(kept)
