"""Registering and booking in one line, for dialogues about what happens then."""

from tests.dialogues.phones import Phone

BORN = "1943年3月5日"
"""Eighty-three in the November in which these tests play."""
SOUP = "荔枝肉套餐"
"""The first set of today's lunch, a Monday's."""
HAIRTAIL, CHICKEN = "红烧带鱼套餐", "白切鸡套餐"
"""On the menu of tomorrow's lunch."""
PARENTS_PHONE = "059112345678"


async def registers(person: Phone, name: str = "居民甲", whose: str = "我自己") -> None:
    """Up to what comes after everything was told."""
    await introduces(person, name, whose)
    await person.taps("都对")


async def introduces(person: Phone, name: str, whose: str) -> None:
    """Up to the review."""
    await person.says("/meals")
    await person.taps(whose)
    await tells(person, name, "" if whose == "我自己" else PARENTS_PHONE)


async def tells(person: Phone, name: str, phone: str = "", diet: str = "不吃辣，花生过敏") -> None:
    """All of it in one line."""
    await person.says(f"{name} {BORN} 3号楼2单元501 {phone} {diet}")


async def books(person: Phone, wish: str = "明天午饭", set_name: str = HAIRTAIL) -> None:
    """One portion, eaten at the canteen."""
    await chooses(person, wish, set_name)
    await person.taps("就这样订")


async def chooses(person: Phone, wish: str = "明天午饭", set_name: str = HAIRTAIL) -> None:
    """Up to the summary."""
    await person.says(wish)
    if any(label.endswith(f"换成{set_name} 10 元") for label in person.choices()):
        await person.taps(f"换成{set_name} 10 元")


def code_in(person: Phone) -> str:
    """The pick-up code in the very last message."""
    return person.text_of(person.last).partition("取餐码 ")[2][:4]
