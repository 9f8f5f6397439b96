"""Figures of a session as staff write them."""

import pytest

from services.meals.written_portions import Figures, read


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("80", Figures(80, None)),
        (" 80份 ", Figures(80, None)),
        ("80/20", Figures(80, 20)),
        ("80 / 20", Figures(80, 20)),
        ("80份送餐20单", Figures(80, 20)),
        ("80，20", Figures(80, 20)),
        ("0", Figures(0, None)),
    ],
)
def test_figures_are_read_as_they_are_written(text: str, figures: Figures) -> None:
    assert read(text) == figures


@pytest.mark.parametrize("text", ["", "八十", "-3", "80份以上", "12345", "80/20/3"])
def test_anything_else_is_asked_for_again(text: str) -> None:
    assert read(text) is None
