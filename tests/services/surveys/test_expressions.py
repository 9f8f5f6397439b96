"""Expressions are judged as ODK judges them, and what is outside the subset is refused."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.surveys.expressions import Unreadable, Why, parse
from services.surveys.questions import Answers, Value

TODAY = date(2026, 11, 26)
ANSWERS: Answers = {
    "taste": "good",
    "wants": ["soup", "fish"],
    "stars": 4,
    "help": True,
    "born": "1946-05-01",
    "words": "太咸了",
    "place": {"latitude": 26.08, "longitude": 119.3},
    "seat": {"text": "三楼东头"},
    "passed": None,
}


def _holds(text: str, value: Value = None) -> bool:
    return parse(text).holds(ANSWERS, today=TODAY, value=value)


@pytest.mark.parametrize(
    "text",
    [
        "${taste} = 'good'",
        '${taste} != "bad"',
        "selected(${wants}, 'fish')",
        "not(selected(${wants}, 'fis'))",
        "count-selected(${wants}) = 2",
        "${stars} >= 4 and ${stars} < 5",
        "${stars} = '4'",
        "${help} = 'yes'",
        "${taste} = 'bad' or ${stars} > 3",
        "${passed} = ''",
        "${never_asked} = ''",
        "not(${passed} > 0) and not(${passed} <= 0)",
        "1 + 2 * 3 = 7 and (1 + 2) * 3 = 9 and 7 mod 4 = 3 and 7 div 2 = 3.5 and -2 + 3 = 1",
        "8 - 3 - 2 = 3",
        "if(${stars} > 3, 'many', 'few') = 'many'",
        "regex(${words}, '.{1,5}')",
        "string-length(${words}) = 3",
        "int((today() - ${born}) div 365.25) = 80",
        "${born} < date('1966-11-26') and ${born} > '1900-01-01'",
        "today() = '2026-11-26'",
        "date(today() + 5) = '2026-12-01'",
        "coalesce(${passed}, ${taste}) = 'good'",
        "concat(${taste}, '-', 5) = 'good-5'",
        "contains(${words}, '咸') and starts-with(${words}, '太') and ends-with(${words}, '了')",
        "substr('abc', 1) = 'bc' and substr('abc', 0, 2) = 'ab'",
        "round(2.567, 2) = 2.57 and round(2.5) = 3 and floor(-1.5) = -2 and ceiling(1.2) = 2",
        "max(1, ${stars}, ${passed}) = 4 and min(1, ${stars}) = 1 and abs(-3) = 3",
        "substr(${place}, 0, 5) = '26.08'",
        "${seat} = '三楼东头' and boolean(${seat})",
        "true() and not(false()) and boolean('x') and number('3') = 3 and string(3) = '3'",
        "1 div 0 != 1 div 0",
        "(${stars} > 3) = true() and not(${passed}) = true()",
        "date('soon') = '' and date(99999999999) = ''",
    ],
)
def test_it_holds(text: str) -> None:
    assert _holds(text)


def test_the_answer_itself_is_a_dot() -> None:
    assert _holds(". >= 0 and . <= 120", 80)
    assert not _holds(". >= 0 and . <= 120", 121)
    assert _holds("not(selected(., 'none') and count-selected(.) > 1)", ["soup", "fish"])
    assert not _holds("not(selected(., 'none') and count-selected(.) > 1)", ["none", "fish"])
    assert _holds(". > today()", "2026-11-27")


def test_it_says_what_it_looks_at() -> None:
    found = parse("selected(${wants}, 'soup') and 'good' = ${taste} or . != 'no' or ${stars} > 3")
    assert found.names == {"wants", "taste", "stars"}
    assert found.looks_at_own
    assert found.compared == {("wants", "soup"), ("taste", "good"), ("", "no")}


@pytest.mark.parametrize(
    ("text", "why", "part"),
    [
        ("", Why.UNFINISHED, ""),
        ("${a} =", Why.UNFINISHED, ""),
        ("not(${a}", Why.UNFINISHED, ""),
        ("${a} ${b}", Why.UNEXPECTED, "b"),
        ("${a} == 1", Why.UNEXPECTED, "="),
        ("/data/a = 1", Why.UNEXPECTED, "/data/a = 1"),
        ("${a} && ${b}", Why.UNEXPECTED, "&& ${b}"),
        ("'open", Why.UNEXPECTED, "'open"),
        ("a = 1", Why.UNEXPECTED, "a"),
        ("position(..) > 1", Why.UNEXPECTED, "."),
        ("pulldata('f', 'a', 'b', ${c}) = 1", Why.FUNCTION, "pulldata"),
        ("__import__('os')", Why.UNEXPECTED, "__import__('os')"),
        ("selected(${a})", Why.ARGUMENTS, "selected"),
        ("today(1) = 1", Why.ARGUMENTS, "today"),
        ("regex(., '(a')", Why.PATTERN, "(a"),
        ("regex(., ${a})", Why.PATTERN, ""),
        ("1" * 1001, Why.TOO_LONG, ""),
        ("(" * 30 + "1" + ")" * 30, Why.TOO_LONG, ""),
        ("not(" * 30 + "1" + ")" * 30, Why.TOO_LONG, ""),
        ("1" + "+1" * 200, Why.TOO_LONG, ""),
    ],
)
def test_what_is_outside_the_subset_is_refused(text: str, why: Why, part: str) -> None:
    with pytest.raises(Unreadable) as refused:
        parse(text)
    assert (refused.value.why, refused.value.part) == (why, part)


_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=8),
    st.lists(st.sampled_from(["soup", "fish"]), max_size=2),
)
_TREES = st.recursive(
    st.sampled_from(["${a}", ".", "1", "'x'", "0.5", "today()", "'2026-13-01'"]),
    lambda inner: st.one_of(
        st.tuples(
            inner,
            st.sampled_from(["=", "!=", "<", "+", "-", "*", "div", "mod", "and", "or"]),
            inner,
        ).map(lambda three: f"({' '.join(three)})"),
        st.tuples(
            st.sampled_from(["not", "int", "date", "round", "string", "abs", "floor"]), inner
        ).map(lambda two: f"{two[0]}({two[1]})"),
        st.tuples(inner, inner).map(lambda two: f"substr({two[0]}, {two[1]})"),
        st.tuples(inner, inner).map(lambda two: f"round({two[0]}, {two[1]})"),
    ),
    max_leaves=8,
)


@given(text=_TREES, a=_VALUES, own=_VALUES)
def test_whatever_is_answered_can_be_judged(text: str, a: Value, own: Value) -> None:
    parse(text).holds({"a": a}, today=TODAY, value=own)


@given(st.text(alphabet="${}ab.'\"()<>=!+-*, notrdiv0", max_size=30))
def test_whatever_is_written_is_read_or_refused(text: str) -> None:
    with suppress(Unreadable):
        parse(text)
