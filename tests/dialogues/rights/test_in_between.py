"""A right that ends between a question and its answer: nothing more is read or done by it."""

import pytest

from tests.dialogues.conftest import NewPerson
from tests.dialogues.meals.eating import books, registers
from tests.dialogues.phones import Phone

ELDER, BIRTHDAY = "老人乙", "1943年3月5日"


@pytest.fixture
async def elder(new_resident: NewPerson, canteen_staff: Phone) -> Phone:
    """Registered by themselves, and checked by the canteen."""
    phone = new_resident("邻居乙")
    await phone.starts("b_junmen-xincun-3")
    await phone.taps("同意")
    await phone.taps("是，我住这里")
    await registers(phone, ELDER)
    await canteen_staff.taps("核对无误")
    return phone


@pytest.fixture
async def neighbour(resident: Phone, elder: Phone) -> Phone:
    """Books for the elder."""
    await registers(resident, ELDER, "邻居")
    await elder.taps("可以，让他们替我订")
    return resident


async def stops(elder: Phone) -> None:
    await elder.says("/meals")
    await elder.taps("用餐人：加人、忌口、停餐")
    await elder.taps(f"{ELDER}（我自己）")
    await elder.taps("谁能替我订")
    await elder.taps("居民（邻居）")
    elder.sees("停掉了")


async def test_who_may_book_no_more_does_not_correct(neighbour: Phone, elder: Phone) -> None:
    await neighbour.says("/meals")
    await neighbour.taps("用餐人：加人、忌口、停餐")
    await neighbour.taps(ELDER)
    neighbour.sees(BIRTHDAY)
    await stops(elder)
    await neighbour.taps("资料写错了，或者搬了家")
    neighbour.sees("只有经手的人能做这一步")
    assert BIRTHDAY not in neighbour.text_of(neighbour.last)


@pytest.mark.parametrize("label", ["改份数", "换一套", "改怎么吃", "取消这一餐"])
async def test_who_may_book_no_more_does_not_change_a_booking(
    neighbour: Phone, elder: Phone, label: str
) -> None:
    await books(neighbour)
    await neighbour.says("/meals")
    await neighbour.taps("我的订餐")
    await neighbour.taps("明天 11月24日周二 午餐")
    await stops(elder)
    await neighbour.taps(label)
    neighbour.sees("只有经手的人能做这一步")
    assert ELDER not in neighbour.text_of(neighbour.last)
