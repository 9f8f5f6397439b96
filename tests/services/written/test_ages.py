"""Groups of ages as staff write them."""

import pytest

from services.written.ages import Ages, ages


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("60岁以上", Ages(60, None)),
        ("80", Ages(80, None)),
        ("７０＋", Ages(70, None)),
        ("60-79岁", Ages(60, 79)),
        ("18 到 59", Ages(18, 59)),
        ("60岁至79岁之间", Ages(60, 79)),
        ("18岁以下", Ages(None, 18)),
        ("未满18周岁", Ages(None, 17)),
        ("79-60", None),
        ("999岁以上", None),
        ("老人", None),
        ("", None),
    ],
)
def test_ages(words: str, meant: Ages | None) -> None:
    assert ages(words) == meant
