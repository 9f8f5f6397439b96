"""Where something is, as people write it in the middle of a sentence.

"3号楼楼下的路灯不亮了" names a building and a spot beside it; "军门新村北门" a compound and a gate.
What the words leave open is taken from where the writer lives.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.written.numerals import NUMERAL, number
from storage.clean_text import one_line
from storage.remembered import remembered, unattached
from storage.tables import Area, Level

SHOWN = 5
"""Areas among which people choose; elders are lost in more."""
CONSIDERED = 200
"""Characters of a text that are looked at: people begin with what is the matter, and where."""

_COUNT = f"[0-9]{{1,3}}|{NUMERAL}{{1,4}}"
BUILDING = re.compile(f"({_COUNT})(?:号楼|號樓|栋|棟|幢|座|#)")
_ENDING = re.compile("(?:新村|小区|花园|公寓|社区|大院|宿舍|家园)$")
_AT_THE_BUILDING = (
    "楼下|樓下|楼道|樓道|楼梯间|樓梯間|楼顶|樓頂|门口|門口|门前|門前|电梯|電梯|消防通道|单元门|天井"
)
_AROUND_IT = (
    "[东西南北前后侧正大院]门口?|[東西南北前後側正大院]門口?|地下车库|地下車庫|车库|車庫|车棚|車棚"
    "|停车场|停車場|垃圾房|垃圾桶|垃圾站|凉亭|涼亭|花坛|花壇|绿化带|小?广场(?!舞)|小?廣場(?!舞)|健身器材|健身区"
    "|围墙|圍牆|路口|拐角|台阶|化粪池"
)
"""Spots that belong to the compound, not to the building in which the writer lives."""
_SPOT = re.compile(
    f"(?P<around>{_AROUND_IT})"
    f"|(?:(?:{_COUNT})(?:单元|單元|梯))?"
    f"(?:(?:{_COUNT})(?:层|層|楼(?![下道梯顶上])|樓(?![下道梯頂上])))?"
    f"(?:{_AT_THE_BUILDING})?"
)
_A_NAME = re.compile("(?<!我们)(?<!咱们)(?<!整个)[\u4e00-\u9fff]{2}(?:新村|花园|公寓|家园)")
"""小区 and 社区 are what people call their own as well."""
_COMMUNITY = "社区"
_TELLING = 3
"""Characters of a community's name by which it is known anywhere: 三坊七巷, but 军门 is a road."""

_NAMED = (Level.COMPOUND, Level.COMMUNITY)


@dataclass(frozen=True, slots=True)
class Named:
    """The area that words name, and the spot in or beside it ("2单元楼下"), if any."""

    area: Area
    spot: str
    is_named: bool = field(default=True, compare=False)
    """The words name it; otherwise it is where the writer lives."""


async def place_in(session: AsyncSession, words: str, home: Area | None) -> Named | None:
    """The place that a sentence means; None where it names several, or one we do not know.

    A building's number or a spot alone means one in the compound of `home`, where the writer
    lives; a sentence without a place means `home` itself.
    """
    sentence = one_line(words)[:CONSIDERED]
    named = await _named(session, sentence, home)
    if len(named) > 1 or (not named and _A_NAME.search(sentence)):
        return None
    spot, is_around = _spot_in(sentence)
    counts = {number(count) for count in BUILDING.findall(sentence)}
    compound = home and await areas.of_level(session, home, Level.COMPOUND)
    around = named[0] if named else compound or home
    if around is None:
        return None
    if len(counts) == 1:
        building = await _building(session, around, counts.pop())
        return Named(building, spot) if building else None
    at_home = home if not named and not counts and not is_around else None
    return Named(at_home or around, spot, is_named=bool(named))


