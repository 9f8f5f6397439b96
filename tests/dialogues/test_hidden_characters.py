"""Names and places that nobody can see, or that would forge a line of a card."""

from tests.dialogues.conftest import NewPerson
from tests.dialogues.meals.eating import introduces
from tests.dialogues.phones import Phone
from tests.dialogues.tickets.requests import files, writes
from tests.dialogues.volunteering.test_tasks_by_staff import MemberOf

FORGED = "甲\u202e\u2028🔒 作废"
SHOWN = "甲 🔒 作废"
UNSEEN = "\u3164\u2800\ufe0f"


async def test_a_diner_has_a_name_on_one_line(resident: Phone, canteen_staff: Phone) -> None:
    await introduces(resident, "老人甲", "我的父母")
    await resident.taps("✏️ 改姓名")
    await resident.says(FORGED)
    await resident.taps("都对")
    canteen_staff.finds(f"核对用餐人：{SHOWN}")


async def test_a_name_that_nobody_can_see_is_asked_for_again(resident: Phone) -> None:
    await resident.says("/meals")
    await resident.taps("我的父母")
    await resident.says(UNSEEN)
    resident.sees("请写一行")


async def test_a_task_has_a_title_on_one_line(staff: Phone, member_of: MemberOf) -> None:
    volunteer = member_of("军门社区志愿者群", "志愿者甲")
    alone = staff.in_private()
    await alone.starts()
    await staff.says("/task 明天9点到11点 陪诊 2人")
    await alone.taps("改名称")
    await alone.says(FORGED)
    await alone.taps("发布")
    volunteer.sees(SHOWN)


async def test_a_place_in_words_is_on_one_line(resident: Phone) -> None:
    await writes(resident)
    await resident.says(FORGED)
    resident.finds(f"（{SHOWN}）")


async def test_a_request_keeps_its_line_breaks(resident: Phone, staff: Phone) -> None:
    await files(resident, "路灯不亮\u2028\u202e三天了")
    staff.finds("“路灯不亮\n三天了”")


async def test_who_has_no_name_that_can_be_seen_is_not_nobody(
    member_of: MemberOf, new_resident: NewPerson
) -> None:
    nobody = member_of("军门社区工作群", UNSEEN)
    await nobody.says("/task")
    nobody.sees("—", "私聊")
