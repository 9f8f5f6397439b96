"""How staff compose a survey in their private chat."""

from tests.dialogues.phones import Phone

CHOICES = "好吃\n一般\n不好吃"


async def begins(staff: Phone, way: str = "一题一题写") -> Phone:
    """Begun in the group; the private chat."""
    private = staff.in_private()
    await private.says("/start")
    await staff.says("/surveys")
    await private.taps(way)
    return private


async def adds(private: Phone, label: str, kind: str = "是或不是", *more: str) -> None:
    """A question, and back to all of them."""
    await private.taps("加一题")
    await private.says(label)
    await private.taps(kind)
    for each in more:
        await private.says(each)
    await private.says("0")


async def writes(staff: Phone, title: str = "食堂满意度") -> Phone:
    """A draft with one question, looked over."""
    private = await begins(staff)
    await private.says(title)
    await adds(private, "饭菜好吃吗？", "单选", CHOICES)
    return private


async def decides(private: Phone, *, when: str = "现在就发", rhythm: str = "只发这一次") -> None:
    """From the questions to the review: anonymous, to everybody."""
    await private.taps("题目好了")
    await private.taps("🔒 不记名")
    await private.taps("就发给这 1 人")
    if when.endswith("就发"):
        await private.taps(when)
    else:
        await private.says(when)
    await private.says("6天")
    await private.taps("第 2 天和第 5 天")
    await private.taps(rhythm)
