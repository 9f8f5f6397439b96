"""The canteen's sheet comes in the single chat, where files arrive: of whom it is one."""

import pytest

from storage.tables import Channel
from tests.dialogues.meals.test_menu_by_staff import LUNCH, SOFT, sheet
from tests.dialogues.phones import Phone

pytestmark = pytest.mark.staff_on(Channel.WECOM)


async def test_of_others_it_is_only_a_file(staff: Phone) -> None:
    await staff.says("/list")
    lin = staff.in_private()
    await lin.hands_in(sheet(LUNCH, SOFT), "菜单.xlsx")
    lin.does_not_see("菜单放好了")
