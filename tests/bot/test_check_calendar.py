"""`check` says in time that the next year's working weekends have to be imported."""

from datetime import date

import pytest

from bot.commands.check import check_calendar
from storage.engine import Database
from storage.tables import CalendarDay

FAR = 2090
"""A year that no version of the holidays knows."""


@pytest.mark.parametrize(
    ("today", "declared", "fine", "said"),
    [
        (date(2026, 10, 31), [], True, "calendar: fine"),
        (date(FAR - 1, 11, 1), [FAR - 1], True, f"调休) of {FAR} are not known; `import calendar"),
        (date(FAR - 1, 10, 31), [FAR - 1], True, "calendar: fine"),
        (date(FAR - 1, 12, 31), [FAR - 1, FAR], True, "calendar: fine"),
        (date(FAR, 1, 1), [], False, f"调休) of {FAR} are not known; `import calendar"),
    ],
)
async def test_unknown_working_weekends(
    database: Database,
    capsys: pytest.CaptureFixture[str],
    today: date,
    declared: list[int],
    fine: bool,
    said: str,
) -> None:
    async with database.transaction() as session:
        session.add_all(
            CalendarDay(day=date(year, 2, 4), working=True, note="") for year in declared
        )
    assert await check_calendar(database, today) is fine
    printed = capsys.readouterr()
    assert said in printed.out + printed.err
