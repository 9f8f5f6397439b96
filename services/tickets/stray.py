"""Whether words say anything that somebody could see to.

"谢谢", "在吗", a number or a name do not, and a list of complaints in answer would only confuse.
"""

import re

from services.tickets.understanding import Clear

SHORT = 3
"""Characters that need a sign of trouble to be more than a word; beyond, people tell something."""
_PLEASANTRIES = re.compile(
    "大家好|早上好|上午好|中午好|下午好|晚上好|晚安|你们?好|您好|有人[吗嗎在]?|在不在|在[吗嗎]"
    "|谢谢|謝謝|多谢|多謝|感谢|感謝|辛苦|麻烦|麻煩|请问|請問|不好意思|对不起|對不起|再[见見]|拜拜"
    "|知道|明白|收到|可以|不用|不客气|不客氣|没事|沒事|没有|沒有|是的|不是|好的|测试|測試"
    "|hello|hi|hey|thanks|thank|you|okay|ok|bye|test|yes|no"
    "|[你您们們了吗嗎啊呀吧呢哦喔噢嗯恩哈嘿喂诶好行对對是的]"
)
_TROUBLE = re.compile("[坏壞堵臭漏停断斷吵脏髒烟煙火塌裂滑偷丢丟倒破烂爛修救伤傷险險闹鬧鼠蛇虫蟲]")


def is_pleasantry(words: str) -> bool:
    """谢谢, 在吗: an answer to it is a kind word."""
    return any(map(str.isalpha, words)) and not any(map(str.isalpha, _rest(words)))


def says_anything(words: str) -> bool:
    """Something remains without pleasantries and numbers, if only a word."""
    return any(map(str.isalpha, _rest(words)))


def says_something(words: str, clear: Clear) -> bool:
    """What remains without pleasantries and numbers is a matter, or at least a sentence."""
    rest = _rest(words)
    letters = "".join(filter(str.isalpha, rest))
    if not letters:
        return False
    if letters.isascii():
        return len(rest.split()) > 1
    return len(letters) > SHORT or clear(words) is not None or _TROUBLE.search(words) is not None


def _rest(words: str) -> str:
    return _PLEASANTRIES.sub(" ", words.casefold())
