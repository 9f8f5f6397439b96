"""What staff write: questions to the resident, notes, results; each by replying to its message."""

from collections.abc import Callable

import pytest
from telegram import Message

from tests.dialogues.channels import BY_LINK, MENTIONS, UNDER_PHOTOS
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files, resolves


async def asked(resident: Phone, staff: Phone, privacy: str = "公开，可以叫我的称呼") -> str:
    number = await files(resident, privacy=privacy)
    await staff.taps("接单")
    await staff.taps("问居民")
    await staff.replies("要问居民的话", "是哪一盏灯？")
    return number


@pytest.mark.can("Requests: a question of staff is answered")
@pytest.mark.staff_can("Requests: the resident is asked, and answers")
@BY_LINK
async def test_a_question_and_its_answer_go_to_and_fro(resident: Phone, staff: Phone) -> None:
    number = await asked(resident, staff)
    staff.finds("问题转给居民了")
    resident.sees(number, "是哪一盏灯？")
    await resident.taps("回答")
    resident.sees("关于“楼下路灯不亮了”，请写下您的回答")
    await resident.says("门口左边那盏")
    resident.sees("转过去了")
    await resident.photographs("就是它")
    await resident.taps("补充好了")
    staff.finds("居民回答：门口左边那盏")
    staff.finds("居民补充：就是它")
    assert staff.pictures() == 1


async def test_a_question_with_a_photo_shows_the_photo(resident: Phone, staff: Phone) -> None:
    await files(resident)
    await staff.taps("接单")
    await staff.taps("问居民")
    await staff.photographs("是这一盏吗？", reply_to=staff.finds("要问居民的话"))
    resident.finds("是这一盏吗？")
    assert resident.pictures() == 1


async def test_a_reply_to_the_question_answers_it(resident: Phone, staff: Phone) -> None:
    await asked(resident, staff)
    question = resident.finds("社区想问您一句")
    await resident.photographs("左边那盏", reply_to=question)
    await resident.photographs(reply_to=question)
    resident.sees("转过去了")
    staff.finds("居民回答：左边那盏")
    assert staff.pictures() == 2


async def test_what_they_write_next_is_the_answer_and_then_something_new(
    resident: Phone, staff: Phone
) -> None:
    await asked(resident, staff)
    await resident.says("左边那盏", "靠近三号楼")
    resident.sees("也转过去了")
    staff.finds("居民回答：左边那盏")
    staff.finds("居民补充：靠近三号楼")
    await resident.says("五楼往下扔东西")
    resident.sees("请看一遍", "五楼往下扔东西")


async def test_idle_words_that_are_something_new_begin_a_request(
    resident: Phone, staff: Phone
) -> None:
    await asked(resident, staff)
    await resident.says("五楼往下扔东西")
    await resident.taps("不是，是新的事")
    resident.sees("请看一遍", "五楼往下扔东西")


