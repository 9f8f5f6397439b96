"""/need and “我希望…”: saying what one needs, seconding what neighbours need."""

import pytest

from tests.dialogues.conftest import NewPerson
from tests.dialogues.moving import moves_in
from tests.dialogues.needs.talks import SEND, WISH, says_need
from tests.dialogues.phones import Phone


@pytest.mark.can("Needs: said in free text")
async def test_a_need_in_free_text_is_listed_and_its_author_hears_so(
    resident: Phone, staff: Phone
) -> None:
    await resident.says(WISH)
    resident.sees("主要是给谁的")
    await resident.taps("孩子")
    resident.sees(WISH, "文体活动", "给孩子", "不写您的名字")
    await resident.taps(SEND)
    resident.sees("交给社区了")
    staff.sees("需求 · 等社区看 · 1 人要", WISH, "文体活动 · 给孩子", "居民")
    await staff.taps("列入清单")
    staff.finds("需求 · 在需求清单上")
    resident.sees(f"您提的“{WISH}”列到需求清单上了")


async def test_a_neighbour_seconds_from_the_list_and_counts_once(
    resident: Phone, staff: Phone, new_resident: NewPerson
) -> None:
    await says_need(resident)
    await staff.taps("列入清单")
    neighbour = await moves_in(new_resident("邻居乙"))
    await neighbour.says("/need")
    await neighbour.taps("📋 看大家要什么")
    neighbour.sees("需求清单", "要的人多的在前面")
    await neighbour.says("1")
    neighbour.sees(WISH, "1 人要")
    await neighbour.taps("🙋 我也要")
    neighbour.sees("算上您了，现在有 2 个人要")
    staff.sees_meanwhile("2 人要")
    await neighbour.says("书法")
    neighbour.sees("算上您了，有进展会告诉您")
    assert "🙋 我也要" not in neighbour.choices()
    await neighbour.taps("我不要了")
    neighbour.sees("好的，不算您了")
    staff.finds("1 人要")


async def test_the_last_who_wants_it_is_asked_before_it_is_gone(
    resident: Phone, staff: Phone
) -> None:
    await says_need(resident)
    await staff.taps("列入清单")
    await resident.says("/need")
    await resident.taps("🗂 我要的这些")
    await resident.says("1")
    await resident.taps("我不要了")
    resident.sees("只有您一个人要", "真的不要了吗")
    await resident.says("1")
    resident.sees("算上您了")
    await resident.taps("我不要了")
    await resident.taps("不要了")
    resident.sees("好的，不算您了")
    staff.finds("需求 · 没有人要了")


async def test_what_neighbours_said_already_is_counted_together(
    resident: Phone, staff: Phone, new_resident: NewPerson
) -> None:
    await says_need(resident)
    await staff.taps("列入清单")
    neighbour = await moves_in(new_resident("邻居乙"))
    await neighbour.says("社区能不能办个书法兴趣班")
    await neighbour.taps("大家")
    neighbour.sees("邻居也提过差不多的", "算上您")
    await neighbour.taps(neighbour.choices()[0])
    neighbour.sees("算上您了，现在有 2 个人要")
    staff.sees_meanwhile("2 人要")
    await resident.says("社区能不能办个书法兴趣班", "4")
    await resident.taps(resident.choices()[0])
    resident.sees("已经加入过这一件了")


@pytest.mark.can("First words: kept while consent, name and home are asked")
async def test_who_is_new_agrees_first_and_loses_no_word(
    new_resident: NewPerson, staff: Phone
) -> None:
    newcomer = new_resident("新来的")
    await newcomer.says(WISH)
    newcomer.sees("您同意吗")
    await newcomer.agrees()
    await newcomer.says("军门社区3号楼")
    await newcomer.says("1")
    newcomer.sees("主要是给谁的")
    await newcomer.taps("自己")
    newcomer.sees(WISH)


@pytest.mark.parametrize(
    "words", ["希望尽快修好路灯", "希望物业把垃圾清走", "孩子没人带，希望办个托管班"]
)
async def test_where_it_is_unclear_it_is_asked(resident: Phone, words: str) -> None:
    await resident.says(words)
    resident.sees("这是要报修、投诉，还是建议、需求")
    await resident.taps("报修、投诉")
    resident.does_not_see("主要是给谁的")
    resident.finds(words)


