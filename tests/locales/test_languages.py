"""Which language is spoken with whom."""

from datetime import UTC, datetime

import pytest

from handlers.common.i18n import LANGUAGE_NAMES, LANGUAGES, _, language_of, mark, speaking
from handlers.common.times import when
from services.calendar import ZONE


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("zh", "zh"),
        ("zh-hans", "zh"),
        ("zh-CN", "zh"),
        ("zh_SG", "zh"),
        ("zh-hant", "zh_Hant"),
        ("zh-TW", "zh_Hant"),
        ("zh-HK", "zh_Hant"),
        ("zh-Hant-MO", "zh_Hant"),
        ("en", "en"),
        ("en-GB", "en"),
        ("fr", "en"),
        ("", "zh"),
        (None, "zh"),
    ],
)
def test_a_messenger_s_code_means_one_of_our_languages(code: str | None, language: str) -> None:
    assert language_of(code) == language


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "接着写"), ("zh_Hant", "接著寫"), ("en", "Go on with it")]
)
def test_each_language_speaks(language: str, said: str) -> None:
    with speaking(language):
        assert _(mark("接着写")) == said


@pytest.mark.parametrize(
    ("language", "read"),
    [("zh", "1月2日 09:05"), ("zh_Hant", "1月2日 09:05"), ("en", "Jan 2 09:05")],
)
def test_times_are_read_in_each_language_and_in_the_community_s_zone(
    language: str, read: str
) -> None:
    with speaking(language):
        assert when(datetime(2026, 1, 2, 1, 5, tzinfo=UTC), ZONE) == read


def test_every_language_has_a_name_to_choose_it_by() -> None:
    assert tuple(LANGUAGE_NAMES) == LANGUAGES
