"""Which words are a need, which are a complaint, and where it has to be asked."""

import pytest

from services.needs.reading import Meant, meant


@pytest.mark.parametrize(
    "words",
    [
        "我希望社区开一个书法班",
        "社区能不能办个老年食堂",
        "社區能不能辦個長者食堂",
        "能不能给老人开个智能手机培训班",
        "您好，希望小区装几个充电桩",
        "我们都盼着有个四点半课堂",
        "要是能有个理发师傅上门就好了",
        "建议增设一个便民菜店",
    ],
)
async def test_a_wish_for_something_new_is_a_need(words: str) -> None:
    assert await meant(words) is Meant.NEED


@pytest.mark.parametrize(
    "words",
    [
        "希望尽快修好路灯",
        "希望物业把垃圾清走",
        "孩子放学没人带，希望办个托管班",
        "希望大家都好好的",
    ],
)
async def test_in_doubt_it_is_asked(words: str) -> None:
    assert await meant(words) is Meant.UNCLEAR


@pytest.mark.parametrize(
    "words",
    [
        "路灯坏了，希望尽快修",
        "电梯坏了能不能修一下",
        "能不能快点",
        "请问能不能办居住证",
        "能不能帮我查一下进度",
        "3号楼漏水",
        "谢谢你们",
        "",
    ],
)
async def test_the_rest_is_none(words: str) -> None:
    assert await meant(words) is None
