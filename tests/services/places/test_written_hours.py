"""Opening hours as staff write them."""

import pytest

from services.places.written_hours import in_osm
from storage.hours import is_readable


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("周一至周五 8:30-12:00, 14:30-17:30", "Mo-Fr 08:30-12:00, 14:30-17:30"),
        ("每天8点到17点半", "Mo-Su 08:00-17:30"),
        ("周一到五 8:30—12:00；周六9:00-11:00", "Mo-Fr 08:30-12:00;Sa 09:00-11:00"),
        ("星期三 09:00-11:00", "We 09:00-11:00"),
        ("工作日8:00-18:00；节假日休息", "Mo-Fr 08:00-18:00;PH off"),
        ("周一、三、五 9:00-11:00", "Mo,We,Fr 09:00-11:00"),
        ("周二至周日9：00－17：00，周一不开", "Tu-Su 09:00-17:00; Mo off"),
        ("週六、週日 9點-17點", "Sa,Su 09:00-17:00"),
        ("全天", "00:00-24:00"),
        ("Mo-Fr 08:30-17:00", "Mo-Fr 08:30-17:00"),
    ],
)
def test_hours_in_chinese_become_the_format(written: str, meant: str) -> None:
    assert in_osm(written) == meant
    assert is_readable(meant)


@pytest.mark.parametrize("written", ["看心情", "早上到晚上", "25点开", ""])
def test_what_says_no_hours_stays_unreadable(written: str) -> None:
    assert not is_readable(in_osm(written))
