"""What staff promise in their words, and what only looks like it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.public_holidays import china
from services.written.by_when import FAR_AWAY, Today, answered, found_in, plain
from services.written.errors import TimesUnreadable
from services.written.promises import promise

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = Today(
    datetime(2026, 11, 26, 10, 0, tzinfo=ZONE).astimezone(UTC), ZONE, china().is_working_day
)
"""A Thursday, ten in the morning."""

PROMISES = {
    "11-26 24:00": "今天给您答复|今天内一定修好|今晚修好",
    "11-26 18:00": "今天下午来修|师傅今天下班前会到现场处理",
    "11-26 22:00": "12小时内恢复供水|半天内解决",
    "11-27 24:00": "周五前修好|周五修好|师傅周五会来换|星期五之前处理完|禮拜五前修好"
    "|明天修好|明日上门维修|一个工作日内答复您|下水道明天疏通",
    "11-27 12:00": "明天上午安排师傅上门|明早来修",
    "11-27 15:00": "师傅明天下午三点上门，您在家吗？|明天15:00前恢复",
    "11-27 16:30": "明天下午3点到4点半来换灯",
    "11-27 18:00": "明天下午修好|明天下午派人来看看",
    "11-28 10:00": "48小时内解决|四十八小时内办好",
    "11-28 24:00": "两天内修好|两日之内给您答复",
    "11-29 24:00": "三天内修好|3天之内换新的|两三天内修好|本周内处理|这周末前装好|周日前清理干净",
    "11-30 24:00": "11月30日修好|11月30号前换新灯泡|11月30日（周一）前修好"
    "|两个工作日内修好|月底前完成|本月内整改到位|预计30号修好|我们会在11.30前处理|最晚下周一，一定给您一个结果|下周一之前解决"
    "|四天后恢复供电|明天先来看看，下周一前修好|关于您反映的路灯问题，物业答应11月30日前更换"
    "|您家的水管下周一修|您说的那盏灯下周一会换好的",
    "12-02 24:00": "下周三之前修好",
    "12-03 24:00": "一周内解决|预计一个星期内完成",
    "12-11 24:00": "半个月内整改到位",
    "12-20 24:00": "12月中旬完工",
    "12-26 24:00": "一个月内改造完成",
    "12-31 24:00": "年底前开工|计划年内完成改造|元旦前修好|12月底前完工",
}
NO_PROMISES = (
    "|尽快修好|已经修好了|上周五报修的，在排队|11月20日反映的|11月20日已经修好|您11月30日反映的那盏灯"
    "|周五修好了|三天内修好了|周五来修过|请您周五前把材料交来|请于11月30日前到社区登记|您周五前带身份证来"
    "|明天下午您在家吗？|明天下午上门可以吗|周五来修，可以吗？|周五方便吗|周五前修不好|月底前不能完工"
    "|如果周五前没修好，请再告诉我们|每周五清理垃圾|周一至周五上门维修|自收到之日起15个工作日内办结"
    "|应当在30日内答复|三天前修好|近三天内会有雨|过去两天内处理了|3号楼的灯要修|2号电梯修好|材料月底前交|工作时间周一到周五"
    "|2026年11月26日，工程部维修|然后上门|今后天气好了再修|最后日期没定，会修好|从下周一起开放|明年的事明年再说"
    "|去年年底完工|根据规定30日内答复|原计划周五完成|周五下雨"
)


def local(written: str) -> datetime:
    day, clock = written.split()
    month, of_month = map(int, day.split("-"))
    hours, minutes = map(int, clock.split(":"))
    midnight = datetime(2026, month, of_month, tzinfo=ZONE)
    return midnight + timedelta(hours=hours, minutes=minutes)


@pytest.mark.parametrize(
    ("expected", "words"),
    [(expected, words) for expected, ways in PROMISES.items() for words in ways.split("|")],
)
def test_a_promised_day_is_read(expected: str, words: str) -> None:
    found = promise(words, TODAY)
    assert found is not None
    assert found.astimezone(ZONE) == local(expected)


@pytest.mark.parametrize("words", NO_PROMISES.split("|"))
def test_not_every_date_is_a_promise(words: str) -> None:
    assert promise(words, TODAY) is None


ANSWERS = {
    "11-26 18:00": "今天下午|今天下班前|下午6点|18:00|今天18点",
    "11-26 15:00": "5小时内|五小时|5个钟头|下午3点前",
    "11-27 24:00": "周五|周五前|明天|27号|27日|11.27|11月27",
    "11-27 17:00": "明天下午三点到五点",
    "11-29 24:00": "三天|3天内|两三天|周日",
    "11-30 24:00": "11月30日|11-30|2026-11-30|月底|30号前"
    "|两个工作日|2个工作日内|不是周五，是下周一",
    "12-03 24:00": "一周|7天|一个星期",
    "12-11 24:00": "半个月",
}
NO_ANSWERS = (
    "",
    "尽快",
    "有空",
    "过几天",
    "春节前",
    "2月30日",
    "25:00",
    "11月30日（周二）",
    "好的",
)


@pytest.mark.parametrize(
    ("expected", "words"),
    [(expected, words) for expected, ways in ANSWERS.items() for words in ways.split("|")],
)
def test_asked_by_when_a_bare_day_is_an_answer(expected: str, words: str) -> None:
    assert answered(words, TODAY).astimezone(ZONE) == local(expected)


@pytest.mark.parametrize("words", NO_ANSWERS)
def test_asked_by_when_what_is_no_day_is_asked_again(words: str) -> None:
    with pytest.raises(TimesUnreadable):
        answered(words, TODAY)


@pytest.mark.parametrize("words", ["2126年11月30日前", "2126年底前", "9999年12月31日前"])
def test_a_day_of_another_century_is_not_taken_for_this_years(words: str) -> None:
    assert answered(words, TODAY) == FAR_AWAY
    assert promise(f"我们{words}修好", TODAY) == FAR_AWAY
    assert answered("1926年11月30日", TODAY) < TODAY.now
    assert promise("1926年11月30日前修好", TODAY) is None


PIECES = (
    *"0123456789一二两三十半周月日号天年个内前后底下上明今到点时:,.-~（）",
    *(
        "工作日",
        "小时",
        "星期五",
        "修好",
        "已经",
        "您",
        "请",
        "了",
        "吗？",
        "。",
        "每",
        "2126",
        "9999",
    ),
)


@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
@example("99999999999999999999天内修好")
@example("999个月内修好")
@example("13月32日前修好")
def test_whatever_is_written_a_promise_lies_ahead(words: str) -> None:
    found = promise(words, TODAY)
    assert found is None or found > TODAY.now


@given(st.text(max_size=60))
def test_no_text_is_too_odd(words: str) -> None:
    promise(words, TODAY)
    for each in found_in(plain(words), TODAY):
        assert 0 <= each.start < each.end


@given(st.integers(1, 170))
def test_every_day_of_the_next_months_can_be_promised(ahead: int) -> None:
    day = date(2026, 11, 26) + timedelta(days=ahead)
    ends = datetime(day.year, day.month, day.day, tzinfo=ZONE) + timedelta(days=1)
    for written in (f"{day.month}月{day.day}日", f"{day.month}月{day.day}号", day.isoformat()):
        assert promise(f"我们{written}前修好", TODAY) == ends
        assert promise(f"{written}前已经修好了", TODAY) is None
        assert promise(f"请您{written}前办理", TODAY) is None
        assert answered(written, TODAY) == ends


@given(st.integers(1, 60))
def test_working_days_are_those_of_the_calendar(count: int) -> None:
    found = promise(f"{count}个工作日内修好", TODAY)
    assert found is not None
    last = (found.astimezone(ZONE) - timedelta(seconds=1)).date()
    days = [date(2026, 11, 27) + timedelta(days=each) for each in range(120)]
    assert sum(TODAY.works(day) for day in days if day <= last) == count
    assert TODAY.works(last)


@given(st.integers(1, 99), st.sampled_from(["小时", "天", "周"]))
def test_a_length_is_counted_from_now(count: int, unit: str) -> None:
    found = promise(f"{count}{unit}内修好", TODAY)
    assert found is not None
    if unit == "小时":
        assert found == TODAY.now + timedelta(hours=count)
    else:
        days = (found.astimezone(ZONE) - timedelta(seconds=1)).date() - date(2026, 11, 26)
        assert days == timedelta(days=count * (7 if unit == "周" else 1))