async def test_after_days_it_is_asked_whether_that_is_the_answer(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await asked(resident, staff)
    desk.clock.move(days=3)
    await resident.says("左边那盏")
    resident.sees("这是回答社区关于“")
    await resident.says("是的")
    resident.sees("您的回答转过去了")
    staff.finds("居民回答：左边那盏")


async def test_an_answer_that_was_none_becomes_a_request_by_one_tap(
    resident: Phone, staff: Phone
) -> None:
    await asked(resident, staff)
    await resident.says("楼上漏水")
    resident.sees("您的回答转过去了")
    await resident.taps("不是，是新的事")
    resident.sees("请看一遍", "楼上漏水")


async def test_of_several_questions_they_choose_the_one_they_answer(
    resident: Phone, staff: Phone
) -> None:
    buildings = ("三号楼", "五号楼")
    for where in buildings:
        await files(resident, f"{where}路灯坏了")
    for where in buildings:
        await staff.taps("接单", on=where)
        await staff.taps("问居民", on=where)
        await staff.replies("要问居民的话", f"{where}哪一盏？")
    await resident.says("楼梯口那盏")
    resident.sees("哪个问题")
    assert [label.partition(" · ")[0] for label in resident.choices()[:2]] == [
        "五号楼路灯坏了",
        "三号楼路灯坏了",
    ]
    await resident.says("2")
    resident.sees("您的回答转过去了")
    await resident.says("还有一盏")
    resident.sees("也转过去了")


@pytest.mark.refused("message is not modified")  # Too old to be deleted, and without buttons.
async def test_an_answer_that_comes_too_late_is_not_lost(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await asked(resident, staff)
    desk.clock.move(days=3)
    await resident.says("左边那盏")
    await staff.taps("办结")
    await staff.replies("写下办理结果", "都换好了")
    await resident.says("1")
    resident.finds("社区说这件事办好了")
    resident.sees("请看一遍", "左边那盏")


async def test_words_at_a_rating_may_answer_a_question_too(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await files(resident, "三号楼路灯坏了")
    await resolves(staff)
    await asked(resident, staff)
    await desk.later(hours=25)
    resident.sees("现在解决了吗")
    await resident.says("左边那盏")
    await resident.taps("我说的是另一件事")
    staff.finds("居民回答：左边那盏")


async def test_names_stay_hidden_where_the_resident_asked(
    new_resident: Callable[[str], Phone], staff: Phone
) -> None:
    resident = new_resident("林阿婆")
    await resident.starts("b_junmen-xincun-3")
    await resident.agrees()
    await resident.taps("是，我住这里")
    await asked(resident, staff, privacy="公开，不留名")
    await resident.replies("社区想问您一句", "左边那盏")
    staff.does_not_see("林阿婆")
    staff.does_not_see(str(await resident.person_id()))
    resident.does_not_see("社工甲")


@pytest.mark.staff_can("Requests: a note among staff")
@BY_LINK
async def test_a_note_is_asked_for_behind_more(
    resident: Phone, staff: Phone, colleague: Phone
) -> None:
    await files(resident)
    await colleague.taps("更多")
    await colleague.taps("记备注")
    await colleague.replies("写下备注", "上个月也坏过")
    colleague.finds("内部备注", "居民看不到")
    await resident.says("/my")
    resident.does_not_see("上个月也坏过")


async def test_a_reply_to_the_card_is_a_note_among_staff(
    resident: Phone, staff: Phone, colleague: Phone
) -> None:
    await files(resident)
    await colleague.replies("待接单", "上个月也坏过")
    colleague.sees("内部备注", "居民看不到")
    await resident.says("/my")
    resident.does_not_see("上个月也坏过")


@pytest.mark.staff_can("Requests: resolved with a photo")
async def test_resolved_with_a_photo(resident: Phone, staff: Phone) -> None:
    number = await files(resident)
    await staff.taps("接单")
    await staff.taps("办结")
    await staff.photographs("灯泡换好了", reply_to=staff.finds("写下办理结果"))
    resident.finds(number, "办好了", "灯泡换好了", "是不是真的好了")
    assert resident.pictures() == 1
    staff.finds("✅", "社工甲 办结")


async def asked_for_the_result(resident: Phone, staff: Phone) -> Message:
    await files(resident)
    await staff.taps("接单")
    await staff.taps("办结")
    return staff.finds("写下办理结果")


@pytest.mark.parametrize("captioned", [0, 1, 2])
@pytest.mark.can("Requests: the result comes with its photos")
@UNDER_PHOTOS
async def test_a_whole_album_goes_with_the_words_on_any_of_its_photos(
    resident: Phone, staff: Phone, captioned: int
) -> None:
    prompt = await asked_for_the_result(resident, staff)
    await staff.sends_album(3, "灯泡换好了", captioned=captioned, reply_to=prompt)
    resident.finds("办好了", "灯泡换好了")
    assert resident.pictures() == 3
    staff.sees("办结了，居民已经收到")
    staff.does_not_see("请写几个字说明")


@pytest.mark.staff_can(
    "Requests: several photos wait for their words",
    wecom_webhook="no: a page takes one photo, with its words",
)
async def test_an_album_waits_for_its_words(resident: Phone, staff: Phone) -> None:
    prompt = await asked_for_the_result(resident, staff)
    await staff.sends_album(3, reply_to=prompt)
    staff.sees("3 个收到了", "请写几个字说明")
    assert resident.pictures() == 0
    await staff.replies("请写几个字说明", "灯泡换好了")
    resident.finds("办好了", "灯泡换好了")
    assert resident.pictures() == 3


async def test_an_album_goes_with_a_question_to_the_resident(resident: Phone, staff: Phone) -> None:
    await files(resident)
    await staff.taps("接单")
    await staff.taps("问居民")
    await staff.sends_album(2, "是哪一盏？", reply_to=staff.finds("要问居民的话"))
    resident.finds("社区想问您一句", "是哪一盏")
    assert resident.pictures() == 2


async def test_pictures_of_a_step_that_was_given_up_go_nowhere(
    resident: Phone, staff: Phone
) -> None:
    prompt = await asked_for_the_result(resident, staff)
    await staff.sends_album(3, reply_to=prompt)
    await staff.replies("请写几个字说明", "0")
    await staff.taps("办结")
    await staff.replies("写下办理结果", "灯泡换好了")
    resident.finds("办好了", "灯泡换好了")
    assert resident.pictures() == 0


async def test_an_album_as_a_note_is_one_note(resident: Phone, staff: Phone) -> None:
    await files(resident)
    before = len(staff.screen)
    await staff.sends_album(3, "旧照片", reply_to=staff.finds("待接单"))
    assert len(staff.screen) == before + 1
    staff.sees("内部备注")


async def test_a_photo_alone_waits_for_its_words(resident: Phone, staff: Phone) -> None:
    prompt = await asked_for_the_result(resident, staff)
    await staff.photographs(reply_to=prompt)
    staff.sees("请写几个字说明")
    await staff.replies("请写几个字说明", "灯泡换好了")
    resident.finds("办好了", "灯泡换好了")
    assert resident.pictures() == 1


async def test_a_result_that_is_too_long_is_asked_for_again(resident: Phone, staff: Phone) -> None:
    await files(resident)
    await staff.taps("接单")
    await staff.taps("办结")
    await staff.replies("写下办理结果", "长" * 2001)
    staff.sees("太长了", "2000")
    await staff.replies("太长了", "短的")
    resident.sees("办好了", "短的")


async def test_zero_leaves_it_as_it_was(resident: Phone, staff: Phone) -> None:
    await files(resident)
    await staff.taps("接单")
    await staff.taps("办结")
    await staff.replies("写下办理结果", "0")
    staff.sees("没有动")
    staff.finds("处理中")


@pytest.mark.staff_can("Requests: resolved in words")
async def test_each_reply_goes_to_what_it_replies_to(resident: Phone, staff: Phone) -> None:
    """Two things begun at once: the answers do not get mixed up."""
    first = await files(resident, "三号楼路灯坏了")
    second = await files(resident, "五号楼路灯坏了")
    for text in ("三号楼", "五号楼"):
        await staff.taps("接单", on=text)
    await staff.taps("问居民", on="三号楼")
    await staff.taps("办结", on="五号楼")
    await staff.replies("要问居民的话", "是哪一盏？")
    resident.sees(first, "是哪一盏？")
    await staff.replies("写下办理结果", "换好了")
    resident.sees(second, "办好了", "换好了")


@MENTIONS
@pytest.mark.staff_can(
    "Requests: small talk in the group is passed over", wecom_webhook="no: a webhook hears nothing"
)
async def test_small_talk_is_not_taken_for_an_answer(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    """A bot that administers the group hears everything."""
    desk.world.promote(staff.chat_id, desk.world.bot.id)
    await files(resident)
    await staff.taps("接单")
    await staff.taps("办结")
    await staff.says("中午吃什么")
    resident.does_not_see("中午吃什么")
    staff.finds("处理中")
