"""How much two needs, or a need and an offer, say the same: by pairs of characters.

As requests are compared (`services.tickets.alike`), but without the words that wish, by which all
needs would be alike; with one word for what people call by several; and both ways: a short wish may
stand whole in a long one.
"""

import asyncio
import re
from collections.abc import Collection, Sequence

from services.needs.reading import without_wishing
from services.tickets.alike import likenesses
from storage import folding

LIKE_ENOUGH = 0.25
"""Of what the shorter one says. Chosen, not measured: people decide, a wrong one costs a look."""
_FILLERS = re.compile(
    "能不能|可不可以|能否|可否|社区|小区|我们|大家|居民|希望|建议|组织|举办|开办|开设|增设|设置|提供|安排"
    "|有个?(?:的)?地方|有人|[开办搞建]?一个|几[个把张]|一些|一下|谢谢|请"
)


_PEOPLE = (
    ("老人", "老年人 老人家 长者 高龄"),
    ("孩子", "儿童 小孩 小朋友 少儿 娃娃 宝宝"),
)
_THINGS = (
    ("座椅", "长椅 椅子 凳子 长凳 石凳 板凳 坐凳"),
    ("食堂", "饭堂 助餐点 助餐 老年餐 餐厅"),
    ("托管", "托班 晚托 看护班 四点半课堂"),
    ("健身", "锻炼 运动"),
    ("图书", "书屋 阅览室 阅览 借书 看书"),
    ("电动车", "电瓶车 电单车 电动自行车"),
    ("看病", "就医 就诊 陪诊 看医生"),
    ("义诊", "量血压 测血压 体检"),
    ("路灯", "照明 灯光"),
    ("停车位", "车位 停车场 停车"),
    ("理发", "剪头发 剃头 剪发"),
    ("雨棚", "遮雨棚 雨篷 遮阳棚"),
    ("打印", "复印"),
)
"""What people need, and what else they call it. No dictionary: what comes up again and again."""
_CALLED = {other: word for word, others in (*_PEOPLE, *_THINGS) for other in others.split()}
_NAMES = re.compile(
    "|".join(sorted({*_CALLED, *_CALLED.values()}, key=lambda name: (-len(name), name)))
)
"""The longest first: 停车位 is one word, and not 停车 with something behind it."""
_IS_THING = frozenset(word for word, _others in _THINGS)
NAMED = 0.5
"""How alike two are that name the same things and say the rest in other words."""


async def likeness_of(
    words: str, others: Sequence[str], names: Collection[str] = ()
) -> list[float]:
    """From 0 to 1, of `words` with each of `others`; `names` are left out of all."""
    await folding.load()
    return await asyncio.to_thread(_both_ways, words, others, names)


def _both_ways(words: str, others: Sequence[str], names: Collection[str]) -> list[float]:
    said = _gist(words)
    gists = [_gist(each) for each in others]
    folded = [name.casefold() for name in names]
    there = likenesses(said, gists, without=folded)
    return [
        max(how, likenesses(each, [said], without=folded)[0], NAMED * _things_shared(said, each))
        for how, each in zip(there, gists, strict=True)
    ]


def _gist(words: str) -> str:
    said = _FILLERS.sub("", without_wishing(words))
    return _NAMES.sub(lambda found: _CALLED.get(found[0], found[0]), said)


def _things_shared(one: str, other: str) -> float:
    """Of the things that the one with fewer names; both are gists."""
    things = [_IS_THING.intersection(_NAMES.findall(gist)) for gist in (one, other)]
    least = min(map(len, things))
    return len(things[0] & things[1]) / least if least else 0.0
