"""What cannot wait: urgent by its category, or by what the resident says has happened.

Words only ever raise: a category that is urgent stays so. They are judged clause by clause, for
"上次漏电，现在没事" and "没有冒烟" tell of no danger, while "老是漏电，今天冒烟了" does.
"""

import re
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from services import calendar
from storage.folding import simplified
from storage.outbox import Night
from storage.tables import Category, Ticket

ANSWERED_WITHIN = 2
"""Hours by the clock in which somebody answers what sounds urgent; sooner if the category says."""
SOLVED_WITHIN = 24
"""The same for when it is done: what 12345 gives water, gas and electricity."""
CONSIDERED = 100
"""Characters of a text that are looked at: who is in danger says so at once, and is brief."""
ASKED_AGAIN = 100
"""Of so many texts it is still known: a draft's are judged several times with every answer."""

_SOMEBODY = "人|奶奶|爷爷|阿姨|大爷|大妈|大叔|孩子|孙子|妈|爸|他|她|老伴|邻居"
_DANGERS = (
    # Electricity, fire, gas
    "漏电(?!保护|开关)|触电|电着|被电到|电线.{0,6}(?:烧|断|掉)",
    "冒烟|(?<!看)着火|起火|失火|在冒火|冒火[花星]|火花|烧起来|爆炸(?!性)",
    "(?:煤气|燃气|天然气|瓦斯|液化气).{0,6}(?:味|漏|泄)",
    # Somebody cannot get out, or up
    "[困关]在?电梯|电梯里?面?[困关](?:了|着|住)|电梯.{0,8}(?:困了?人|关在?里|出不来)",
    "(?<!车)(?:困在里|被困)",
    f"(?:{_SOMEBODY}).{{0,8}}(?:倒在|起不来|爬不起|叫不醒)|晕倒|昏倒|昏迷|不省人事|流血",
    # Things come down, water bursts out
    "(?<![叶灰毛虫])(?:掉下来|掉下去|要掉下|往下掉)|砸[到着伤中]|要塌|快塌|塌下来|摇摇欲坠",
    "水管.{0,3}爆|爆管",
    # Somebody is about to do harm
    "救命(?!稻草|钱|通道)|跳楼(?!价|甩)|轻生|持刀|拿刀",
)
_DANGER = re.compile("|".join(_DANGERS))
_NOT_SO = re.compile("(?:没有?|没再|不|不再|不会|未|防|防止|预防|以防|怕|担心|会不会|是否)$")
"""Before the danger: it did not happen, or they only fear it."""
_NOT_NOW = re.compile(
    "去年|前年|年前|上个月|上个星期|上周|上次|上回|以前|之前|当时|过[一两几]次|演习"
    "|天天|每天|每晚|经常|常常|总是|曾|发生过"
    "|如果|万一|假如|一旦|难道|容易|隐患|将会|可能会?(?:导致|造成|引|有)"
)
_NO_HURRY = re.compile(
    "(?<![能急])(?<!怎么)不(?:着|太|用|是很|是特别)?(?:急|紧急)(?!不)|不是急事|慢慢来"
)
_CLAUSE = re.compile(r"[，。！？；：、,.!?;:\s~～…（）()]+")


@lru_cache(maxsize=ASKED_AGAIN)
def sounds_urgent(words: str) -> bool:
    """Whether somebody is in danger now, as far as `words` tell."""
    clauses = [simplified(clause) for clause in _CLAUSE.split(words[:CONSIDERED])]
    if any(map(_NO_HURRY.search, clauses)):
        return False
    return any(map(_tells_of_danger, clauses))


def _tells_of_danger(clause: str) -> bool:
    if _NOT_NOW.search(clause):
        return False
    return any(not _NOT_SO.search(clause[: found.start()]) for found in _DANGER.finditer(clause))


class Limits(NamedTuple):
    """By when a request is taken, and by when it is done; in UTC."""

    respond_by: datetime
    solve_by: datetime


async def limits(
    session: AsyncSession,
    category: Category,
    *,
    urgent: bool,
    start: datetime,
    area_id: int,
    zone: ZoneInfo = calendar.ZONE,
) -> Limits:
    """Of a request that waits since `start` in a community: its category's, counted as there."""
    respond, solve = category.respond_hours, category.solve_hours
    if urgent and not category.urgent:
        respond, solve = min(respond, ANSWERED_WITHIN), min(solve, SOLVED_WITHIN)

    async def by(hours: int) -> datetime:
        return await calendar.due(
            session, start=start, hours=hours, urgent=urgent, area_id=area_id, zone=zone
        )

    return Limits(await by(respond), await by(solve))


def night_of(ticket: Ticket) -> Night:
    """Whether what happens to `ticket` may wake those who work on it and its author: if urgent."""
    return Night.RINGS if ticket.urgent else Night.WAITS
