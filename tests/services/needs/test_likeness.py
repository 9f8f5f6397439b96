"""How alike two needs are, or a need and an offer, by their words."""

import pytest

from services.needs.likeness import LIKE_ENOUGH, likeness_of


@pytest.mark.parametrize(
    ("need", "other"),
    [
        ("希望楼下多放几把椅子", "花园里能不能添几个长凳"),
        ("希望楼下多放几把椅子", "可以捐十张座椅"),
        ("孩子放学没人管，希望办个晚托", "社区能不能开托管班"),
        ("希望有人陪老年人看医生", "志愿者陪诊"),
        ("建议小区装电瓶车充电桩", "電動車充電的地方太少"),
        ("能不能有个看书的地方", "图书馆送来一批图书"),
    ],
)
async def test_one_thing_by_two_words_is_alike_both_ways(need: str, other: str) -> None:
    for one, against in ((need, other), (other, need)):
        [how] = await likeness_of(one, [against])
        assert how >= LIKE_ENOUGH


@pytest.mark.parametrize(
    ("need", "other"),
    [
        ("希望楼下多放几把椅子", "希望社区开一个书法班"),
        ("孩子放学没人管，希望办个晚托", "老人没人陪看病"),
        ("希望多几个停车位", "希望装路灯"),
        ("希望有地方量血压", "希望有地方打印"),
    ],
)
async def test_two_things_are_not(need: str, other: str) -> None:
    [how] = await likeness_of(need, [other])
    assert how < LIKE_ENOUGH
