"""A report as it is sent: its pictures, the figures in words below them, and Excel on a tap."""

import asyncio
from datetime import date
from typing import Self
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData

from handlers.common.button_data import Count
from handlers.common.i18n import _, current_language, speaking
from handlers.common.saying import Button, Buttons, Document, File, Picture, Post, Say
from handlers.common.words import esc
from handlers.numbers.text import days, text
from services.numbers.periods import Period
from services.numbers.report import Report


class OnLedger(CallbackData, prefix="ledger"):
    """Somebody wants a report as Excel: of these days, of the area of the group they are in.

    A day is a number such as 20261116; whether there is such a day is seen when it is read.
    """

    first: Count
    last: Count
    as_month: Count
    """1 or 0."""

    @classmethod
    def of(cls, period: Period) -> Self:
        first, last = (int(f"{day:%Y%m%d}") for day in (period.first, period.last))
        return cls(first=first, last=last, as_month=int(period.as_month))

    def period(self, zone: ZoneInfo) -> Period | None:
        """None for days that no calendar has, or in no order: not a button of ours."""
        try:
            first, last = (date.fromisoformat(str(day)) for day in (self.first, self.last))
        except ValueError:
            return None
        return Period(first, last, zone, bool(self.as_month)) if first <= last else None


async def posts(report: Report) -> list[Post]:
    """Two pictures at the most, and the text with its button."""
    drawn = await asyncio.to_thread(_drawn, report, current_language())
    pictures = [Picture(File(f"report-{at}.jpg", each)) for at, each in enumerate(drawn, start=1)]
    ledger = Button(_("📄 台账（Excel）"), OnLedger.of(report.period))
    return [*pictures, Say(text(report), Buttons([[ledger]]))]


def _drawn(report: Report, language: str) -> list[bytes]:
    from handlers.numbers import picture

    with speaking(language):
        return picture.draw(report)


async def ledger(report: Report) -> Document:
    table = await asyncio.to_thread(_table, report, current_language())
    name = f"{report.area.name}-{report.period.first:%Y%m%d}-{report.period.last:%Y%m%d}.xlsx"
    caption = _("{area}台账：{days}。里面有地点，请不要外传。")
    return Document(
        File(name, table), caption.format(area=esc(report.area.name), days=days(report.period))
    )


def _table(report: Report, language: str) -> bytes:
    from handlers.numbers import sheet

    with speaking(language):
        return sheet.excel(report)
