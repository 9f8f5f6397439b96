"""Meals, from an open chat."""

from tests.dialogues.effort.counted import Effort, counted
from tests.dialogues.meals.eating import registers
from tests.dialogues.phones import Phone


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
