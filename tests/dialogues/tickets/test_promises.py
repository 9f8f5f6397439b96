"""承诺: a day that staff name to a resident, confirmed, told, kept or broken."""

import pytest

from services import tickets
from storage.tables import Channel, EventKind
from tests.dialogues.channels import BY_LINK
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files

KINDS = (EventKind.PROMISED, EventKind.KEPT, EventKind.BROKEN)


@pytest.fixture
async def taken(resident: Phone, staff: Phone) -> str:
    """The number of a request that 社工甲 took; it is Monday, 23 November."""
    number = await files(resident)
    await staff.taps("接单")
    return number


async def promises(staff: Phone, words: str = "周五前", on: str = "处理中") -> None:
    """By the card's button, up to the confirmation."""
    await staff.taps("⋯ 更多", on=on)
    await staff.taps("承诺时间")
    await staff.replies("什么时候前办好", words)


async def history(desk: Desk) -> list[EventKind]:
    async with desk.app.database.reading() as session:
        lines = await tickets.timeline(session, 1, internal=True)
    return [line.kind for line in lines if line.kind in KINDS]


@pytest.mark.can("Requests: a promised day is told")
async def test_a_day_in_a_question_to_the_resident_becomes_a_promise(
    desk: Desk, taken: str, resident: Phone, staff: Phone
) -> None:
    await staff.taps("问居民")
    await staff.replies("要问居民的话", "师傅周五前会修好，请问是哪一盏？")
    resident.finds("师傅周五前会修好")
    staff.sees("社工甲", "11月27日周五", "要记成承诺吗")
    resident.does_not_see("社区答应您")
    await staff.taps("记下")
    assert "居民已经知道" in staff.toast()
    resident.sees("社区答应您", "楼下路灯不亮了", "11月27日周五前办好", taken)
    staff.finds("处理中", "🤝 答应居民11月27日周五前办好")
    assert await history(desk) == [EventKind.PROMISED]


async def test_what_is_not_meant_as_a_promise_is_none(
    desk: Desk, taken: str, resident: Phone, staff: Phone
) -> None:
    await staff.taps("问居民")
    await staff.replies("要问居民的话", "明天下午派人来看看，请问几楼？")
    await staff.replies("要记成承诺吗", "不是")
    staff.sees("不记")
    resident.does_not_see("社区答应您")
    assert await history(desk) == []


@pytest.mark.parametrize("words", ["明天下午您在家吗？", "11月20日报修的是您吗？", "是哪一盏？"])
async def test_a_question_without_a_promise_is_only_a_question(
    taken: str, staff: Phone, words: str
) -> None:
    await staff.taps("问居民")
    await staff.replies("要问居民的话", words)
    staff.sees("问题转给居民了")
    staff.does_not_see("要记成承诺吗")


@pytest.mark.staff_can("Requests: a day is promised")
@BY_LINK
async def test_the_button_asks_for_the_day_in_words(
    taken: str, resident: Phone, staff: Phone
) -> None:
    await promises(staff, "尽快")
    staff.sees("这个日子我看不懂", "周五前")
    await staff.replies("这个日子我看不懂", "三天内")
    staff.sees("11月26日周四")
    await staff.taps("记下")
    resident.sees("社区答应您", "11月26日周四前办好")
    await resident.says("/my")
    resident.sees("答应您11月26日周四前办好")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("11月20日", "已经过了"),
        ("2126年11月30日", "太远了"),
        ("2月30日", "看不懂"),
        ("0", "没有动"),
    ],
)
async def test_a_day_that_nobody_can_promise_is_refused_in_a_sentence(
    desk: Desk, taken: str, staff: Phone, words: str, why: str
) -> None:
    await promises(staff, words)
    staff.sees(why)
    staff.does_not_see("要记成承诺吗")
    assert await history(desk) == []


async def test_a_slip_of_the_pen_to_the_resident_is_pointed_out(taken: str, staff: Phone) -> None:
    await staff.taps("问居民")
    await staff.replies("要问居民的话", "2126年11月30日前修好。请问是哪一盏？")
    staff.finds("问题转给居民了")
    staff.sees("太远了")


async def test_resolved_in_time_it_is_kept(
    desk: Desk, taken: str, resident: Phone, staff: Phone
) -> None:
    await promises(staff)
    await staff.taps("记下")
    await desk.later(days=2)
    await staff.taps("办结")
    await staff.replies("写下办理结果", "灯泡换好了")
    assert await history(desk) == [EventKind.PROMISED, EventKind.KEPT]
    await desk.later(days=4)
    assert await history(desk) == [EventKind.PROMISED, EventKind.KEPT]
    resident.does_not_see("没有做到")


