"""What begins a request, and what nobody could see to."""

import csv
from functools import cache

import pytest

from bench.filing import FIRST_MESSAGES
from bench.suggest import demo_examples
from services.tickets.stray import says_something
from services.tickets.suggest import Suggester


@cache
def suggester() -> Suggester:
    keywords, phrases = demo_examples()
    return Suggester([*keywords, *phrases])


def is_something(words: str) -> bool:
    return says_something(words, suggester().clear)


def test_every_first_message_is_something() -> None:
    with FIRST_MESSAGES.open(encoding="utf-8") as file:
        said = [row["words"] for row in csv.DictReader(file)]
    assert len(said) == 60
    assert [words for words in said if not is_something(words)] == []


@pytest.mark.parametrize(
    "words", ["停水了", "漏水", "路灯", "太吵了", "救命", "电梯又坏了", "light is broken"]
)
def test_few_words_are_enough_for_a_matter(words: str) -> None:
    assert is_something(words)


@pytest.mark.parametrize(
    "words",
    [
        *(
            "好",
            "好的",
            "嗯",
            "在吗",
            "有人吗？",
            "你好",
            "您好！",
            "谢谢",
            "謝謝你們",
            "知道了，谢谢",
        ),
        *("1", "13", "99", "13800138000", "。。。", "？", "👍", "苹果", "老王", "明天", "天气"),
        *("hello", "thank you", "ok", "asdf", "请问在不在啊", "辛苦了", "知道了，谢谢"),
    ],
)
def test_pleasantries_numbers_and_single_words_are_nothing(words: str) -> None:
    assert not is_something(words)
