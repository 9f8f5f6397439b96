"""An order of a help in one sentence: 上门理发 明天 3号楼302.

When it is wanted stays in people's own words; staff call back. What could not be read stays empty
and is asked for; where no place is named, it is at home: a guess, and said to be one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, areas_in_words
from services.helps.kinds import CONSIDERED, kinds_meant, names
from services.helps.orders import PLACE_LIMIT, WANTED_LIMIT
from services.written.numerals import NUMERAL
from storage.clean_text import one_line
from storage.folding import simplified
from storage.tables import Area, HelpKind

LONGEST = 20
"""Characters beside when and where; a longer sentence tells a story: people should read it."""

_N = rf"(?:\d{{1,2}}|{NUMERAL}{{1,3}})"
_WHEN = re.compile(
    "(?:(?:"
    "(?:今年|明年)?" + _N + "月" + _N + r"[日号]?|(?<![\d-])" + _N + r"(?:日|号(?![楼院门栋]))"
    "|大?[今明后][天日早晚]|(?:下下|下|这|本)?个?(?:周|星期|礼拜)[一二三四五六日天末]"
    "|凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|月底|月初"
    "|" + _N + r"[点时](?:半|" + _N + r"分?|[一三]刻)?|\d{1,2}:\d{2}"
    "|马上|尽快|尽早|越快越好|现在|随时|这几天|这两天|过两天|有空|什么时候都行|都可以"
    r")(?:[\s,，、]*(?:到|至|-|—|~|以前|以后|之前|之后|前|后|左右)?[\s,，、]*))+"
)
_DOOR = re.compile(rf"(?:{_N}单元)?\s*(?<!\d)(\d{{3,4}})(?!\d)\s*[室房]?")
_WANTS = re.compile(r"^我?(?:想|要|需要|请人|请帮|帮我|找人|订)")
_ELSE = re.compile("哪|附近|坏|漏|堵|投诉|反映|怎么|没来|不来|差|吵|慢|贵|不干净|什么时候(?!都)")
"""Who says so looks for a place, or for somebody to mend something, or complains of a help."""
_FILLING = re.compile(
    "(?:我|想|要|需要|请人|请|帮我|找人|订|来|给|预约|约|一下|一次|个|在|到|去|吧|谢谢|可以吗|好吗)*"
)
_AT_HOME = re.compile("(?:在|到|来)?(?:我家|家里|家中)")
_APART = re.compile(r"[\s,，。、;；.！!：:]+")


@dataclass(frozen=True, slots=True)
class Written:
    """What a sentence says of an order; what it says nothing of is empty."""

    kinds: Sequence[HelpKind]
    wanted: str
    area: Area | None
    place: str
    is_place_guessed: bool
    words: str
    """What else was said."""


async def read(session: AsyncSession, words: str, home: Area | None) -> Written:
    """What `words` say; `home` is where the writer lives."""
    said = one_line(words)
    times = [_APART.sub(" ", found[0]).strip() for found in _WHEN.finditer(said)]
    rest = _WHEN.sub(" ", said)
    area, place, rest = await _place(session, rest, home)
    kinds = await kinds_meant(session, words)
    return Written(
        kinds=kinds,
        wanted=" ".join(times)[:WANTED_LIMIT],
        area=area or home,
        place=(place or (await areas.title(session, home) if home else ""))[:PLACE_LIMIT],
        is_place_guessed=not place and home is not None and not _AT_HOME.search(said),
        words="，".join(part for part in _parts(rest, kinds) if not _FILLING.fullmatch(part)),
    )


async def ordered_in(session: AsyncSession, words: str, home: Area | None) -> Written | None:
    """What somebody orders: 想理发, 上门理发 明天; None where something else may be meant."""
    said = simplified(one_line(words))
    if len(said) > CONSIDERED or _ELSE.search(said) or not await kinds_meant(session, words):
        return None
    written = await read(session, words, home)
    if len(written.words) > LONGEST:
        return None
    rest = _APART.split(_WHEN.sub(" ", said).strip())
    whole = {simplified(name) for kind in written.kinds for name in kind.names.values()}
    says_no_more = not written.words and any(name in said for name in whole)
    if _WANTS.search("".join(rest)) or whole.intersection(rest) or says_no_more:
        return written
    return None


async def _place(
    session: AsyncSession, rest: str, home: Area | None
) -> tuple[Area | None, str, str]:
    """The area, how the place is called (with its door), and the rest; empty where none is said."""
    door = _DOOR.search(rest)
    without_door = _DOOR.sub(" ", rest, count=1)
    named = await areas_in_words.place_in(session, without_door, home)
    if named is None:
        return None, "", rest
    left = await areas_in_words.without(session, without_door, named)
    if left == without_door and door is None:
        return None, "", rest
    parts = [await areas.title(session, named.area), named.spot, door[0].strip() if door else ""]
    return named.area, " ".join(filter(None, parts)), left


def _parts(rest: str, kinds: Sequence[HelpKind]) -> list[str]:
    """What is left without the help itself, in pieces."""
    rest = _AT_HOME.sub(" ", rest)
    for name in sorted({name for kind in kinds for name in names(kind)}, key=len, reverse=True):
        rest = rest.replace(name, " ", 1)
    return [part for part in _APART.split(rest) if part]
