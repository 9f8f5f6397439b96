"""谁管我这栋楼: by words, by the menu, for another place; what is shown and what is not."""

import pytest

from tests.dialogues.conftest import NewPerson
from tests.dialogues.phones import Phone


@pytest.mark.parametrize(
    "words", ["谁管我这栋楼", "网格员是谁", "楼长电话", "请问我们的网格员是谁？", "物业", "/who"]
)
async def test_the_words_lead_to_who_answers_for_their_building(
    resident: Phone, words: str
) -> None:
    await resident.says(words)
    resident.sees("军门社区 · 军门新村 · 3号楼", "楼栋长：林阿姨", "0591-8700 2403")


async def test_the_nearest_stand_first_and_the_community_last(resident: Phone) -> None:
    await resident.says("➕ 更多服务")
    await resident.taps("🏘 谁管我这栋楼")
    text = resident.text_of(resident.last)
    order = ["楼栋长", "中心户", "微网格员", "物业", "网格员：林网格员", "社区电话"]
    assert sorted(order, key=text.index) == order
    assert "（军门第一网格）" in text


async def test_a_telephone_that_nobody_agreed_to_show_is_not_shown(resident: Phone) -> None:
    await resident.says("中心户是谁")
    resident.sees("中心户：陈伯伯", "0591-8700 0119")
    assert "8700 2503" not in resident.text_of(resident.last)


async def test_a_place_in_the_question_goes_before_the_home(resident: Phone) -> None:
    await resident.says("5号楼的楼栋长是谁")
    resident.sees("5号楼", "何阿姨")


async def test_another_place_is_looked_at_and_one_goes_back(resident: Phone) -> None:
    await resident.says("谁管我这栋楼")
    await resident.taps("看别的地方")
    await resident.says("没有这个地方")
    resident.sees("没有找到这个地方")
    await resident.says("军门里小区3号楼")
    resident.sees("军门里小区 · 3号楼", "军门里物业")
    await resident.says("0")
    resident.sees("好的")


async def test_the_code_at_the_door_says_who_answers_for_the_building(resident: Phone) -> None:
    await resident.starts("b_junmen-xincun-5")
    await resident.taps("🏘 看看谁管这栋楼")
    resident.sees("5号楼", "何阿姨")
    await resident.says("0")
    await resident.says("谁管我这栋楼")
    resident.sees("3号楼", "林阿姨")


async def test_who_has_not_said_where_they_live_is_asked(new_resident: NewPerson) -> None:
    stranger = new_resident("外地人")
    await stranger.starts()
    await stranger.says("谁管我这栋楼")
    await stranger.says("/who")
    stranger.sees("想看哪里归谁管")
    await stranger.says("军门新村3号楼")
    stranger.sees("林阿姨")


async def test_where_nobody_is_named_the_community_is(resident: Phone) -> None:
    await resident.says("/who")
    await resident.taps("看别的地方")
    await resident.says("三坊七巷社区")
    if "您说的是哪一个" in resident.text_of(resident.last):
        await resident.says("1")
    while "请再选一个" in resident.text_of(resident.last):
        await resident.says(str(len(resident.choices()) - 1))
    resident.sees("还没有登记", "社区电话")


@pytest.mark.parametrize("words", ["物业不管，楼下垃圾堆了三天", "网格员态度很差，没人管楼道的灯"])
async def test_a_complaint_about_them_is_a_request(resident: Phone, words: str) -> None:
    await resident.says(words)
    assert "林阿姨" not in resident.text_of(resident.last)
