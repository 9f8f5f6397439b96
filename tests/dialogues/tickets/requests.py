"""Filing a request in one line, for dialogues about what happens to it."""

import re

from tests.dialogues.phones import Desk, Phone

HOME = "🏠 就在我家：军门社区 · 军门新村 · 3号楼"
STREET_LIGHT = "楼下路灯不亮了"


async def writes(resident: Phone, text: str = STREET_LIGHT, photos: int = 0) -> None:
    """Up to the question where it is."""
    await tells(resident, text, photos)
    await resident.taps("改地点")


async def tells(resident: Phone, text: str = STREET_LIGHT, photos: int = 0) -> None:
    """Up to the review, as it was guessed, or to what neighbours filed already."""
    await resident.says(text)
    if "是另一件事" in resident.choices():
        await resident.taps("是另一件事")
    for _each in range(photos):
        await resident.photographs()


async def reviews(
    resident: Phone,
    text: str = STREET_LIGHT,
    privacy: str = "公开，可以叫我的称呼",
    photos: int = 0,
) -> None:
    """Up to the review, or to what neighbours filed already."""
    await tells(resident, text, photos)
    if "改公开方式" in resident.choices():
        await resident.taps("改公开方式")
        await resident.taps(privacy)


async def files(
    resident: Phone,
    text: str = STREET_LIGHT,
    privacy: str = "公开，可以叫我的称呼",
    photos: int = 0,
) -> str:
    """File a street light that is out; its number."""
    await reviews(resident, text, privacy, photos)
    await resident.taps("提交")
    return number_in(resident.text_of(resident.sees("编号")))


def number_in(text: str) -> str:
    found = re.search(r"\d{6}-\d+", text)
    assert found, text
    return found[0]


async def resolves(staff: Phone, words: str = "灯泡换好了") -> None:
    await staff.taps("接单")
    await staff.taps("办结")
    await staff.replies("写下办理结果", words)


async def asked(desk: Desk, resident: Phone, staff: Phone, text: str = STREET_LIGHT) -> str:
    """Filed, resolved, and a day has passed."""
    number = await files(resident, text)
    await resolves(staff)
    await desk.later(hours=25)
    return number


async def rates(resident: Phone, *answers: str) -> None:
    for answer in answers:
        await resident.taps(answer)


async def erases_themselves(resident: Phone) -> None:
    await resident.says("/mydata")
    await resident.taps("全部删除")
    await resident.taps("确定删除")
