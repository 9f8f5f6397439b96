"""Words that ask who answers for a place: 谁管我这栋楼, 网格员是谁, 楼长电话."""

import re

LONGEST = 24
"""Characters: who writes more tells what is the matter as well."""

_ROLE = "(?:微?网格[员长]|楼[栋]?长|栋长|街巷长|巷长|中心户|物业(?:管家|经理|公司)?|管家)"
_WHO = "(?:是谁|是哪[个位]|是什么人|叫什么|姓什么|找谁|在哪里?|怎么(?:联系|找)|有(?:谁|哪些))"
_NUMBER = "(?:的?(?:电话|手机|号码|联系方式|联络方式))"
_HERE = (
    "(?:我们?|咱们?)?(?:家)?(?:这|那)?(?:一)?"
    "(?:[里边儿]|[栋幢座号]?楼|栋|幢|片|块|个?小区|条?[街巷])"
)
_ASKS = re.compile(
    f"^{_ROLE}$"
    f"|{_ROLE}(?:{_NUMBER}(?:是?多少)?|{_WHO})$"
    f"|(?:谁|哪[个位])(?:是|当)(?:我们?|咱们?|这里?|本)?.{{0,8}}{_ROLE}$"
    f"|(?:谁|哪[个位])(?:在)?(?:管|负责)(?:着)?{_HERE}(?:的)?$"
    f"|{_HERE}(?:归|是|由)谁管(?:的)?$"
)
_NOISE = re.compile(r"[\s，。？！?!,.、~～：:]|请问|麻烦|我想知道|想问一?下|问一?下|[吗呢啊呀吧]$")


def asks(words: str) -> bool:
    """Whether `words` ask for that and nothing else: 物业不管 is a complaint, no question."""
    bare = _NOISE.sub("", _NOISE.sub("", words))
    return 0 < len(bare) <= LONGEST and _ASKS.search(bare) is not None
