"""What happens after a request was filed, from an open chat."""

from tests.dialogues.effort.counted import Effort, counted
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import asked, files, resolves


async def test_rating_what_is_solved(desk: Desk, resident: Phone, staff: Phone) -> None:
    await asked(desk, resident, staff)
    async with counted(resident, "rating: solved", Effort(0, 2)) as phone:
        await phone.taps("解决了")
        await phone.taps("满意")
    resident.sees("谢谢您")


async def test_not_solved_with_the_reason(desk: Desk, resident: Phone, staff: Phone) -> None:
    await asked(desk, resident, staff)
    async with counted(resident, "rating: not solved, with the reason", Effort(1, 1)) as phone:
        await phone.taps("没有解决")
        await phone.says("换了灯泡还是不亮")
    staff.finds("第 1 次重办", "居民说还差：“换了灯泡还是不亮”")


async def test_not_solved_in_words(desk: Desk, resident: Phone, staff: Phone) -> None:
    await asked(desk, resident, staff)
    async with counted(resident, "rating: not solved, in words", Effort(1, 0)) as phone:
        await phone.says("没修好，还是不亮")
    staff.finds("第 1 次重办", "居民说还差：“没修好，还是不亮”")


async def test_urging_by_the_menu(resident: Phone, staff: Phone) -> None:
    await files(resident)
    async with counted(resident, "催办, by the menu", Effort(0, 2)) as phone:
        await phone.taps("📋 我的诉求")
        await phone.taps("催办")
    staff.finds("居民催办")


async def test_urging_in_words(resident: Phone, staff: Phone) -> None:
    await files(resident)
    async with counted(resident, "催办, in words", Effort(1, 0)) as phone:
        await phone.says("路灯怎么还没修")
    staff.finds("居民催办")


async def test_urging_one_of_several_in_words(resident: Phone, staff: Phone) -> None:
    for where in ("三号楼", "五号楼"):
        await files(resident, f"{where}路灯坏了")
    async with counted(resident, "催办, in words, one of two", Effort(1, 1)) as phone:
        await phone.says("催一下")
        await phone.taps("三号楼路灯坏了")
    staff.finds("居民催办")


async def test_answering_what_the_community_asked(resident: Phone, staff: Phone) -> None:
    await files(resident)
    await staff.taps("接单")
    await staff.taps("问居民")
    await staff.replies("要问居民的话", "是哪一盏灯？")
    async with counted(resident, "answering 问居民", Effort(1, 0)) as phone:
        await phone.says("门口左边那盏")
    staff.finds("居民回答：门口左边那盏")


async def test_answering_by_a_picture(resident: Phone, staff: Phone) -> None:
    await files(resident)
    await staff.taps("接单")
    await staff.taps("问居民")
    await staff.replies("要问居民的话", "是哪一盏灯？")
    async with counted(resident, "answering 问居民 by a picture", Effort(1, 0)) as phone:
        await phone.photographs()
    staff.finds("居民回答（照片、语音等）")
    assert staff.pictures() == 1


async def test_saying_that_it_is_broken_again(resident: Phone, staff: Phone) -> None:
    await files(resident)
    await resolves(staff)
    async with counted(resident, "还是不亮, before being asked", Effort(1, 1)) as phone:
        await phone.says("还是不亮")
        await phone.taps(phone.choices()[0])
    staff.finds("第 1 次重办", "居民说还差：“还是不亮”")
