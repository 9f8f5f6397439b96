"""What reached nobody is told by staff: a list in their group, ticked off, gone once it is read."""

from collections.abc import Callable

import pytest

from services.people.erasure import erase
from storage.tables import Channel
from tests.dialogues.phones import Phone
from tests.dialogues.wechat_phones import WechatPhone

pytestmark = pytest.mark.on(Channel.WECHAT)


@pytest.fixture
async def silent(resident: Phone, staff: Phone) -> WechatPhone:
    """Somebody whose request was taken three days after they wrote last."""
    assert isinstance(resident, WechatPhone)
    await resident.says("楼下路灯不亮了")
    await resident.says("1")
    resident.desk.clock.move(hours=49)
    await staff.taps("接单")
    return resident


async def test_after_a_day_staff_see_who_has_to_be_told_what(
    silent: WechatPhone, staff: Phone
) -> None:
    staff.does_not_see("没告诉到的")
    await silent.desk.later(hours=25)
    staff.finds("没告诉到的，1 件", "居民", "3号楼", "有人去办了", "11月25日")


async def test_who_told_them_says_so_once(silent: WechatPhone, staff: Phone) -> None:
    await silent.desk.later(hours=25)
    await staff.taps("第 1 件已告知")
    staff.finds("一件也没有了", "今天已经告诉的", "居民（社工甲")
    await staff.says("/untold")
    staff.finds("都告诉到了")


async def test_two_of_the_staff_at_once(
    silent: WechatPhone, staff: Phone, colleague: Phone
) -> None:
    await silent.desk.later(hours=25)
    staff.press("第 1 件已告知")
    colleague.press("第 1 件已告知")
    await silent.desk.settle()
    assert "社工甲 已经告诉本人了" in colleague.toast()


async def test_who_writes_reads_it_and_is_off_the_list(silent: WechatPhone, staff: Phone) -> None:
    await silent.desk.later(hours=25)
    await silent.says("在吗")
    silent.finds("有人去办了", "261123-1")
    staff.finds("没告诉到的：一件也没有了")


async def test_who_reads_a_newer_look_of_what_is_on_the_list_is_off_it(
    silent: WechatPhone, staff: Phone
) -> None:
    await silent.desk.later(hours=25)
    await staff.taps("办结", on="261123-1")
    await staff.replies("写下办理结果", "换了新灯泡")
    staff.finds("没告诉到的，1 件")
    await silent.says("在吗")
    staff.finds("没告诉到的：一件也没有了")


async def test_of_one_request_the_latest_is_told_by_a_list_that_changes(
    silent: WechatPhone, staff: Phone
) -> None:
    await staff.taps("办结")
    await staff.replies("写下办理结果", "换了新灯泡")
    await silent.desk.later(hours=25)
    lists = [each for each in staff.screen if "没告诉到的" in staff.text_of(each)]
    assert len(lists) == 1
    staff.finds("没告诉到的，1 件", "换了新灯泡")


async def test_the_list_comes_to_the_end_when_it_is_asked_for(
    silent: WechatPhone, staff: Phone
) -> None:
    await silent.desk.later(hours=25)
    await staff.says("今天大家辛苦了")
    await staff.says("/untold")
    staff.sees("没告诉到的，1 件")


async def test_nothing_of_the_list_is_kept_of_who_is_erased(
    silent: WechatPhone, staff: Phone
) -> None:
    await silent.desk.later(hours=25)
    person_id = await silent.person_id()
    async with silent.desk.app.work.unit() as unit:
        await erase(unit.session, person_id, now=unit.now)
    await silent.desk.settle()
    staff.finds("没告诉到的：一件也没有了")


async def test_others_groups_have_no_list(
    silent: WechatPhone, member_of: Callable[[str, str], Phone]
) -> None:
    await silent.desk.later(hours=25)
    cook = member_of("军门长者食堂群", "食堂管理员甲")
    await cook.says("/untold")
    cook.finds("在社区、街道或者区的工作群里看")
