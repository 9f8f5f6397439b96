"""Patterns match what Python's `re` matches, and none is slow."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.surveys.patterns import LONGEST_TEXT, UnusablePattern, compiled, matches

_SINGLE = st.sampled_from(["a", "b", ".", r"\d", r"\W", "[ab]", "[^a-c]", r"[\d-]", r"\.", "号"])
_PATTERNS = st.recursive(
    _SINGLE,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.tuples(inner, inner).map(lambda two: f"({two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "{2,}", "*?"])).map(
            lambda two: f"({two[0]}){two[1]}"
        ),
    ),
    max_leaves=6,
)


@given(pattern=_PATTERNS, text=st.text(alphabet="abc1-.号 \n", max_size=8))
def test_a_pattern_matches_what_re_matches(pattern: str, text: str) -> None:
    assert matches(pattern, text) == bool(re.fullmatch(pattern, text))


@pytest.mark.parametrize(
    "pattern", ["(a+)+", "(a|a)*b", "(a*)*", "(.*){20}x", "a?" * 50 + "a" * 50]
)
def test_no_pattern_is_slow(pattern: str) -> None:
    start = time.process_time()
    matches(pattern, "a" * LONGEST_TEXT)
    assert time.process_time() - start < 5


def test_only_the_whole_text_matches() -> None:
    assert matches("^1[3-9][0-9]{9}$", "13800000000")
    assert not matches("[0-9]{3}", "13800000000")
    assert not matches(".*", "a" * (LONGEST_TEXT + 1))


@pytest.mark.parametrize(
    "pattern",
    [
        "(",
        ")",
        "[",
        "a{",
        "a{2,1}",
        "*a",
        "a**",
        r"(a)\1",
        "(?=a)",
        r"\b",
        "[b-a]",
        "[]",
        "\\",
        "a^b",
        "(a{100}){100}",
        "a{1000}",
        "a" * 201,
        "(" * 21 + ")" * 21,
    ],
)
def test_what_cannot_be_used_is_refused(pattern: str) -> None:
    with pytest.raises(UnusablePattern):
        compiled(pattern)