async def meant(session: AsyncSession, words: str, home: Area | None) -> Sequence[Area]:
    """Areas that an answer to "where?" may mean, best first.

    Where it counts buildings, none but those: of the compounds it names, else of where the writer
    lives, else of anywhere. None of a compound that we do not know.
    """
    sentence = one_line(words)[:CONSIDERED]
    counts = {number(count) for count in BUILDING.findall(sentence)}
    if not counts:
        return await areas.search(session, words)
    named = await _named(session, sentence, home)
    if not named and _A_NAME.search(sentence):
        return []
    compound = home and await areas.of_level(session, home, Level.COMPOUND)
    lives_in = compound or home
    around = named or ([lives_in] if lives_in else [])
    found = [each for area in around for each in await _buildings(session, area, counts)]
    if found or named:
        return found[:SHOWN]
    anywhere = await areas.search(session, words, limit=areas.CANDIDATES)
    return [area for area in anywhere if _is_counted(area, counts)][:SHOWN]


async def _named(session: AsyncSession, sentence: str, home: Area | None) -> Sequence[Area]:
    """The compounds that a sentence names, else the communities; of namesakes the near ones.

    Neighbours leave the ending out (军门 for 军门新村): that is understood of what is around
    `home`. The longest name wins, for 军门新村二期 is not 军门新村.
    """
    community = home and await areas.of_level(session, home, Level.COMMUNITY)
    candidates = await _candidates(session, sentence, community)
    of_level = [[each for each in candidates if each.level is level] for level in _NAMED]
    in_full = [[each for each in found if each.name in sentence] for found in of_level]
    in_short = [[each for each in found if _short(each) in sentence] for found in of_level]
    for found in (*in_full, *in_short):
        longest = [
            area
            for area in found
            if not any(area.name != other.name and area.name in other.name for other in found)
        ]
        if longest:
            near_home = [area for area in longest if community and _within(area, community)]
            are_namesakes = len({area.name for area in longest}) == 1
            return near_home if near_home and are_namesakes else longest
    return []


async def _candidates(
    session: AsyncSession, sentence: str, community: Area | None
) -> Sequence[Area]:
    """Compounds and communities named in full, tellingly in short, or around the writer."""
    return [
        area
        for area in await _every(session)
        if area.name in sentence
        or _is_telling(area, sentence)
        or (community is not None and _within(area, community))
    ]


@remembered(Area)
async def _every(session: AsyncSession) -> Sequence[Area]:
    """The compounds and communities, of which a district has some fifteen hundred."""
    found = await unattached(session, Area, Area.level.in_(_NAMED))
    return sorted(found, key=lambda area: area.id)


def _is_telling(area: Area, sentence: str) -> bool:
    bare = area.name.replace(_COMMUNITY, "")
    return area.level is Level.COMMUNITY and len(bare) >= _TELLING and bare in sentence


def _short(area: Area) -> str:
    return _ENDING.sub("", area.name)


def _within(area: Area, around: Area) -> bool:
    return area.path.startswith(around.path)


async def _building(session: AsyncSession, around: Area, count: int | None) -> Area | None:
    """The one building below `around` that carries the number `count`; None for none or several."""
    same = await _buildings(session, around, {count})
    return same[0] if len(same) == 1 else None


async def _buildings(
    session: AsyncSession, around: Area, counts: Collection[int | None]
) -> Sequence[Area]:
    below = await session.scalars(
        select(Area)
        .where(Area.level == Level.BUILDING, Area.path.startswith(around.path))
        .order_by(Area.id)
    )
    return [area for area in below if _is_counted(area, counts)]


def _is_counted(area: Area, counts: Collection[int | None]) -> bool:
    found = BUILDING.search(area.name)
    return area.level is Level.BUILDING and (number(found[1]) if found else None) in counts


def _spot_in(sentence: str) -> tuple[str, bool]:
    """The longest mention of a spot, as it was written, and whether it belongs to the compound."""
    mentions = list(_SPOT.finditer(BUILDING.sub("，", sentence)))
    longest = max(mentions, key=lambda found: len(found[0]), default=None)
    return (longest[0], longest["around"] is not None) if longest else ("", False)


async def without(session: AsyncSession, words: str, named: Named) -> str:
    """`words` less what names the place: areas, the building and the spot."""
    line = [*await areas.ancestors(session, named.area), named.area]
    rest = words
    for name in [each.name for each in line] + [_short(each) for each in line]:
        rest = rest.replace(name, " ")
    if named.area.level is Level.BUILDING:
        rest = BUILDING.sub(" ", rest)
    return rest.replace(named.spot, " ", 1) if named.spot else rest
