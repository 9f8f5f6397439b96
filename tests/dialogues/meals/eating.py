"""Registering and booking in one line, for dialogues about what happens then."""

from tests.dialogues.phones import Phone

BORN = "1943年3月5日"
"""Eighty-three in the November in which these tests play."""
SOUP = "荔枝肉套餐"
"""The first set of today's lunch, a Monday's."""
HAIRTAIL, CHICKEN = "红烧带鱼套餐", "白切鸡套餐"
"""On the menu of tomorrow's lunch."""


async def registers(person: Phone, name: str = "居民甲", whose: str = "我自己") -> None:
    """Up to what comes after everything was told."""
    await person.says("/meals")
    await person.taps(whose)
    await tells(person, name)


async def tells(person: Phone, name: str, born: str = BORN) -> None:
    await person.says(name)
    await person.says(born)
    await person.says("1")
    await person.says("2单元501")
    await person.taps("不留")
    await person.says("不吃辣，花生过敏")
    await person.taps("都对")


async def books(person: Phone, wish: str = "明天午饭", set_name: str = HAIRTAIL) -> None:
    """One portion, eaten at the canteen."""
    await chooses(person, wish, set_name)
    await person.taps("就这样订")


async def chooses(person: Phone, wish: str = "明天午饭", set_name: str = HAIRTAIL) -> None:
    """Up to the summary."""
    await person.says(wish)
    await person.taps(f"{set_name} 10 元")
    if "订几份" in person.text_of(person.last):
        await person.taps("1 份")
        await person.taps("在食堂吃")


def code_in(person: Phone) -> str:
    """The pick-up code in the very last message."""
    return person.text_of(person.last).partition("取餐码 ")[2][:4]
