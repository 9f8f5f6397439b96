"""Whether words that nobody asked for say what somebody needs (“我希望…”), or what is the matter.

Most complaints end in a wish, too (“路灯坏了，希望尽快修”): what stands first is what it is about.
In doubt people are asked, for a complaint has a clock, and a need has none.
"""

import re
from enum import Enum

from storage import folding
from storage.folding import in_simplified

CONSIDERED = 200
"""Characters that are looked at."""
CLAUSE = 20
"""Characters behind a wish that say what is wished for."""


class Meant(Enum):
    NEED = "need"
    UNCLEAR = "unclear"
    """It wishes, and something may be the matter: ask."""


_GREETING = re.compile(
    r"^(?:尊敬的|各位|领导|书记|主任|您好|你好|大家好|社区|居委会|工作人员|请问|那个|[^\w])+"
)
_WISHES = re.compile(
    r"(?:我们?|大家|咱们?|本人|居民|老人家?们?|家长们?|年轻人)*(?:都|很|真|也|就|们)*"
    r"(?:希望|盼望|盼着|期望|期盼|建议|提议|提个建议|有个建议|有一个建议|想请社区|需要一?[个间处位]"
    r"|社区?(?:能不能|可不可以|能否|可否)|(?:能不能|可不可以|能否|可否)(?:请?社区|在|给|帮大家|也|多|[办开]一?个|组织|增|加|建|设|搞|弄)"
    r"|要是(?:能|有)|如果(?:能|有|社区)|最好(?:能|有))"
)
_NEW = re.compile(
    "开[设办展个一]|增[设加开]|新[增建设]|组织|举办|办[个一场几些]|建[个一设]|设[个一置立]|提供|安排"
    "|多[些点开办搞设放]|加?装|有一?个|[开办搞]班|培训|课程|讲座|活动|兴趣班|托管|托幼|食堂|助餐|义诊|书屋|图书|健身"
    "|座椅|凳子|充电桩|雨棚|遮阳|广场舞|乒乓|棋|电影|合唱|照料|陪护|上门"
)
_TROUBLE = re.compile(
    "[坏漏堵臭吵脏乱塌裂断]了?|不亮|没亮|不通|没水|停水|没电|停电|噪音|噪声|扰民|垃圾|污水|油烟|积水|占道|占用"
    "|乱停|乱扔|违[章建停法规]|没人管|没人修|维修|修一|修好|修理|整治|清理|清运|投诉|举报|报修|反映|故障|危险"
    "|安全隐患|摔|掉下来|脱落|老鼠|蟑螂|狗|物业不|收费|欠|电梯停|打不开|关不上|尽快|马上|赶紧|一直没|又没"
)


async def meant(words: str) -> Meant | None:
    """What the words are, by how they begin; None for what does not wish at all."""
    await folding.load()
    said = _GREETING.sub("", in_simplified(words[:CONSIDERED]).strip())
    wishes = _WISHES.search(said)
    if wishes is None:
        # 社区能不能…: the greeting took the community away.
        wishes = re.match("能不能|可不可以|能否|可否", said)
        if wishes is None or not words.strip().startswith("社区"):
            return None
    is_trouble = _TROUBLE.search(said) is not None
    is_new = _NEW.search(said, wishes.start(), wishes.end() + CLAUSE) is not None
    if wishes.start() == 0:
        return Meant.NEED if is_new and not is_trouble else Meant.UNCLEAR
    return Meant.UNCLEAR if is_new and not is_trouble else None


def without_wishing(words: str) -> str:
    """What is wished for, in simplified characters; after `folding.load`."""
    return _WISHES.sub("", in_simplified(words))
