"""Choices, scales and counts as staff write them."""

import pytest

from services.surveys import as_written
from services.surveys.questions import Scale
from services.written.counts import count


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("好吃\n一般\n不好吃", ["好吃", "一般", "不好吃"]),
        ("A. 好吃\nB、一般\nC）不好吃", ["好吃", "一般", "不好吃"]),
        ("好吃/一般／不好吃", ["好吃", "一般", "不好吃"]),
        ("1. 好吃\n\n1.5公里以内\n好吃", ["好吃", "1.5公里以内"]),
        ("", []),
    ],
)
def test_choices(text: str, choices: list[str]) -> None:
    assert as_written.choices(text) == choices


@pytest.mark.parametrize("label", ["其他", "其它", "其他：____", "其他（请写明）"])
def test_other(label: str) -> None:
    assert as_written.is_other(label)
    assert not as_written.is_other("其他人")


@pytest.mark.parametrize(
    ("text", "scale"),
    [("1-5", Scale(1, 5)), ("0 到 10 分", None), ("0到10分", Scale(0, 10)), ("5-1", None)],
)
def test_scales(text: str, scale: Scale | None) -> None:
    assert as_written.scale(text) == scale


@pytest.mark.parametrize(
    ("words", "found"),
    [("100", 100), ("抽100人", 100), ("10 天", 10), ("三十天", 30), ("很多", None), ("", None)],
)
def test_counts(words: str, found: int | None) -> None:
    assert count(words) == found
