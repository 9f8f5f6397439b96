"""用餐人: parents and neighbours, who says yes, what staff check, what the kitchen has to know."""

import pytest

from tests.dialogues.conftest import NewPerson
from tests.dialogues.meals.eating import PARENTS_PHONE, books, chooses, registers, tells
from tests.dialogues.moving import moves_in
from tests.dialogues.phones import Desk, Phone


@pytest.fixture
async def neighbour(new_resident: NewPerson) -> Phone:
    """Somebody else who has agreed and lives in the same building."""
    return await moves_in(new_resident("邻居乙"))


async def looks_at(person: Phone, name: str) -> None:
    """The page of a diner."""
    await person.says("/meals")
    await person.taps("用餐人：加人、忌口、停餐")
    await person.taps(name)


async def test_a_parent_without_a_telephone_is_confirmed_by_staff(
    resident: Phone, canteen_staff: Phone
) -> None:
    await registers(resident, "老人甲", "我的父母")
    resident.sees("登记好了", "食堂工作人员会跟老人甲核实")
    canteen_staff.finds(
        "核对用餐人：老人甲", "1943年3月5日", "2单元501", PARENTS_PHONE, "登记的人：居民（子女）"
    )
    canteen_staff.sees("居民（子女） 想替老人甲订餐")
    await canteen_staff.taps("本人同意")
    canteen_staff.sees("可以替老人甲订餐")
    resident.sees("可以替老人甲订餐了", "明天午饭")
    await books(resident)
    resident.sees("订好了", "取餐码")


async def test_nothing_is_booked_for_others_before_somebody_said_yes(resident: Phone) -> None:
    await registers(resident, "老人甲", "我的父母")
    await resident.says("/meals")
    resident.sees("给谁订")
    await resident.says("明天午饭")
    resident.sees("给谁订")


async def test_staff_may_say_no(resident: Phone, canteen_staff: Phone) -> None:
    await registers(resident, "老人甲", "邻居")
    await canteen_staff.taps("不同意")
    resident.sees("替老人甲订餐没有得到同意")
    canteen_staff.finds("不能替老人甲订餐")


async def test_who_has_a_messenger_answers_for_themselves(
    resident: Phone, neighbour: Phone, canteen_staff: Phone
) -> None:
    await registers(neighbour, "老人乙")
    await registers(resident, "老人乙", "邻居")
    resident.sees("已经发消息请老人乙点头")
    canteen_staff.does_not_see("想替老人乙")
    neighbour.sees("居民（您的邻居）想替您订食堂的饭")
    await neighbour.taps("可以，让他们替我订")
    neighbour.sees("可以替您订餐了")
    resident.sees("可以替老人乙订餐了")
    await books(resident)
    resident.sees("订好了")
    neighbour.sees("有人替您订了餐", "老人乙 11月24日周二 午餐", "取餐码")


async def test_who_said_no_is_not_booked_for(resident: Phone, neighbour: Phone) -> None:
    await registers(neighbour, "老人乙")
    await registers(resident, "老人乙", "邻居")
    await neighbour.taps("不用了")
    resident.sees("没有得到同意")
    await neighbour.taps("不用了", on="想替您订")
    assert "已经答复过" in neighbour.toast()


async def test_a_yes_is_taken_back(resident: Phone, neighbour: Phone) -> None:
    await registers(neighbour, "老人乙")
    await registers(resident, "老人乙", "邻居")
    await neighbour.taps("可以，让他们替我订")
    await looks_at(neighbour, "老人乙（我自己）")
    await neighbour.taps("谁能替我订")
    await neighbour.taps("居民（邻居）")
    neighbour.sees("停掉了", "现在没有人替您订")
    resident.sees("以后您不能再替老人乙订餐了")
    await resident.says("明天午饭")
    resident.sees("给谁订")


async def test_who_books_for_somebody_can_stop_to(resident: Phone, neighbour: Phone) -> None:
    await registers(neighbour, "老人乙")
    await registers(resident, "老人乙", "邻居")
    await neighbour.taps("可以，让他们替我订")
    await looks_at(resident, "老人乙")
    await resident.taps("以后不替这位订了")
    resident.sees("以后不替这位订了")
    neighbour.sees("您的邻居以后不再替您订餐了")


async def test_with_several_to_book_for_one_is_asked_who_eats(
    resident: Phone, canteen_staff: Phone
) -> None:
    await registers(resident)
    await resident.says("/meals")
    await resident.taps("用餐人：加人、忌口、停餐")
    await resident.taps("再加一个人")
    await resident.taps("我的父母")
    await tells(resident, "老人甲", PARENTS_PHONE)
    await resident.taps("都对")
    await canteen_staff.taps("本人同意")
    await resident.says("给我妈订明天午饭")
    resident.sees("给谁订")
    assert resident.choices()[:2] == ["居民甲（我自己）", "老人甲"]
    await resident.taps("老人甲")
    resident.sees("请看一遍", "老人甲", "明天 11月24日周二 午餐")


