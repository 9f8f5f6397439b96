"""The canteen's sheet: asked for in the group, sent in the single chat, where files arrive."""

import pytest

from storage.tables import Channel
from tests.dialogues.meals.test_menu_by_staff import LUNCH, SOFT, sheet
from tests.dialogues.phones import Desk
from tests.dialogues.wecom_phones import WecomPhone

pytestmark = pytest.mark.staff_on(Channel.WECOM)


async def sends_sheet(desk: Desk, phone: WecomPhone) -> None:
    phone.member.sends("file", sheet(LUNCH, SOFT), "菜单.xlsx")
    await desk.settle()


async def test_it_is_put_in_from_the_single_chat(desk: Desk, canteen_staff: WecomPhone) -> None:
    await canteen_staff.says("/menu")
    await canteen_staff.taps("发菜单表格")
    await canteen_staff.taps("下周（11月30日周一–12月6日周日）")
    canteen_staff.sees("在和我的私聊里", "把表格发回来")
    cook = canteen_staff.in_private()
    await sends_sheet(desk, cook)
    cook.sees("菜单放好了", "新放 1 餐")


async def test_of_others_it_is_only_a_file(desk: Desk, staff: WecomPhone) -> None:
    await staff.says("/list")
    lin = staff.in_private()
    await sends_sheet(desk, lin)
    lin.does_not_see("菜单放好了")
