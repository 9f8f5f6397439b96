"""A wish for a meal, in people's own words."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.meals.wording import Wish, meant, number
from services.written.weekdays import weekdays
from storage.tables import Meal

MONDAY = date(2026, 11, 23)
TOMORROW, DAY_AFTER = date(2026, 11, 24), date(2026, 11, 25)


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("明天午饭", Wish(TOMORROW, Meal.LUNCH)),
        ("订明天中饭两份", Wish(TOMORROW, Meal.LUNCH, 2)),
        ("后天晚饭", Wish(DAY_AFTER, Meal.SUPPER)),
        ("明天中午的饭", Wish(TOMORROW, Meal.LUNCH)),
        ("今晚", Wish(MONDAY, Meal.SUPPER)),
        ("我想订明早的早餐，谢谢", Wish(TOMORROW, Meal.BREAKFAST)),
        ("明早一份", Wish(TOMORROW, Meal.BREAKFAST, 1)),
        ("给我妈订后天晚饭两份", Wish(DAY_AFTER, Meal.SUPPER, 2)),
        ("午饭", Wish(None, Meal.LUNCH)),
        ("我要订饭", Wish()),
        ("订 周三 午餐 3份", Wish(DAY_AFTER, Meal.LUNCH, 3)),
        ("星期一午饭", Wish(MONDAY, Meal.LUNCH)),
        ("下周一午饭", Wish(date(2026, 11, 30), Meal.LUNCH)),
        ("26号午饭", Wish(date(2026, 11, 26), Meal.LUNCH)),
        ("3号午饭", Wish(date(2026, 12, 3), Meal.LUNCH)),
        ("11月25日晚餐", Wish(DAY_AFTER, Meal.SUPPER)),
        ("1月2日晚餐", Wish(date(2027, 1, 2), Meal.SUPPER)),
        ("昨天午饭", Wish(date(2026, 11, 22), Meal.LUNCH)),
        ("明天午饭99份", Wish(TOMORROW, Meal.LUNCH, 99)),
        ("和昨天一样", Wish(again=True)),
        ("跟上次一样吧", Wish(again=True)),
        ("订餐老样子", Wish(again=True)),
    ],
)
def test_what_is_said_is_understood(said: str, wish: Wish) -> None:
    assert meant(said, MONDAY) == wish


@pytest.mark.parametrize(
    "said",
    [
        "明天午饭的垃圾没人收",
        "昨天午饭里有虫子",
        "楼下路灯不亮了",
        "明天停水吗",
        "早上五点就有人跳广场舞",
        "中午装修太吵",
        "今天",
        "两份",
        "",
        "。",
        "物业和昨天一样不理人",
        "餐厅油烟",
    ],
)
def test_what_says_more_is_left_to_others(said: str) -> None:
    assert meant(said, MONDAY) is None


@given(st.text(max_size=60), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_nothing_people_write_breaks_it(said: str, today: date) -> None:
    wish = meant(said, today)
    assert wish is None or wish.again or wish.meal or wish.day or wish == Wish(None, None, None)


@given(st.sampled_from("一二三四五六日"), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_weekday_is_the_next_one(weekday: str, today: date) -> None:
    wish = meant(f"周{weekday}午饭", today)
    assert wish is not None
    assert wish.day is not None
    assert today <= wish.day < today + timedelta(days=7)
    assert wish.day.isoweekday() == "一二三四五六日".index(weekday) + 1


@pytest.mark.parametrize(
    ("said", "count"),
    [("2", 2), ("２", 2), ("两份", 2), ("十", 10), ("0", 0), ("-1", -1), ("99", 99), ("好", None)],
)
def test_a_count_is_read_as_people_write_it(said: str, count: int | None) -> None:
    assert number(said) == count


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("一三五", "135"),
        ("周五、周一", "15"),
        ("1 3 5", "135"),
        ("每星期二和星期四", "24"),
        ("周一周一", "1"),
        ("周日", ""),
        ("随便", ""),
        ("8", ""),
        ("", ""),
    ],
)
def test_weekdays_are_read_as_people_write_them(said: str, digits: str) -> None:
    assert weekdays(said, "123456") == digits
