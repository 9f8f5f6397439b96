"""Meals, from an open chat."""

from tests.dialogues.effort.counted import Effort, counted
from tests.dialogues.meals.eating import registers
from tests.dialogues.phones import Desk, Phone


async def test_a_standing_order(resident: Phone) -> None:
    await registers(resident)
    await resident.says("/cancel")
    async with counted(resident, "standing order", Effort(0, 5)) as phone:
        await phone.taps("🍚 订餐")
        await phone.taps("🔁 固定订餐")
        await phone.taps("午餐")
        await phone.taps("每天")
        await phone.taps("✅ 就这样")
    resident.sees("固定订餐定好了")


async def test_registering_oneself_and_the_first_order(resident: Phone) -> None:
    async with counted(resident, "registering oneself for meals", Effort(1, 3)) as phone:
        await phone.taps("🍚 订餐")
        await phone.taps("🙋 我自己")
        await phone.says("张桂英 1944年3月 3号楼302")
        await phone.taps("✅ 都对")
    resident.sees("登记好了")
    async with counted(resident, "first order after that", Effort(0, 2)) as phone:
        await phone.taps("明天 11月24日周二 午餐")
        await phone.taps("✅ 就这样订")
    resident.sees("订好了")


async def test_the_same_again(desk: Desk, resident: Phone) -> None:
    await registers(resident)
    await resident.taps("明天 11月24日周二 午餐")
    await resident.taps("✅ 就这样订")
    desk.clock.move(days=1)
    async with counted(resident, "same meal again", Effort(0, 2)) as phone:
        await phone.taps("🍚 订餐")
        await phone.taps("⚡ 和今天一样")
    resident.sees("订好了")
