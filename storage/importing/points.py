"""Importing how hours become points, and what points buy."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.importing.changes import Changes
from storage.importing.files import refuse_if, refuse_repeated, rows_of
from storage.importing.keyed import put_by_key
from storage.importing.rows import Row
from storage.reading import Book
from storage.sheets import YES_NO
from storage.tables import Area, PointsRule, Reward, VolunteerPost

AREA, FROM, UNTIL = "区域编码", "开始日期", "结束日期"
MINUTES, CAP, WEIGHTS = "多少分钟一分", "每次最多分钟数", "岗位加权"
RULE_HEADINGS = (AREA, FROM, UNTIL, MINUTES, CAP, WEIGHTS)

CODE, NAME, WHERE, POINTS, STOCK, ACTIVE = "编码", "名称", "领取地点", "积分", "库存", "启用"
REWARD_HEADINGS = (CODE, AREA, NAME, WHERE, POINTS, STOCK, ACTIVE)

A_DAY_MINUTES = 24 * 60
MOST_PERCENT = 1000
MOST_POINTS, MOST_STOCK = 100_000, 100_000
"""More is a slip of the finger."""
NAME_LIMIT, WHERE_LIMIT = 80, 200
"""The columns' lengths."""
WEIGHTS_LIMIT = 400
SEPARATOR = re.compile(r"[、，,;；\s]+")
WEIGHT = re.compile(r"([A-Za-z0-9_-]+)[=＝:：](\d{1,4})%?")


async def import_points_rules(session: AsyncSession, book: Book) -> Changes:
    """Add and change rules by area and first day; two of one area may not hold on one day.

    The weights are written as post and percent, such as emergency=150、patrol=120. Raises
    ImportRefused, nothing written.
    """
    rows, problems = rows_of(book, RULE_HEADINGS)
    areas = await _areas(session)
    posts = set(await session.scalars(select(VolunteerPost.key)))
    wanted = [_rule(row, areas, posts) for row in rows]
    stored = list(await session.scalars(select(PointsRule)))
    known = {(rule.area_id, rule.from_day): rule for rule in stored}
    refuse_repeated(rows, FROM, [(each["area_id"], each["from_day"]) for each in wanted])
    _refuse_overlaps(rows, wanted, stored)
    refuse_if(problems)
    changes = Changes()
    for values in wanted:
        if rule := known.get((values["area_id"], values["from_day"])):
            changes.note(rule, **values)
        else:
            session.add(PointsRule(**values))
            changes.added += 1
    await session.flush()
    return changes


async def import_rewards(session: AsyncSession, book: Book) -> Changes:
    """Add and change rewards by their codes.

    The stock is what was counted and is not reserved for anybody; where it is left empty, what is
    known stays. Raises ImportRefused, nothing written.
    """
    rows, problems = rows_of(book, REWARD_HEADINGS)
    areas = await _areas(session)
    known = set(await session.scalars(select(Reward.code)))
    wanted = {row.code(CODE): _reward(row, areas, known) for row in rows}
    refuse_repeated(rows, CODE, [row.cells[CODE] for row in rows])
    refuse_if(problems)
    return await put_by_key(session, Reward, "code", wanted)


async def _areas(session: AsyncSession) -> dict[str, Area]:
    return {area.code: area for area in await session.scalars(select(Area))}


def _area_id(row: Row, areas: Mapping[str, Area]) -> int | None:
    area = areas.get(row.cells[AREA])
    if area is None:
        row.refuse(AREA, f"没有编码是“{row.cells[AREA]}”的区域")
    return area.id if area else None


def _rule(row: Row, areas: Mapping[str, Area], posts: set[str]) -> dict[str, Any]:
    from_day = row.day(FROM)
    until_day = row.day(UNTIL) if row.cells[UNTIL] else None
    if until_day is not None and until_day < from_day:
        row.refuse(UNTIL, "不能早于开始日期")
    return {
        "area_id": _area_id(row, areas),
        "from_day": from_day,
        "until_day": until_day,
        "minutes_a_point": row.whole(MINUTES, 1, A_DAY_MINUTES),
        "cap_minutes": row.whole(CAP, 1, A_DAY_MINUTES),
        "weights": _weights(row, posts),
    }


def _weights(row: Row, posts: set[str]) -> dict[str, int]:
    weights: dict[str, int] = {}
    for word in SEPARATOR.split(row.text(WEIGHTS, WEIGHTS_LIMIT, needed=False)):
        said = WEIGHT.fullmatch(word)
        if said is None:
            if word:
                row.refuse(WEIGHTS, f"“{word}”看不懂，要写像 emergency=150（百分之一百五十）")
            continue
        post, percent = said[1], int(said[2])
        if post not in posts:
            row.refuse(WEIGHTS, f"没有编码是“{post}”的岗位")
        if not 1 <= percent <= MOST_PERCENT:
            row.refuse(WEIGHTS, f"加权要在 1 到 {MOST_PERCENT} 之间，现在是“{percent}”")
        weights[post] = percent
    return weights


def _refuse_overlaps(
    rows: Iterable[Row], wanted: Iterable[Mapping[str, Any]], stored: Iterable[PointsRule]
) -> None:
    """On any day an area has one rule at the most: two would leave open how much it is worth."""
    named = {(values["area_id"], values["from_day"]) for values in wanted}
    taken = [
        (rule.area_id, rule.from_day, rule.until_day or date.max)
        for rule in stored
        if (rule.area_id, rule.from_day) not in named
    ]
    for row, values in zip(rows, wanted, strict=True):
        first, last = values["from_day"], values["until_day"] or date.max
        for area_id, other_first, other_last in taken:
            if area_id == values["area_id"] and first <= other_last and other_first <= last:
                row.refuse(FROM, f"这段时间跟从 {other_first} 开始的规则重叠了")
                break
        taken.append((values["area_id"], first, last))


def _reward(row: Row, areas: Mapping[str, Area], known: set[str]) -> dict[str, Any]:
    values: dict[str, Any] = {
        "area_id": _area_id(row, areas),
        "name": row.text(NAME, NAME_LIMIT),
        "where": row.text(WHERE, WHERE_LIMIT),
        "points": row.whole(POINTS, 1, MOST_POINTS),
        "active": row.one_of(ACTIVE, YES_NO),
    }
    if row.cells[STOCK] or row.cells[CODE] not in known:
        values["stock"] = row.whole(STOCK, 0, MOST_STOCK)
    return values
