"""What the buttons of results say."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.common.button_data import Count, ResponseId, RowId


class Action(StrEnum):
    SHOW = "show"
    WORDS = "words"
    SHEET = "sheet"
    SUMMARY = "sum"
    OUTCOME = "outcome"
    TELL = "tell"


class OnResults(CallbackData, prefix="results"):
    """Somebody of the office looks at what came of a survey, or does something about it."""

    action: Action
    survey: RowId


class OnWords(CallbackData, prefix="words"):
    """Somebody turns to a page of what was written; `asked` counts the questions with words."""

    asked: Count
    page: Count
    survey: RowId


class OnWord(CallbackData, prefix="word"):
    """Somebody chooses one written answer to be published, or no longer."""

    asked: Count
    page: Count
    response: ResponseId
    survey: RowId
