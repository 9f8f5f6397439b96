"""The buttons of the two small cards: a report to check, an old entry to confirm."""

from collections.abc import Iterable
from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.common.button_data import RowId
from handlers.common.i18n import _
from storage.tables import Verdict


class OnReport(CallbackData, prefix="report"):
    """Somebody settled a resident's report."""

    verdict: Verdict
    report: RowId


class Answer(StrEnum):
    """What staff say of an entry that was not confirmed for long."""

    TRUE = "true"
    HOURS = "hours"
    GONE = "gone"


class OnCheck(CallbackData, prefix="check"):
    """Somebody answered whether an entry is still true."""

    answer: Answer
    place: RowId


def for_report(report_id: int) -> InlineKeyboardMarkup:
    names = {
        Verdict.CLOSED: _("属实，从地图上撤下"),
        Verdict.CHANGED: _("属实，已经改好"),
        Verdict.UNFOUNDED: _("不属实，照旧"),
    }
    return _one_a_row(
        (text, OnReport(verdict=verdict, report=report_id)) for verdict, text in names.items()
    )


def for_check(place_id: int) -> InlineKeyboardMarkup:
    names = {
        Answer.TRUE: _("没变，都对"),
        Answer.HOURS: _("时间变了"),
        Answer.GONE: _("没有了，撤下"),
    }
    return _one_a_row(
        (text, OnCheck(answer=answer, place=place_id)) for answer, text in names.items()
    )


def _one_a_row(buttons: Iterable[tuple[str, CallbackData]]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=text, callback_data=data.pack())] for text, data in buttons
        ]
    )
