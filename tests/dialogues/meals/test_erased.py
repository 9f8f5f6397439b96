"""Somebody who eats has themselves erased: what others still see, and what they took along."""

import json

from tests.dialogues.meals.eating import HAIRTAIL, books, registers
from tests.dialogues.phones import Phone

NAME = "居民甲"


async def test_their_card_in_the_canteens_group_names_nobody_any_more(
    resident: Phone, canteen_staff: Phone
) -> None:
    await registers(resident, NAME)
    await resident.says("/cancel")
    canteen_staff.finds(NAME, "2单元501")
    await books(resident)
    await resident.says("/mydata")
    await resident.taps("全部删除")
    await resident.taps("确定删除")
    resident.sees("都删掉了")
    canteen_staff.finds("—：不再用餐")
    canteen_staff.no_longer_sees(NAME)
    canteen_staff.no_longer_sees("2单元501")


async def test_what_they_take_along_has_their_meals(resident: Phone) -> None:
    await registers(resident, NAME)
    await resident.says("/cancel")
    await books(resident)
    await resident.says("/mydata")
    await resident.taps("发给我一份")
    kept = json.loads(await resident.file())
    assert kept["meals"]["diner"]["diet"] == "不吃辣，花生过敏"
    [meal] = kept["meals"]["bookings"]
    assert (meal["set"], meal["paid_fen"]) == (HAIRTAIL, 1000)
