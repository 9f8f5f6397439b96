"""Labels and short notes fit where they are shown, and can be told apart, in every language."""

import csv
import unicodedata

import pytest

from handlers.common import menu
from handlers.common.i18n import LANGUAGES, SOURCE, catalogues, in_every_language, speaking
from handlers.common.labels import purpose_name, satisfaction_name, state_name
from handlers.common.questions import BACK_WORDS, MORE_WORDS
from handlers.common.talk import TOAST_LIMIT
from handlers.common.words import comparable, telegram_length
from handlers.subjects import COMMANDS, GROUP_COMMANDS
from locales.collect import ROOT
from storage.tables import Purpose, Satisfaction, TicketState
from tests.locales.source import labels, toasts

COMMAND_DESCRIPTION_LIMIT = 256
"""Characters (Bot API)."""
LONG_VALUE = "军门社区 · 军门新村 · 3号楼"
SHORT_VALUE = "军门新村"
"""What usually fills a placeholder."""
WHOLE_ROW, HALF_ROW = 32, 18
"""Columns of a label that a narrow phone shows uncut; a Chinese character takes two."""
CATEGORIES = ROOT / "storage" / "demo" / "categories.csv"
COLUMN_SUFFIX = {SOURCE: "", "zh_Hant": "（繁体）", "en": "（英文）"}

in_each_language = pytest.mark.parametrize("language", LANGUAGES)


class AnyName(dict[str, str]):
    """The same value for every placeholder."""

    def __init__(self, value: str) -> None:
        super().__init__()
        self._value = value

    def __missing__(self, _name: str) -> str:
        return self._value


def in_language(text: str, language: str) -> str:
    return catalogues.gettext(text, locale=language)


def columns(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide


@in_each_language
def test_toasts_are_within_the_limit(language: str) -> None:
    for text in toasts():
        said = in_language(text, language).format_map(AnyName(LONG_VALUE))
        assert telegram_length(said) <= TOAST_LIMIT, text


@in_each_language
@pytest.mark.parametrize("listed", [COMMANDS, GROUP_COMMANDS], ids=["private", "groups"])
def test_command_descriptions_are_within_the_limit(
    language: str, listed: tuple[tuple[str, str], ...]
) -> None:
    for description in menu.commands(listed, language).values():
        assert 1 <= telegram_length(description) <= COMMAND_DESCRIPTION_LIMIT


@in_each_language
def test_labels_that_are_offered_together_differ(language: str) -> None:
    for offered in labels():
        said = [comparable(in_language(text, language)) for text in offered.texts]
        assert all(said), offered.where
        assert len(set(said)) == len(said), offered.where


@in_each_language
def test_no_label_is_mistaken_for_back_more_or_the_menu(language: str) -> None:
    reserved = {
        comparable(words)
        for label in (BACK_WORDS, MORE_WORDS, *menu.LABELS)
        for words in in_every_language(label)
    }
    for offered in labels():
        said = {comparable(in_language(text, language)) for text in offered.texts}
        assert not said & reserved, offered.where


def test_a_menu_label_means_one_thing_whatever_the_language() -> None:
    said = [{comparable(words) for words in in_every_language(label)} for label in menu.LABELS]
    assert sum(map(len, said)) == len(set.union(*said))


@in_each_language
def test_labels_fit_on_a_phone(language: str) -> None:
    for offered in labels():
        limit = HALF_ROW if offered.side_by_side else WHOLE_ROW
        for text in offered.texts:
            label = in_language(text, language).format_map(AnyName(SHORT_VALUE))
            assert columns(label) <= limit, offered.where


@in_each_language
def test_menu_labels_fit_on_a_phone(language: str) -> None:
    for text in menu.LABELS:
        assert columns(in_language(text, language)) <= HALF_ROW


@in_each_language
def test_states_marks_and_purposes_differ(language: str) -> None:
    with speaking(language):
        for names in (
            [state_name(state) for state in TicketState],
            [satisfaction_name(satisfaction) for satisfaction in (*Satisfaction, None)],
            [purpose_name(purpose) for purpose in Purpose],
        ):
            assert len(set(map(comparable, names))) == len(names)


@in_each_language
def test_every_demo_category_speaks_the_language(language: str) -> None:
    suffix = COLUMN_SUFFIX[language]
    for row in categories():
        assert row[f"名称{suffix}"], row
        assert bool(row[f"提问{suffix}"]) == bool(row["提问"]), row


@in_each_language
def test_demo_categories_differ(language: str) -> None:
    names = [comparable(row[f"名称{COLUMN_SUFFIX[language]}"]) for row in categories()]
    assert len(set(names)) == len(names)


def categories() -> list[dict[str, str]]:
    with CATEGORIES.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
