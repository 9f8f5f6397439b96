"""The marks in a question's words: its type, whether it has to be answered, how many to choose."""

import re
from dataclasses import dataclass, field

from services.surveys.questions import Kind, Scale

_IN_BRACKETS = re.compile(r"[\[【(（〔]([^\[\]【】()（）〔〕]{1,20})[\]】)）〕]")
_NPS = "NPS"
"""Whether people would recommend it, from 0 to 10."""
_KINDS: tuple[tuple[str, Kind], ...] = (
    ("多选", Kind.SEVERAL),
    ("单选", Kind.ONE),
    ("选择题", Kind.ONE),
    ("下拉", Kind.ONE),
    ("量表", Kind.SCALE),
    ("评分", Kind.SCALE),
    ("打分", Kind.SCALE),
    (_NPS, Kind.SCALE),
    ("判断题", Kind.YES_NO),
    ("是非题", Kind.YES_NO),
    ("数字", Kind.NUMBER),
    ("数值", Kind.NUMBER),
    ("整数", Kind.NUMBER),
    ("日期", Kind.DATE),
    ("图片", Kind.PHOTO),
    ("照片", Kind.PHOTO),
    ("上传", Kind.PHOTO),
    ("定位", Kind.PLACE),
    ("位置", Kind.PLACE),
    ("地图", Kind.PLACE),
    ("填空", Kind.WORDS),
    ("简答", Kind.WORDS),
    ("问答", Kind.WORDS),
    ("文本", Kind.WORDS),
)
_REQUIRED, _OPTIONAL = ("必填", "必答"), ("选填", "选答", "非必填", "可不填", "可不答", "非必答")
_AT_MOST = re.compile(
    r"(?:最多|至多|限|不超过|可)选?择?\s*(\d{1,2}|[一二两三四五六七八九十])\s*[项个]"
)
_AT_LEAST = re.compile(r"(?:至少|最少)选?择?\s*(\d{1,2}|[一二两三四五六七八九十])\s*[项个]")
_SPAN = re.compile(r"(\d{1,2})\s*[-–—~～至到]+\s*(\d{1,2})\s*(?P<unit>[分星])?")
_SKIP = re.compile(r"跳到|跳至|跳转|转到|转至|请直接|依赖于|接第|答第")
_NUMERALS = dict(zip("一二两三四五六七八九十", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True))
_TYPE = re.compile(r".{1,10}题")
_NOT_OURS = re.compile("矩阵|排序|比重|表格|级联|组合")
_LONGEST = 8
"""Characters of a mark: 请上传照片, but no sentence that tells of photos."""
_EMPTY = re.compile(r"[(（]\s*[)）]")
"""Where on paper the letter is written."""
_STARS = re.compile("[*＊]+")


@dataclass(slots=True)
class Marks:
    words: str
    """Without the marks."""
    kind: Kind | None = None
    required: bool | None = None
    """None where nothing is said of it."""
    least: int | None = None
    most: int | None = None
    scale: Scale | None = None
    whole: bool = False
    unknown: list[str] = field(default_factory=list)
    """Types that we do not have, such as 排序题."""
    skips: list[str] = field(default_factory=list)
    """What says which question comes next."""

    def join(self, below: "Marks") -> None:
        """Those on a line below the question, where its own say nothing."""
        for name in ("kind", "required", "least", "most", "scale"):
            if getattr(self, name) is None:
                setattr(self, name, getattr(below, name))
        self.unknown += below.unknown
        self.skips += below.skips


def read(words: str) -> Marks:
    found = Marks("")
    found.words = _IN_BRACKETS.sub(lambda match: "" if _take(found, match[1]) else match[0], words)
    found.words, stars = _STARS.subn("", _EMPTY.sub("", found.words))
    if stars:
        found.required = True
    found.words = " ".join(found.words.split()).rstrip("_＿ ")
    return found


def _take(found: Marks, inside: str) -> bool:
    """Whether it is a mark, and no part of the question."""
    text = inside.strip()
    if _SKIP.search(text):
        found.skips.append(text)
        return True
    if _NOT_OURS.search(text) and len(text) <= _LONGEST:
        found.unknown.append(text)
        return True
    taken = _take_required(found, text) | _take_count(found, text) | _take_scale(found, text)
    kind = next((kind for mark, kind in _KINDS if mark in text.upper()), None)
    if kind and len(text) <= _LONGEST:
        found.kind = found.kind or kind
        if _NPS in text.upper():
            found.scale = found.scale or Scale(0, 10)
        found.whole = found.whole or "整数" in text
        return True
    if not taken and _TYPE.fullmatch(text):
        found.unknown.append(text)
        return True
    return taken


def _take_required(found: Marks, text: str) -> bool:
    if any(each in text for each in _OPTIONAL):
        found.required = False
    elif any(each in text for each in _REQUIRED):
        found.required = True
    else:
        return False
    return True


def _take_count(found: Marks, text: str) -> bool:
    most, least = _AT_MOST.search(text), _AT_LEAST.search(text)
    if most:
        found.most = _count(most[1])
    if least:
        found.least = _count(least[1])
    if most or least:
        found.kind = found.kind or Kind.SEVERAL
    return bool(most or least)


def _count(text: str) -> int:
    return _NUMERALS.get(text) or int(text)


def _take_scale(found: Marks, text: str) -> bool:
    """1-5分, 0～10 分, 1 到 5 星."""
    match = _SPAN.fullmatch(text) or (_SPAN.search(text) if "分" in text else None)
    if match is None:
        return False
    found.scale = Scale(int(match[1]), int(match[2]), stars=match["unit"] == "星")
    found.kind = found.kind or Kind.SCALE
    return True
