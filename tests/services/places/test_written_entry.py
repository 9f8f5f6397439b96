"""What staff write about an entry that changed."""

import pytest

from services.errors import HoursUnreadable, TooLong, WordsNeeded
from services.places.written_entry import EntryUnreadable, read


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("地址：东街口 12 号", {"address": "东街口 12 号"}),
        ("现在地址是东街口，电话0591-8765 4321", {"address": "东街口", "phone": "0591-8765 4321"}),
        ("名称改成健身房\n时间 每天 8:00-18:00", {"name": "健身房", "hours": "Mo-Su 08:00-18:00"}),
        ("13800000000", {"phone": "13800000000"}),
    ],
)
def test_each_part_that_is_named_is_read(words: str, parts: dict[str, str]) -> None:
    assert read(words) == parts


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("改了", EntryUnreadable),
        ("", EntryUnreadable),
        ("电话：没有", WordsNeeded),
        ("地址：", WordsNeeded),
        ("时间：看心情", HoursUnreadable),
        ("名称" + "店" * 81, TooLong),
    ],
)
def test_what_says_nothing_of_the_entry_is_refused(words: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        read(words)