async def test_broken_it_is_told_once_with_kind_words(
    desk: Desk, taken: str, resident: Phone, staff: Phone
) -> None:
    await promises(staff, "明天")
    await staff.taps("记下")
    await desk.later(days=1, hours=14)
    resident.does_not_see("没有做到")
    await desk.later(hours=10)
    await resident.looks_in()
    resident.sees("对不起", "楼下路灯不亮了", "11月24日周二前办好", "没有做到", "0591-8700 0119")
    staff.finds("答应居民的时间过了", "社工甲")
    await staff.taps("更多", on=taken)
    staff.finds("处理中", "⚠️ 答应居民11月24日周二前办好，过了")
    await desk.later(days=1)
    await staff.taps("办结")
    await staff.replies("写下办理结果", "灯泡换好了")
    assert await history(desk) == [EventKind.PROMISED, EventKind.BROKEN]
    assert sum("没有做到" in resident.text_of(message) for message in resident.screen) == 1


async def test_done_too_late_but_before_the_morning_it_is_broken_all_the_same(
    desk: Desk, taken: str, resident: Phone, staff: Phone
) -> None:
    await promises(staff, "今天")
    await staff.taps("记下")
    await desk.later(hours=16)
    await staff.taps("办结")
    await staff.replies("写下办理结果", "灯泡换好了")
    await desk.later(days=1)
    assert await history(desk) == [EventKind.PROMISED, EventKind.BROKEN]
    resident.does_not_see("没有做到")


async def test_a_later_promise_takes_the_place_of_an_earlier_one(
    desk: Desk, taken: str, resident: Phone, staff: Phone
) -> None:
    await promises(staff, "明天")
    await staff.taps("记下")
    await promises(staff, "周五")
    await staff.taps("记下")
    staff.finds("处理中", "🤝 答应居民11月27日周五前办好")
    await desk.later(days=3)
    resident.does_not_see("没有做到")
    await desk.later(days=3)
    await resident.looks_in()
    resident.sees("11月27日周五前办好", "没有做到")
    assert await history(desk) == [EventKind.PROMISED, EventKind.PROMISED, EventKind.BROKEN]


async def test_the_same_day_is_not_promised_twice(desk: Desk, taken: str, staff: Phone) -> None:
    for _each in range(2):
        await promises(staff, "周五")
        await staff.taps("记下")
    assert "已经答应过居民了" in staff.toast()
    assert await history(desk) == [EventKind.PROMISED]


async def test_confirmed_when_the_day_is_over_it_is_refused(
    desk: Desk, taken: str, staff: Phone
) -> None:
    await promises(staff, "今天")
    await desk.later(days=1)
    await staff.taps("记下")
    assert "已经过了" in staff.toast()
    assert await history(desk) == []


async def test_of_two_questions_each_is_answered_by_itself(
    desk: Desk, taken: str, resident: Phone, staff: Phone
) -> None:
    second = await files(resident, "楼道灯也不亮")
    await staff.taps("接单", on=second)
    await promises(staff, "周五", on=taken)
    await promises(staff, "周四", on=second)
    await staff.replies("11月27日周五", "1")
    resident.sees("社区答应您", "11月27日周五前办好", taken)
    await staff.taps("记下", on="11月26日周四")
    resident.sees("社区答应您", "11月26日周四前办好", second)


async def test_once_it_is_answered_the_question_has_no_buttons(
    desk: Desk, taken: str, resident: Phone, staff: Phone
) -> None:
    await promises(staff, "周五")
    await staff.taps("不是")
    assert "不记" in staff.toast()
    staff.does_not_see("要记成承诺吗")
    await promises(staff, "周五")
    await staff.replies("要记成承诺吗", "好像是")
    staff.sees("没有记", "1 记下")
    assert await history(desk) == []
    await staff.replies("要记成承诺吗", "1")
    staff.finds("记下了，居民已经知道")
    assert await history(desk) == [EventKind.PROMISED]


async def test_a_colleague_cannot_confirm_it(
    desk: Desk, taken: str, staff: Phone, colleague: Phone, office_on: Channel
) -> None:
    await promises(staff, "周五")
    await colleague.replies("要记成承诺吗", "1")
    colleague.sees("社工甲 已经接单" if office_on == Channel.WECOM else "没有问您")
    await colleague.taps("记下")
    assert "社工甲 已经接单" in colleague.toast()
    assert await history(desk) == []


async def test_only_who_took_it_promises(
    desk: Desk, taken: str, staff: Phone, colleague: Phone
) -> None:
    await promises(staff)
    await colleague.taps("⋯ 更多", on="处理中")
    await colleague.taps("承诺时间")
    assert "社工甲 已经接单" in colleague.toast()


async def test_declined_it_is_broken_and_the_reason_alone_is_told(
    desk: Desk, taken: str, resident: Phone, staff: Phone
) -> None:
    await promises(staff)
    await staff.taps("记下")
    await staff.taps("不予受理")
    await staff.replies("不受理的原因", "这盏灯归公园管，请打 12345")
    assert await history(desk) == [EventKind.PROMISED, EventKind.BROKEN]
    resident.sees("办不了", "归公园管")
    resident.does_not_see("没有做到")


async def test_withdrawn_it_says_nothing_about_who_promised(
    desk: Desk, taken: str, resident: Phone, staff: Phone
) -> None:
    await promises(staff, "今天")
    await staff.taps("记下")
    await resident.says("/my")
    await resident.taps("撤回")
    await resident.says("1")
    resident.sees("撤回了")
    await desk.later(days=2)
    assert await history(desk) == [EventKind.PROMISED]