@pytest.mark.parametrize(
    "words", ["3号楼的路灯坏了，希望尽快修", "能不能快点", "电梯又停了，能不能来看看"]
)
async def test_a_complaint_is_no_need(resident: Phone, words: str) -> None:
    await resident.says(words)
    resident.does_not_see("还是建议、需求")
    resident.does_not_see("主要是给谁的")


async def test_an_unclear_one_may_be_a_need(resident: Phone, staff: Phone) -> None:
    await resident.says("孩子放学没人带，希望办个托管班")
    await resident.taps("建议、需求")
    await resident.says("孩子")
    resident.sees("托幼助学 · 给孩子")
    await resident.taps(SEND)
    staff.finds("希望办个托管班")


async def test_what_was_taken_for_a_need_becomes_a_request_with_its_words(
    resident: Phone, staff: Phone
) -> None:
    await resident.says("希望3号楼装个灯")
    await resident.taps("大家")
    await resident.taps("其实是报修、投诉")
    resident.does_not_see("/need")
    await resident.taps(resident.choices()[0])
    resident.finds("希望3号楼装个灯")


async def test_wrong_things_at_each_step(resident: Phone) -> None:
    await resident.says("/need")
    resident.sees("问需于民", "报修投诉")
    await resident.taps("✍️ 提一个需求")
    await resident.says("好" * 301)
    resident.sees("太长了，最多 300 个字", "您希望社区办点什么")
    await resident.photographs()
    resident.sees("您希望社区办点什么")
    await resident.says("想要点新鲜的")
    resident.sees("这是哪一类的事")
    await resident.says("说不好")
    resident.sees("这是哪一类的事")
    await resident.says("9")
    resident.sees("主要是给谁的")
    await resident.says("隔壁的猫")
    resident.sees("主要是给谁的")
    await resident.says("0")
    resident.sees("这是哪一类的事")
    await resident.says("其他", "大家")
    resident.sees("请看一下对不对", "想要点新鲜的", "其他 · 给大家")
    await resident.taps("改文字")
    await resident.says("想要个图书角")
    resident.sees("请看一下对不对", "想要个图书角")
    await resident.taps("改类别")
    await resident.taps("文体活动")
    await resident.taps("改给谁")
    await resident.taps("老人")
    resident.sees("文体活动 · 给老人")
    await resident.says("/cancel")
    resident.sees("退出来了")


async def test_the_list_is_empty_at_first_and_nothing_is_found(
    resident: Phone, staff: Phone
) -> None:
    await resident.says("需求清单")
    await resident.taps("📋 看大家要什么")
    resident.sees("需求清单上还没有")
    await resident.taps("✍️ 提一个需求")
    await resident.says(WISH, "大家")
    await resident.taps(SEND)
    await staff.taps("列入清单")
    await resident.says("/need")
    await resident.taps("📋 看大家要什么")
    await resident.says("充电桩")
    resident.sees("没有找到“充电桩”")
    await resident.says("0")
    resident.sees("问需于民")


async def test_who_has_not_said_where_they_live_is_asked(
    new_resident: NewPerson, staff: Phone
) -> None:
    stranger = new_resident("没说住处的")
    await stranger.starts()
    await stranger.agrees()
    await stranger.says("以后再说")
    await stranger.says("/need")
    await stranger.taps("📋 看大家要什么")
    stranger.sees("先告诉我您住在哪里")
    await stranger.says("0")
    await stranger.says(WISH, "大家")
    stranger.sees("请选街道")
    await stranger.says("军门新村3号楼")
    stranger.sees("请看一下对不对", "军门新村")


async def test_so_many_a_day(resident: Phone, staff: Phone) -> None:
    for each in range(5):
        await says_need(resident, f"希望社区开一个书法班{'一二三四五'[each]}")
    await resident.says("/need")
    await resident.taps("✍️ 提一个需求")
    resident.sees("一天最多提 5 个需求", "以后可以再提")


async def test_own_needs_are_seen_with_their_state(resident: Phone, staff: Phone) -> None:
    await says_need(resident)
    await staff.taps("不列入")
    await staff.replies("为什么不列入", "已经有一个了，周六在驿站")
    await staff.desk.later(seconds=2)
    resident.sees("这次没有列入", "已经有一个了，周六在驿站")
    await resident.says("/need")
    await resident.taps("🗂 我要的这些")
    resident.sees("您要的这些")
    await resident.says("1")
    resident.sees("没有列入", "原因：已经有一个了")
