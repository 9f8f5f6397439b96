"""Text without what cannot be seen, with the emoji and names that need it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.clean_text import MOST_MARKS, PLAIN, lines, one_line, thoroughly

PICTURES = ["👨‍👩‍👧‍👦", "👩🏽‍🚒", "❤️‍🔥", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "☺︎", "🇨🇳", "㊗️", "🧑‍⚕️", "👁️‍🗨️"]
NAMES = ["葛\U000e0100", "辻\U000e0101", "𫰡", "𰌂", "𱖎", "Nguyễn", "é", "张·阿依古丽"]
UNSEEN = (
    "\u3164\u115f\u1160\uffa0\u2800\ufe0f\ufe00\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\U000e0100"
)
TURNING = "\u200e\u200f\u061c\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u202c"
BREAKS = ["\n", "\r", "\r\n", "\v", "\f", "\x85", "\u2028", "\u2029"]


@pytest.mark.parametrize("text", [*PICTURES, *NAMES, "".join(PICTURES), "军门新村 3号楼"])
def test_what_can_be_seen_stays_as_it_is(text: str) -> None:
    assert one_line(text) == lines(text) == text


@pytest.mark.parametrize(
    "unseen", [*UNSEEN, *TURNING, "\u0301", "\ud83d", "\0", "\x1b", " \u3000 "]
)
def test_what_cannot_be_seen_is_nothing(unseen: str) -> None:
    assert one_line(unseen) == lines(unseen) == one_line(unseen * 3) == ""


@pytest.mark.parametrize("unseen", [*UNSEEN.replace("\u2800", ""), *TURNING])
def test_it_is_gone_from_between_letters_too(unseen: str) -> None:
    assert one_line(f"a{unseen}b") == lines(f"a{unseen}b") == "ab"


@pytest.mark.parametrize("line_break", BREAKS)
def test_a_line_break_forges_no_line(line_break: str) -> None:
    assert one_line(f"张三{line_break}🆕 待接单") == "张三 🆕 待接单"
    assert lines(f"张三{line_break}李四") == "张三\n李四"


@given(st.from_regex(PLAIN, fullmatch=True))
def test_in_plain_text_there_is_nothing_to_clean(text: str) -> None:
    assert thoroughly(text) == text


def test_marks_do_not_pile_up() -> None:
    assert one_line("张" + "\u0301" * 60) == "张\u0301\u0301"


@given(st.text(st.characters()))
def test_cleaned_text_is_clean_and_can_be_stored(text: str) -> None:
    for clean in (one_line, lines):
        assert clean(clean(text)) == clean(text)
        assert clean(text).encode().decode() == clean(text)
    assert "\0" not in lines(text)
    assert one_line(lines(text)) == one_line(text)
    assert len(one_line(text).splitlines()) <= 1


@given(
    st.text(st.sampled_from([*"张a1 #\n", *UNSEEN, *TURNING, "👨", "🏴", "\U000e0067", "\u0301"]))
)
def test_nothing_unseen_hides_between_words(text: str) -> None:
    """Selectors, joiners and tags are left only where a picture or a Hanzi takes them."""
    clean, marks, before = lines(text), 0, ""
    for character in clean:
        assert character not in TURNING
        marks = marks + 1 if character == "\u0301" else 0
        assert marks <= MOST_MARKS
        if unicodedata.category(character) in ("Cf", "Mn", "Lo") and character != "张":
            assert before not in ("", " ", "\n")
        before = character


@given(st.lists(st.sampled_from([*PICTURES, *NAMES]), min_size=1), st.sampled_from(UNSEEN[:4]))
def test_pictures_and_names_survive_among_them(parts: list[str], filler: str) -> None:
    assert one_line(filler.join(parts)) == "".join(parts)
