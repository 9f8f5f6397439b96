"""The letters of pictures: every character of a name is seen, none is an empty box."""

import pytest
from PIL import Image, ImageDraw

from handlers.common.i18n import LANGUAGES, speaking
from handlers.common.pictures import fonts

RARE = ("𫰡", "𰌂", "𱖎")
"""In people's names; in neither font."""
NO_CHARACTER = "\u0378"


def drawn(text: str, anchor: str = "la", *, with_main: bool = False) -> bytes:
    """The pixels of `text`; with Noto Sans CJK alone where a test wants that."""
    image = Image.new("L", (600, 160), 255)
    pen = ImageDraw.Draw(image)
    letters = fonts.font(60)
    if with_main:
        pen.text((300, 80), text, "black", letters.main, anchor)
    else:
        letters.write(pen, (300, 80), text, "black", anchor=anchor)
    return image.tobytes()


@pytest.mark.parametrize(
    ("character", "main", "emoji"),
    [
        *[(letter, True, False) for letter in "林𠮷䶮龘A·。é"],
        *[(picture, False, True) for picture in "👵🍚😀✅"],
        *[(rare, False, False) for rare in RARE],
    ],
)
def test_the_fonts_tables_say_which_characters_they_have(
    character: str, main: bool, emoji: bool
) -> None:
    assert (character in fonts.covered_by_main()) is main
    assert (character in fonts.covered_by_emoji()) is emoji


def test_rare_characters_are_told_from_one_another_and_from_an_empty_box() -> None:
    looks = {drawn(rare) for rare in RARE} | {drawn(NO_CHARACTER, with_main=True)}
    assert len(looks) == len(RARE) + 1


@pytest.mark.parametrize("picture", ["👵", "👵🏼", "🍚", "👨‍👩‍👧", "❤️"])
def test_pictures_are_one_character_wide(picture: str) -> None:
    assert 30 < fonts.font(60).length(picture) < 100


@pytest.mark.parametrize("anchor", ["la", "ra", "mm", "mt", "lm", "rm"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_common_text_is_drawn_as_ever(anchor: str, language: str) -> None:
    with speaking(language):
        assert drawn("军门 A1", anchor) == drawn("军门 A1", anchor, with_main=True)


@pytest.mark.parametrize("name", ["林𫰡玉", "林玉𰌂", "王👵", "𱖎"])
def test_a_name_keeps_its_length_and_all_its_characters(name: str) -> None:
    letters = fonts.font(60)
    assert letters.fitted(name, letters.length(name)) == name
    assert letters.length(name) > letters.length(name[:-1])


@pytest.mark.parametrize(("typed", "shown"), [("王\u202e\n五", "王  五"), ("𱖎\u200d", "𱖎\u200d")])
def test_what_has_no_shape_becomes_a_space(typed: str, shown: str) -> None:
    assert fonts.printable(typed) == shown
