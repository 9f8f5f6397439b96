"""A task in one sentence: 明天9点到11点 军门社区 陪诊 2人.

Read are the time, the place, how many are needed, and which post it is for; what is left is what
there is to do. What could not be read stays None and is asked for; what was guessed is named.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, areas_in_words, helps
from services.errors import Refusal
from services.rhythms import Rhythm
from services.volunteering.new_task import MOST_PLACES, PLACE_LIMIT, TITLE_LIMIT
from services.written import days, spans
from services.written.errors import TimesUnreadable
from services.written.numerals import NUMERAL, number
from services.written.spans import Span
from storage.tables import Area, Level, Task, VolunteerPost

LANGUAGE = "zh"
"""Of the name that a post lends to a task: groups are spoken to in Chinese."""
LASTING = timedelta(hours=2)
"""How long a task takes of which only the beginning was said."""

_COUNT = re.compile(
    rf"(?:需要|还要|要|招募?|共|约)?\s*(\d{{1,3}}|{NUMERAL}{{1,3}})\s*(?:个人|人|名|位)"
    r"(?:志愿者)?(?!住|在家|老|居民|孩子|学生|邻居|一组)"
)
_RHYTHMS = {
    Rhythm.FORTNIGHTLY: re.compile(r"(?:隔|每两|每2)个?(?=周|星期|礼拜)"),
    Rhythm.WEEKLY: re.compile("每个?(?=周|星期|礼拜)"),
}
_PART_OF_DAY = re.compile("凌晨|清晨|早上|上午|中午|下午|傍晚|晚上")
_PLACE = re.compile(
    "(?:广场|公园|医院|卫生院|诊所|中心|服务站|驿站|凉亭|门口|活动室|会议室|学校|小学|食堂"
    "|路|街|巷|社区|小区|新村|花园|河边|江边|楼下|架空层)$"
)
_APART = re.compile(r"[,，、;；。\n\s]+")
_EDGES = "，,。.；;、：: 在到去于的"
_IS_PRIVATE = re.compile(
    r"\d{7,}|\d+\s*(?:室|单元|房|座机)|(?<!\d)\d{3,4}(?!\d|年|人|份|个|米|元|块)"
    r"|(?:奶奶|爷爷|阿姨|大爷|大妈|伯伯|依姆|依伯|先生|女士|老太|老人家)"
)
"""A telephone, a door, or what somebody is called: only those read it who claim the task."""
_WORDS = {
    "patrol": ("巡逻", "巡楼", "巡查", "值守", "安全"),
    "environment": (
        "垃圾",
        "卫生",
        "打扫",
        "扫除",
        "清扫",
        "扫楼道",
        "种花",
        "浇水",
        "除草",
        "绿化",
    ),
    "civility": ("劝导", "文明", "停车", "交通"),
    "mediation": ("调解", "矛盾", "纠纷"),
    "policy": ("宣传", "宣讲", "讲座", "传单", "反诈"),
    "culture": ("包饺子", "饺子", "汤圆", "演出", "唱歌", "舞", "书画", "联欢", "合唱", "重阳"),
    "tutoring": ("作业", "辅导", "功课", "课"),
    "emergency": ("台风", "防汛", "救援", "抢险", "沙袋"),
    "elders": ("老人", "送餐", "陪聊", "看病", "探望"),
}
"""What volunteers of the usual posts do; a community may have others, and not all of these."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a sentence says of a task."""

    title: str = ""
    details: str = ""
    private: str = ""
    post: str | None = None
    area: Area | None = None
    place: str = ""
    span: Span | None = None
    day: date | None = None
    """Where the day was said and no hour."""
    places: int | None = None
    rhythm: Rhythm | None = None
    refusal: Refusal | None = None
    """Why the time that was written cannot be taken."""
    guessed: frozenset[str] = field(default_factory=frozenset)
    """Of "post", "title", "place" and "times", those that the words left open."""


async def read(
    session: AsyncSession, words: str, home: Area | None, *, now: datetime, zone: ZoneInfo
) -> Written:
    """What `words`, written in `zone` at `now`, say; `home` is the community they are written for.

    Nothing is refused: what cannot be read is left out.
    """
    written, rest = _times(words, now, zone)
    written, rest = _count(written, rest)
    written, rest = await _place(session, written, rest, home)
    written = await _at_no_door(session, _what(written, rest))
    post, is_guess = await _post(session, written.title, rest)
    guessed = written.guessed | ({"post"} if post and is_guess else set())
    title = written.title
    if post and not title and written.private:
        title, guessed = post.name(LANGUAGE), guessed | {"title"}
    return replace(written, title=title, post=post.key if post else None, guessed=guessed)