async def test_a_diner_who_is_known_is_not_put_on_record_twice(
    resident: Phone, neighbour: Phone, canteen_staff: Phone
) -> None:
    await registers(resident, "老人甲", "我的父母")
    await registers(neighbour, "老人甲", "别的亲戚")
    cards = [
        message
        for message in canteen_staff.screen
        if "核对用餐人" in canteen_staff.text_of(message)
    ]
    assert len(cards) == 1


async def test_a_status_that_staff_verified_changes_the_price(
    resident: Phone, canteen_staff: Phone
) -> None:
    await registers(resident)
    await canteen_staff.taps("核对无误")
    await canteen_staff.taps("加身份")
    canteen_staff.sees("居民甲加哪一种身份")
    await canteen_staff.taps("独居")
    await canteen_staff.taps("长期")
    canteen_staff.finds("记下了：独居")
    canteen_staff.finds("居民甲：核对过了", "身份：独居")
    await chooses(resident)
    resident.sees("补贴 −4 元（独居老人，社区慈善基金）", "付 6 元")
    await resident.taps("改怎么吃")
    await resident.taps("送餐上门")
    resident.sees("送餐免费（独居老人）")


async def test_only_the_canteens_staff_may_verify(
    desk: Desk, resident: Phone, canteen_staff: Phone, staff: Phone
) -> None:
    await registers(resident)
    staff.does_not_see("居民甲")


async def test_birthday_and_address_leave_the_card_once_checked(
    resident: Phone, canteen_staff: Phone
) -> None:
    await registers(resident)
    await canteen_staff.taps("核对无误")
    canteen_staff.does_not_see("2单元501")
    canteen_staff.does_not_see("1943年")
    resident.sees("居民甲的资料食堂核对好了")


async def test_a_mistake_is_told_and_put_right(resident: Phone, canteen_staff: Phone) -> None:
    await registers(resident)
    await canteen_staff.taps("不对")
    await canteen_staff.replies("哪里不对", "身份证上是 1944 年")
    resident.sees("发现不对", "身份证上是 1944 年")
    await resident.taps("改资料")
    await resident.taps("改出生年月")
    await resident.says("1944年3月")
    await resident.taps("都对")
    resident.sees("改好了", "再核对一次")
    canteen_staff.sees("核对用餐人：居民甲", "1944年3月")


async def test_who_moved_house_says_so_and_is_checked_again(
    resident: Phone, canteen_staff: Phone
) -> None:
    await registers(resident)
    await canteen_staff.taps("核对无误")
    await looks_at(resident, "居民甲（我自己）")
    await resident.taps("资料写错了，或者搬了家")
    assert "✏️ 改姓名" not in resident.choices(), "staff have checked it"
    await resident.taps("改住处")
    await resident.says("军门新村5号楼", "1单元201")
    resident.sees("请看一遍", "居民甲", "1943年3月5日", "5号楼 1单元201")
    await resident.taps("都对")
    resident.sees("改好了，食堂会再核对一次")
    canteen_staff.sees("核对用餐人：居民甲", "5号楼 1单元201")


async def test_staff_think_better_of_it(resident: Phone, canteen_staff: Phone) -> None:
    await registers(resident)
    await canteen_staff.taps("不对")
    await canteen_staff.replies("哪里不对", "0")
    canteen_staff.sees("没有动")
    await canteen_staff.taps("加身份")
    await canteen_staff.taps("返回")
    canteen_staff.sees("没有加")


async def test_who_moved_away_has_everything_cancelled(
    resident: Phone, canteen_staff: Phone
) -> None:
    await registers(resident)
    await books(resident)
    await canteen_staff.taps("搬走或过世")
    await canteen_staff.replies("不在食堂用餐了", "搬到外地")
    canteen_staff.finds("取消了 1 餐")
    canteen_staff.finds("居民甲：不再用餐")
    resident.sees("取消了", "原因：搬到外地")


async def test_the_kitchen_hears_of_a_diet(resident: Phone) -> None:
    await registers(resident)
    await looks_at(resident, "居民甲（我自己）")
    resident.sees("忌口：不吃辣，花生过敏", "还没有核对")
    await resident.taps("改忌口")
    await resident.says("糖尿病，少盐")
    resident.sees("厨房会看到", "忌口：糖尿病，少盐")
    await resident.taps("改忌口")
    await resident.taps("没有")
    resident.sees("忌口：没有")


async def test_a_pause_cancels_what_is_booked_and_ends(resident: Phone) -> None:
    await registers(resident)
    await books(resident)
    await looks_at(resident, "居民甲（我自己）")
    await resident.taps("停餐一阵子")
    await resident.taps("一个星期")
    resident.sees("停好了", "订好的 1 餐也取消了", "11月24日周二 到 11月30日周一 停")
    await resident.says("明天午饭")
    resident.sees("停餐停到 11月30日周一")
    await looks_at(resident, "居民甲（我自己）")
    await resident.taps("恢复用餐")
    resident.sees("恢复了")
    await books(resident)
    resident.sees("订好了")
