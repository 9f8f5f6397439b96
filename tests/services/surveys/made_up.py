"""Made-up surveys that can be asked, and answers to them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from hypothesis import strategies as st

from services.surveys import flow
from services.surveys.checking import problems
from services.surveys.questions import (
    CHOICE_LIMIT,
    INTRO_LIMIT,
    LABEL_LIMIT,
    TITLE_LIMIT,
    Answers,
    Choice,
    Definition,
    Kind,
    Question,
    Scale,
    Value,
)
from storage.clean_text import lines, one_line

TODAY = date(2026, 11, 26)
_CHARACTERS = st.one_of(
    st.sampled_from("饭菜怎么样？好，不 \n=+-@'\"&<>{}$_*|、.1A"),
    st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]),
)


def texts(limit: int, *, least: int = 0, line: bool = False) -> st.SearchStrategy[str]:
    """As `storage.clean_text` leaves them, with nothing to be filled in."""
    clean = one_line if line else lines
    return (
        st.text(_CHARACTERS, min_size=least, max_size=min(limit, 30))
        .map(lambda text: clean(text.replace("${", "")))
        .filter(lambda text: len(text) >= least)
    )


_NAMES = st.from_regex(r"[a-z_][a-z0-9_]{0,8}|问[一二三]", fullmatch=True)


@st.composite
def _choices(draw: st.DrawFn) -> tuple[Choice, ...]:
    names = draw(
        st.lists(
            st.from_regex(r"[a-z0-9_.-]{1,6}", fullmatch=True).filter(lambda each: each != "other"),
            min_size=1,
            max_size=5,
            unique=True,
        )
    )
    labels = draw(
        st.lists(
            texts(CHOICE_LIMIT, least=1, line=True),
            min_size=len(names),
            max_size=len(names),
            unique=True,
        )
    )
    return tuple(map(Choice, names, labels))


@st.composite
def _scales(draw: st.DrawFn) -> Scale:
    low = draw(st.integers(-5, 5))
    ends = texts(20, line=True)
    return Scale(low, low + draw(st.integers(1, 10)), draw(st.booleans()), draw(ends), draw(ends))


@st.composite
def _questions(draw: st.DrawFn, name: str, before: Sequence[Question]) -> Question:
    kind = draw(st.sampled_from(Kind))
    chosen = kind in (Kind.ONE, Kind.SEVERAL)
    given = {
        "choices": draw(_choices()) if chosen else (),
        "other": chosen and draw(st.booleans()),
        "scale": draw(_scales()) if kind is Kind.SCALE else None,
        "whole": kind is Kind.NUMBER and draw(st.booleans()),
    }
    constraints = ["", ". != ''", "string-length(.) < 9 or regex(., '[a-z]+')"]
    return Question(
        name=name,
        kind=kind,
        label=draw(texts(LABEL_LIMIT, least=1)),
        hint=draw(texts(LABEL_LIMIT)),
        required=draw(st.booleans()),
        relevant=draw(st.sampled_from(["", *(_condition(each) for each in before)])),
        constraint=draw(st.sampled_from(constraints)),
        constraint_message=draw(texts(LABEL_LIMIT)),
        **given,  # type: ignore[arg-type]
    )


def _condition(question: Question) -> str:
    if question.choices:
        return f"selected(${{{question.name}}}, '{question.choices[0].name}')"
    return f"${{{question.name}}} > 2 or ${{{question.name}}} = 'yes' and today() > '2026-01-01'"


@st.composite
def definitions(draw: st.DrawFn) -> Definition:
    names = draw(st.lists(_NAMES, min_size=1, max_size=6, unique=True))
    questions: list[Question] = []
    for name in names:
        questions.append(draw(_questions(name, questions)))
    parts: dict[str, str] = draw(
        st.dictionaries(st.sampled_from(names), texts(LABEL_LIMIT, least=1), max_size=2)
    )
    found = Definition(
        title=draw(texts(TITLE_LIMIT, least=1, line=True)),
        questions=tuple(questions),
        intro=draw(texts(INTRO_LIMIT)),
        thanks=draw(texts(INTRO_LIMIT)),
        form_id=draw(st.sampled_from(["", "canteen", "食堂"])),
        parts=parts,
    )
    assert not [each for each in problems(found) if each.text != "yes"]
    return found


def values(question: Question) -> st.SearchStrategy[Value]:
    """What people may answer, whatever its constraint."""
    names = [each.name for each in question.choices] + ["other"] * question.other
    scale = question.scale or Scale(0, 0)
    by_kind: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.ONE: st.sampled_from(names or [""]),
        Kind.SEVERAL: st.lists(st.sampled_from(names or [""]), unique=True),
        Kind.SCALE: st.integers(scale.low, scale.high),
        Kind.YES_NO: st.booleans(),
        Kind.NUMBER: st.integers() if question.whole else st.floats(allow_nan=False),
        Kind.WORDS: st.text(max_size=9),
        Kind.PHOTO: st.lists(st.integers(1, 99).map(str), min_size=1, max_size=2),
        Kind.PLACE: st.sampled_from([{"latitude": 26.1, "longitude": 119.3}, {"text": "井大路"}]),
        Kind.DATE: st.dates().map(date.isoformat),
    }
    answered = by_kind[question.kind]
    return answered if question.required else st.one_of(st.none(), answered)


@st.composite
def walks(draw: st.DrawFn, definition: Definition) -> Answers:
    """Answers as somebody gives them, question by question, to the end."""
    answers: Answers = {}
    while question := flow.next_question(definition, answers, today=TODAY):
        assert question.name not in answers
        answers[question.name] = draw(values(question))
        flow.is_allowed(question, answers[question.name], answers, today=TODAY)
    return answers
