"""What is wrong with a survey is told, all of it, with the question it is about."""

from dataclasses import replace

import pytest

from services.surveys.checking import Field, What, problems
from services.surveys.questions import Choice, Definition, Kind, Question, Scale

TASTE = Question(
    name="taste",
    kind=Kind.ONE,
    label="味道怎么样？",
    choices=(Choice("good", "好"), Choice("bad", "不好")),
    other=True,
)
STARS = Question(name="stars", kind=Kind.SCALE, label="几颗星？", scale=Scale(1, 5, stars=True))
WORDS = Question(
    name="words", kind=Kind.WORDS, label="为什么？", relevant="${taste} = 'other' or ${stars} < 3"
)
SURVEY = Definition(title="食堂满意度", questions=(TASTE, STARS, WORDS), parts={"stars": "服务"})


def _found(definition: Definition) -> list[tuple[What, Field | None, str]]:
    return [(each.what, each.field, each.question) for each in problems(definition)]


def _with(question: Question) -> list[tuple[What, Field | None]]:
    """What is wrong with it as the third question."""
    found = problems(replace(SURVEY, questions=(TASTE, STARS, question)))
    assert all((each.question, each.number) == (question.name, 3) for each in found)
    return [(each.what, each.field) for each in found]


def test_nothing_is_wrong() -> None:
    assert problems(SURVEY) == []


def test_an_empty_one() -> None:
    assert _found(Definition(title=" ", questions=())) == [
        (What.NO_TITLE, Field.TITLE, ""),
        (What.NO_QUESTIONS, None, ""),
    ]


def test_thirteen_questions() -> None:
    many = tuple(replace(STARS, name=f"q{number}") for number in range(13))
    (found,) = problems(Definition(title="满意度", questions=many))
    assert (found.what, found.count, found.limit) == (What.TOO_MANY_QUESTIONS, 13, 12)


def test_texts_that_are_too_long() -> None:
    found = problems(
        replace(
            SURVEY, title="长" * 41, intro="长" * 601, thanks="长" * 601, parts={"gone": "长" * 201}
        )
    )
    assert [(each.what, each.field) for each in found] == [
        (What.TOO_LONG, Field.TITLE),
        (What.TOO_LONG, Field.INTRO),
        (What.TOO_LONG, Field.THANKS),
        (What.TOO_LONG, Field.PART),
        (What.UNKNOWN_NAME, Field.PART),
    ]


@pytest.mark.parametrize(
    ("question", "what", "field"),
    [
        (replace(WORDS, name="为 什么"), What.NAME, Field.NAME),
        (replace(WORDS, name="1a"), What.NAME, Field.NAME),
        (replace(WORDS, label=" "), What.EMPTY, Field.LABEL),
        (replace(WORDS, label="长" * 201), What.TOO_LONG, Field.LABEL),
        (replace(WORDS, hint="长" * 201), What.TOO_LONG, Field.HINT),
        (replace(WORDS, constraint_message="长" * 201), What.TOO_LONG, Field.CONSTRAINT_MESSAGE),
        (replace(STARS, name="again", scale=None), What.SCALE, Field.SCALE),
        (replace(STARS, name="again", scale=Scale(5, 5)), What.SCALE, Field.SCALE),
        (replace(STARS, name="again", scale=Scale(0, 11)), What.SCALE, Field.SCALE),
        (replace(TASTE, name="again", choices=()), What.NO_CHOICES, Field.CHOICES),
        (
            replace(TASTE, name="again", choices=tuple(Choice(f"c{n}", f"{n}") for n in range(21))),
            What.TOO_MANY_CHOICES,
            Field.CHOICES,
        ),
        (
            replace(TASTE, name="again", choices=(Choice("other", "另外"),)),
            What.CHOICE_TWICE,
            Field.CHOICES,
        ),
        (
            replace(TASTE, name="again", choices=(Choice("a", "好"), Choice("b", "好"))),
            What.CHOICE_TWICE,
            Field.CHOICES,
        ),
        (replace(TASTE, name="again", choices=(Choice("a", ""),)), What.EMPTY, Field.CHOICES),
        (
            replace(TASTE, name="again", choices=(Choice("a", "长" * 61),)),
            What.TOO_LONG,
            Field.CHOICES,
        ),
        (
            replace(TASTE, name="again", choices=(Choice("a b", "好"),)),
            What.CHOICE_NAME,
            Field.CHOICES,
        ),
        (replace(WORDS, relevant="${taste} ="), What.UNREADABLE, Field.RELEVANT),
        (replace(WORDS, constraint="len(.) > 2"), What.UNREADABLE, Field.CONSTRAINT),
        (replace(WORDS, relevant="${tast} = 'bad'"), What.UNKNOWN_NAME, Field.RELEVANT),
        (replace(WORDS, relevant="${words} = 'bad'"), What.CYCLE, Field.RELEVANT),
        (replace(WORDS, relevant=". = 'bad'"), What.OWN_ANSWER, Field.RELEVANT),
        (replace(WORDS, relevant="${taste} = 'baad'"), What.UNKNOWN_CHOICE, Field.RELEVANT),
        (
            replace(TASTE, name="again", constraint="not(selected(., 'x'))"),
            What.UNKNOWN_CHOICE,
            Field.CONSTRAINT,
        ),
    ],
)
def test_a_question(question: Question, what: What, field: Field) -> None:
    assert _with(question) == [(what, field)]


def test_conditions_on_what_comes_later() -> None:
    early = replace(STARS, relevant="${words} != ''")
    assert _found(replace(SURVEY, questions=(early, WORDS))) == [
        (What.CYCLE, Field.RELEVANT, "stars"),
        (What.UNKNOWN_NAME, Field.RELEVANT, "words"),
    ]
    free = replace(WORDS, relevant="")
    assert _found(replace(SURVEY, questions=(early, free))) == [
        (What.LATER_NAME, Field.RELEVANT, "stars")
    ]


def test_a_condition_on_a_later_question_whose_own_cannot_be_read() -> None:
    early = replace(STARS, relevant="${words} != ''")
    broken = replace(WORDS, relevant="${")
    assert _found(replace(SURVEY, questions=(early, broken))) == [
        (What.LATER_NAME, Field.RELEVANT, "stars"),
        (What.UNREADABLE, Field.RELEVANT, "words"),
    ]


def test_names_that_two_have() -> None:
    words_of_other = replace(WORDS, name="taste_other")
    assert _found(replace(SURVEY, questions=(TASTE, STARS, STARS, words_of_other))) == [
        (What.NAME_TWICE, Field.NAME, "taste"),
        (What.NAME_TWICE, Field.NAME, "stars"),
        (What.NAME_TWICE, Field.NAME, "stars"),
        (What.NAME_TWICE, Field.NAME, "taste_other"),
    ]


def test_conditions_may_look_at_the_words_beside_the_choices() -> None:
    assert _with(replace(WORDS, relevant="${taste_other} != ''")) == []
