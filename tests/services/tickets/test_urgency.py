"""What cannot wait: the words that say so, and what they raise."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.filing import first_messages
from services.tickets.urgency import sounds_urgent
from tests.services.conftest import Desk
from tests.services.factories import NOW

DANGERS = (
    "楼上的瓷砖掉下来了",
    "路灯杆漏电",
    "配电箱在冒烟",
    "楼道里有煤气味",
    "燃气管子在漏气",
    "我妈困在电梯里",
    "电梯里关了两个人",
    "有老人倒在地上",
    "对门奶奶摔了起不来",
    "電線冒煙了",
)
INNOCENT = (
    "路灯不亮了",
    "没有漏电",
    "已经不冒烟了",
    "电梯里的广告掉下来一次去年",
    "怕漏电",
    "万一着火怎么办",
    "烧烤店天天冒烟",
    "漏电保护器要换",
    "垃圾桶倒在地上",
    "电梯门关着打不开",
    "树叶掉下来没人扫",
    "跳楼价的喇叭太吵",
    "看着火车站那边",
)


@pytest.mark.parametrize("words", DANGERS)
def test_danger_now_is_urgent(words: str) -> None:
    assert sounds_urgent(words)


@pytest.mark.parametrize("words", INNOCENT)
def test_what_did_not_happen_or_is_over_is_not(words: str) -> None:
    assert not sounds_urgent(words)


@given(st.lists(st.sampled_from(DANGERS + INNOCENT), max_size=6), st.sampled_from("，。！\n "))
def test_one_clause_that_tells_of_danger_is_enough(clauses: list[str], between: str) -> None:
    told = any(clause in DANGERS for clause in clauses)
    assert sounds_urgent(between.join(clauses)) is told


@pytest.mark.parametrize("words", ["不急", "不着急，有空来看看", "这个不是急事", "不太急"])
def test_who_says_that_it_can_wait_is_believed(words: str) -> None:
    assert not sounds_urgent(f"瓷砖掉下来了，{words}")


@pytest.mark.parametrize("words", ["能不急吗", "急不急你们看"])
def test_a_question_does_not_say_that_it_can_wait(words: str) -> None:
    assert sounds_urgent(f"瓷砖掉下来了，{words}")


def test_no_first_message_is_urgent_that_should_not_be() -> None:
    wrong = [each.words for each in first_messages() if not each.urgent]
    assert [words for words in wrong if sounds_urgent(words)] == []


@pytest.mark.parametrize("urgent", [True, False])
async def test_words_raise_a_category_and_never_lower_it(desk: Desk, urgent: bool) -> None:
    lamp = await desk.file(category_id=desk.place.lamp.id, urgent=urgent)
    leak = await desk.file(category_id=desk.place.leak.id, urgent=urgent)
    assert (lamp.urgent, leak.urgent) == (urgent, True)


async def test_what_the_words_raised_is_answered_within_two_hours_by_the_clock(desk: Desk) -> None:
    ticket = await desk.file(category_id=desk.place.lamp.id, urgent=True)
    assert ticket.respond_by == NOW + timedelta(hours=2)
