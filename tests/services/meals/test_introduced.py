"""Who eats, in one line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.meals.introduced import read

TODAY = date(2026, 11, 23)
BORN = date(1944, 3, 1)

NAMES = st.sampled_from(["张桂英", "欧阳明月", "李长生", "李城", "阿依古丽·买买提", "John Smith"])
BIRTHS = st.sampled_from(
    ["1944年3月", "1944年3月1日", "一九四四年三月", "1944.3", "1944-03-01", "44年3月生"]
)
HOMES = st.sampled_from(
    [
        ("3号楼302", "3号楼", "302"),
        ("军门新村3号楼2单元302", "军门新村3号楼", "2单元302"),
        ("3-2-302", "3号楼", "2单元302"),
        ("三号楼三零二", "三号楼", "302"),
        ("住3栋302室", "3栋", "302室"),
        ("302", "", "302"),
    ]
)
MORE = st.sampled_from(
    [
        ("", "", ""),
        ("13800000000", "13800000000", ""),
        ("87654321", "87654321", ""),
        ("059112345678", "059112345678", ""),
        ("不吃辣", "", "不吃辣"),
    ]
)


@given(
    NAMES,
    BIRTHS,
    HOMES,
    MORE,
    st.permutations(range(4)),
    st.sampled_from([" ", "，", ", ", "、", "\n"]),
)
def test_order_and_separators_are_free(
    name: str,
    born: str,
    home: tuple[str, str, str],
    more: tuple[str, str, str],
    order: list[int],
    between: str,
) -> None:
    parts = [name, born, home[0], more[0]]
    told = read(between.join(parts[each] for each in order), TODAY)
    assert (told.name, told.born_on) == (name, BORN)
    assert (told.place, told.door) == home[1:]
    assert (told.phone, told.diet) == more[1:]
    assert told.is_whole


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("张桂英1944年3月3号楼302", "张桂英"),
        ("我叫张桂英，1944年3月生，住3号楼302", "张桂英"),
        ("姓名：張桂英 出生年月：1944年3月 地址：3号楼302室", "張桂英"),
        ("1944年3月3号楼302李城", "李城"),
    ],
)
def test_nothing_need_stand_between(line: str, name: str) -> None:
    told = read(line, TODAY)
    assert (told.name, told.born_on, told.place, told.is_whole) == (name, BORN, "3号楼", True)


@pytest.mark.parametrize(
    "line",
    [
        "张桂英",
        "张桂英 82岁 3号楼302",
        "张桂英 农历1944年三月 3号楼302",
        "张桂英 1944年3月",
        "3号楼302的路灯不亮了，1944年3月建的，张桂英说要修",
        "明天午饭",
        "",
    ],
)
def test_what_says_less_or_more_is_not_whole(line: str) -> None:
    assert not read(line, TODAY).is_whole


@given(st.text(max_size=300))
def test_nothing_people_write_breaks_it(line: str) -> None:
    read(line, TODAY)
