"""附近哪里可以量血压: asked without opening the map first; requests stay requests."""

import pytest

from tests.dialogues.channels import CAPTIONS
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.places import kites
from tests.dialogues.places.kites import FROM_HOME


@pytest.fixture
async def shop(desk: Desk) -> int:
    await kites.set_up(desk)
    return await kites.opens(desk, "老王风筝", metres_north=200)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("附近哪里可以量血压", "健康小屋"),
        ("附近哪裡可以量血壓", "健康小屋"),
        ("办社保在哪", "便民服务大厅"),
    ],
)
@pytest.mark.can("Nearby: asked in words")
async def test_what_people_say_finds_the_kind_of_place(
    resident: Phone, words: str, kind: str
) -> None:
    await resident.says(words)
    resident.sees("从哪里找起", kind)
    await resident.says(FROM_HOME)
    resident.sees(kind, "近的在前")


async def test_a_name_before_it_is_known_from_where_is_no_kind(
    desk: Desk, shop: int, resident: Phone
) -> None:
    await resident.says("附近哪里可以免费看病")
    resident.sees("找哪一种")
    await resident.says("老王风筝")
    resident.sees("没有找到“老王风筝”", "找哪一种")


async def test_where_to_fly_a_kite_is_no_complaint(shop: int, resident: Phone) -> None:
    await resident.says("附近哪里可以放风筝")
    resident.sees("风筝铺", "从哪里找起")


async def test_what_may_be_either_is_asked(shop: int, resident: Phone) -> None:
    await resident.says("放风筝的地方附近路灯坏了")
    resident.sees("找地方，还是反映问题")
    await resident.taps("反映问题")
    resident.sees("请看一遍", "内容：放风筝的地方附近路灯坏了")


async def test_more_words_before_the_answer_go_with_the_request(shop: int, resident: Phone) -> None:
    await resident.says("放风筝的地方附近路灯坏了")
    await resident.says("已经三天了")
    await resident.taps("反映问题")
    resident.sees("请看一遍", "内容：放风筝的地方附近路灯坏了\n已经三天了")


async def test_finding_can_be_chosen_where_it_was_unclear(shop: int, resident: Phone) -> None:
    await resident.says("风筝破了，附近哪里有风筝铺")
    await resident.taps("找附近的风筝铺")
    resident.sees("风筝铺", "从哪里找起")


@pytest.mark.parametrize(
    "words", ["楼下路灯不亮了", "哪里都是垃圾", "小区附近半夜施工太吵", "电梯在哪一层都停不住"]
)
async def test_a_request_is_still_a_request(resident: Phone, words: str) -> None:
    await resident.says(words)
    resident.sees("请看一遍", words)


@CAPTIONS
@pytest.mark.can("Photos: with words below them")
async def test_a_photo_with_the_question_is_a_request(resident: Phone) -> None:
    await resident.photographs(caption="附近哪里可以量血压")
    resident.sees("哪一类事")