def _times(words: str, now: datetime, zone: ZoneInfo) -> tuple[Written, str]:
    rhythm = next((each for each, said in _RHYTHMS.items() if said.search(words)), None)
    if rhythm is not None:
        words = _RHYTHMS[rhythm].sub("", words)
    written = Written(rhythm=rhythm)
    try:
        found = spans.find(words, now=now, zone=zone)
        return replace(written, span=found.span), found.rest
    except Refusal as refusal:
        written = replace(written, refusal=refusal if _says_a_time(refusal) else None)
    try:
        found = spans.find(words, now=now, zone=zone, lasting=LASTING)
        guessed = frozenset({"times"})
        return replace(written, span=found.span, guessed=guessed, refusal=None), found.rest
    except Refusal as refusal:
        written = replace(written, refusal=refusal if _says_a_time(refusal) else None)
    try:
        on = days.find(words, now.astimezone(zone).date())
    except TimesUnreadable:
        return written, spans.without(words)
    rest = spans.without(on.rest + words[days.CONSIDERED :])
    return replace(written, day=on.day), _PART_OF_DAY.sub(" ", rest)


def _says_a_time(refusal: Refusal) -> bool:
    """It was read, and cannot be; else there was none to read."""
    return type(refusal) is not TimesUnreadable


def _count(written: Written, rest: str) -> tuple[Written, str]:
    """The number of people, if it is said once."""
    found = list(_COUNT.finditer(rest))
    count = number(found[0][1]) if len(found) == 1 else None
    if count is None or not 1 <= count <= MOST_PLACES:
        return written, rest
    return replace(written, places=count), _COUNT.sub(" ", rest)


async def _place(
    session: AsyncSession, written: Written, rest: str, home: Area | None
) -> tuple[Written, str]:
    """An area that is known, else words that end like a place, else the community: a guess."""
    named = await areas_in_words.place_in(session, rest, home)
    if (
        named is not None
        and (without := await areas_in_words.without(session, rest, named)) != rest
    ):
        title = await areas.title(session, named.area)
        place = f"{title} {named.spot}" if named.spot else title
        return replace(written, area=named.area, place=place[:PLACE_LIMIT]), without
    if home is None:
        return written, rest
    parts = _parts(rest)
    called = next((part for part in parts if len(parts) > 1 and _PLACE.search(part)), None)
    if called is not None:
        place = called.strip(_EDGES)[:PLACE_LIMIT]
        return replace(written, area=home, place=place), rest.replace(called, " ", 1)
    guessed = written.guessed | {"place"}
    return replace(written, area=home, place=home.name, guessed=guessed), rest


def _what(written: Written, rest: str) -> Written:
    """What is left: the first words are the title; what names people is not for everybody."""
    parts = _parts(rest)
    private = [part for part in parts if _IS_PRIVATE.search(part)]
    public = [part for part in parts if part not in private]
    title = public[0] if public else ""
    details = public[1:]
    if len(title) > TITLE_LIMIT:
        title, details = title[:TITLE_LIMIT], public
    return replace(written, title=title, details="，".join(details), private="，".join(private))


async def _at_no_door(session: AsyncSession, written: Written) -> Written:
    """Where somebody is named, or a door, everybody reads the compound and not the building."""
    building = written.area
    if building is None or building.level is not Level.BUILDING or not written.private:
        return written
    compound = await areas.of_level(session, building, Level.COMPOUND)
    if compound is None:
        return written
    private = f"{building.name}，{written.private}"
    place = await areas.title(session, compound)
    return replace(written, area=compound, place=place, private=private)


def _parts(rest: str) -> list[str]:
    parts = (part.strip(_EDGES) for part in _APART.split(rest))
    return [part for part in parts if part]


async def _post(session: AsyncSession, title: str, words: str) -> tuple[VolunteerPost | None, bool]:
    """A post, and whether it is a guess: its own name was not written."""
    found = await session.scalars(select(VolunteerPost).order_by(VolunteerPost.position))
    posts = {post.key: post for post in found}
    for post in posts.values():
        if any(name in words for name in post.names.values()):
            return post, False
    before = await session.scalar(
        select(Task.post).where(Task.title == title).order_by(Task.id.desc()).limit(1)
    )
    helped = [kind.post for kind in await helps.kinds_meant(session, words)]
    meant = [key for key, said in _WORDS.items() if any(each in words for each in said)]
    keys = [before, *helped, *meant]
    return next((posts[key] for key in keys if key in posts), None), True
