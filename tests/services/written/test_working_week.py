"""Working hours as staff write them."""

import pytest

from services.written.errors import TimesUnreadable
from services.written.working_week import working_week
from storage.tables import WorkDay

_DAYS = tuple(WorkDay)

READ = {
    "周一到周五 8:30-12:00 14:30-18:00，周六 9:00-12:00": {
        "12345": "0830-1200 1430-1800",
        "6": "0900-1200",
    },
    "8:30-12:00 14:30-18:00": {"12345": "0830-1200 1430-1800"},
    "工作日 上午8点半到12点、下午2点半到6点；节假日 9:00-12:00": {
        "12345": "0830-1200 1430-1800",
        "8": "0900-1200",
    },
    "周一到周五：8：30－12：00，14：30－18：00": {"12345": "0830-1200 1430-1800"},
    "周一三五 9:00-12:00\n周二四 14:30-18:00": {"135": "0900-1200", "24": "1430-1800"},
    "週一到週五 8點半到12點": {"12345": "0830-1200"},
    "每天 8:00-24:00": {"1234567": "0800-0000"},
    "周一至周日、法定节假日 8:00-20:00": {"12345678": "0800-2000"},
    "周一到周五 9:00-17:00 周末休息": {"12345": "0900-1700"},
    "周六不上班，周一到周五 9:00-17:00": {"12345": "0900-1700"},
    "周一到周五早上8点半到晚上8点": {"12345": "0830-2000"},
    "周二 18:00-8:00": {"2": "1800-0800"},
}


@pytest.mark.parametrize(("words", "meant"), READ.items(), ids=READ)
def test_hours_are_read(words: str, meant: dict[str, str]) -> None:
    found = {
        day: " ".join(f"{each.opens:%H%M}-{each.closes:%H%M}" for each in stretches)
        for day, stretches in working_week(words).items()
    }
    days = dict(zip("12345678", _DAYS, strict=True))
    assert found == {days[digit]: hours for digits, hours in meant.items() for digit in digits}


@pytest.mark.parametrize(
    "words",
    ["", "早上", "有空就来", "3号楼 9:00-12:00", "周一到周五", "9:00", "周一 9:00-25:00"],
)
def test_what_says_no_hours_is_not_read(words: str) -> None:
    with pytest.raises(TimesUnreadable):
        working_week(words)
