"""Who eats, told in one line: “张桂英 1944年3月 3号楼302”, in any order, with whatever between.

Nothing is made up: what is no name, date, place, telephone or diet note stays in `rest`.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from services.areas_in_words import BUILDING
from services.written import birthdays
from services.written.numerals import NUMERAL, number

CONSIDERED = 200
"""Characters: those who write more have more to say."""

_COUNT = f"\\d{{1,3}}|{NUMERAL}{{1,4}}"
_DOOR_NUMBER = f"\\d{{2,4}}|{NUMERAL}{{3,4}}"
_UNIT = f"(?:{_COUNT})(?:单元|單元|门|門|梯)"
_HAN = "\u3400-\u9fff\U00020000-\U000323af"
_PHONE = re.compile(
    r"(?<!\d)(?:(?:电话|電話|手机|手機|座机|座機)(?:号码?|號碼?)?\s*[:是]?\s*(\d[\d-]{5,14}\d)"
    r"|(?:\+?86[- ]?)?(1[3-9]\d{9}|0\d{2,3}-?\d{7,8}))(?!\d)"
)
_LOCAL_PHONE = re.compile(r"[2-9]\d{6,7}")
_BETWEEN = re.compile(r"[\s,、;:|。!()（）]+")
_LABELS = re.compile(
    "^(?:我(?:的|叫|是|住在?|家住?在?)?|本人|老人家?$|姓名|名字(?:叫|是)?|名叫|叫|家住在?|住在?|住址|地址"
    "|门牌号?|門牌號?|出生(?:年月|日期|于|於)?|生于|生於|生日|年生|生的?$|电话|電話|手机号?|手機號?|忌口)+"
)
_BORN = re.compile("(?:出生[于於]?|生[于於])$")
_DIET = re.compile(
    "不吃|不能吃|不要|忌|过敏|過敏|吃素|素食|[少低]盐|[少低]鹽|少油|[低无無]糖|糖尿病|清真|[软軟]"
)
_SHORT = re.compile(r"(\d{1,3})-(?:(\d{1,2})-)?(\d{2,4})(?:室|房)?")
_DOOR = re.compile(f"(?:{_UNIT})?(?:(?:{_DOOR_NUMBER})(?:室|房|号|號)?)?")
_SPELT_DOOR = re.compile(f"{NUMERAL}{{3,4}}")
_PLACE = re.compile(
    "(?:新村|小区|小區|社区|社區|花园|花園|公寓|大院|宿舍|家园|家園)|.{3}[苑里巷弄路街村坊城]$|[路街巷弄]\\d+[号號]"
)
"""A short name may end in one of the characters of places: 李城."""
_NAME = re.compile(f"[{_HAN}]{{2,4}}|[{_HAN}]{{1,8}}(?:[·•・][{_HAN}]{{1,8}})+")
_LATIN_NAME = re.compile("[A-Za-z][A-Za-z'-]+")
_NO_NAMES = frozenset(
    (
        "不知道",
        "不晓得",
        "不清楚",
        "忘了",
        "你好",
        "您好",
        "谢谢",
        "好的",
        "是的",
        "没有",
        "可以",
        "不用",
        "登记",
        "订餐",
    )
)


@dataclass(slots=True)
class Introduced:
    """What a line tells of somebody; each part is empty where it was not said."""

    name: str = ""
    born_on: date | None = None
    place: str = ""
    """Words that name a building or an estate, for `services.areas_in_words`."""
    door: str = ""
    phone: str = ""
    diet: str = ""
    rest: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.name or self.born_on or self.place or self.door)

    @property
    def is_whole(self) -> bool:
        """Such a line is meant to register somebody, and nothing else."""
        return bool(self.name and self.born_on and self.door and not self.rest)

    def take(self, said: str) -> None:
        """A piece of the line, between two separators."""
        if _LOCAL_PHONE.fullmatch(said):
            self.phone = said
        elif _DIET.search(said):
            self.diet = f"{self.diet}，{said}" if self.diet else said
        elif not self._take_home(said):
            self._take_name(said)

    def _take_home(self, said: str) -> bool:
        building, short = BUILDING.search(said), _SHORT.fullmatch(said)
        if short is not None:
            self.place += f"{short[1]}号楼"
            self.door += (f"{short[2]}单元" if short[2] else "") + short[3]
        elif building is not None:
            self._take_building(said[: building.start()], building[0], said[building.end() :])
        elif _DOOR.fullmatch(said):
            self.door += _spelt_out(said)
        elif _PLACE.search(said):
            self.place += said
        else:
            return False
        return True

    def _take_building(self, before: str, building: str, after: str) -> None:
        if not self.name and _NAME.fullmatch(before) and not _PLACE.search(before):
            self.name, before = before, ""
        self.place += before + building
        door = after.lstrip("-的 ")
        found = _DOOR.match(door)
        self.door += _spelt_out(found[0] if found else "")
        if found is not None and (more := door[found.end() :]):
            self.take(more)

    def _take_name(self, said: str) -> None:
        if not self.name and _NAME.fullmatch(said) and said not in _NO_NAMES:
            self.name = said
        elif _LATIN_NAME.fullmatch(said) and (not self.name or self.name.isascii()):
            self.name = f"{self.name} {said}".strip()
        else:
            self.rest = f"{self.rest} {said}".strip()


def read(words: str, today: date) -> Introduced:
    """What `words` tell, said on `today` in the community's zone."""
    text = unicodedata.normalize("NFKC", words[:CONSIDERED])
    told = Introduced()
    if (phone := _PHONE.search(text)) is not None:
        told.phone = phone[1] or phone[2]
        text = text.replace(phone[0], " ", 1)
    told.born_on, text = birthdays.find(text, today)
    for piece in _pieces(text):
        told.take(piece)
    return told


def _pieces(text: str) -> Iterator[str]:
    """Without labels such as 姓名 and 住."""
    for piece in _BETWEEN.split(text):
        if bare := _BORN.sub("", _LABELS.sub("", piece)):
            yield bare


def _spelt_out(door: str) -> str:
    """三零二 as 302."""
    return _SPELT_DOOR.sub(lambda found: str(number(found[0]) or found[0]), door)
