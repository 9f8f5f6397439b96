"""Importing how the three rates (三率) are counted."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.importing.changes import Changes
from storage.importing.files import refuse_if, refuse_repeated, rows_of
from storage.importing.rows import Row
from storage.reading import Book
from storage.sheets import YES_NO
from storage.tables import RateRule

FROM = "开始日期"
WEIGHTS = ("响应权重", "解决权重", "满意权重")
FAIR = "基本满意折算"
HALF, LAST = "没答满意度也算", "重办只算最后一次"
HEADINGS = (FROM, *WEIGHTS, FAIR, HALF, LAST)
WHOLE = 100
"""Per cent."""


async def import_rate_rules(session: AsyncSession, book: Book) -> Changes:
    """Add and change rules by their first day; those not in the file stay.

    Weights and 基本满意 are in per cent. Raises ImportRefused, nothing written.
    """
    rows, problems = rows_of(book, HEADINGS)
    wanted = [_rule(row) for row in rows]
    refuse_repeated(rows, FROM, [rule.from_day for rule in wanted])
    refuse_if(problems)
    known = {rule.from_day: rule for rule in await session.scalars(select(RateRule))}
    changes = Changes()
    for rule in wanted:
        if stored := known.get(rule.from_day):
            changes.note(stored, **_values(rule))
        else:
            session.add(rule)
            changes.added += 1
    await session.flush()
    return changes


def _rule(row: Row) -> RateRule:
    weights = [row.whole(heading, 0, WHOLE) for heading in WEIGHTS]
    if sum(weights) != WHOLE:
        row.refuse(WEIGHTS[0], f"三个权重加起来要等于 100，现在是 {sum(weights)}")
    response, solved, satisfied = weights
    return RateRule(
        from_day=row.day(FROM),
        response_weight=response,
        solved_weight=solved,
        satisfied_weight=satisfied,
        fair_percent=row.whole(FAIR, 0, WHOLE),
        half_counts=row.one_of(HALF, YES_NO),
        only_last=row.one_of(LAST, YES_NO),
    )


def _values(rule: RateRule) -> dict[str, int | bool]:
    return {
        "response_weight": rule.response_weight,
        "solved_weight": rule.solved_weight,
        "satisfied_weight": rule.satisfied_weight,
        "fair_percent": rule.fair_percent,
        "half_counts": rule.half_counts,
        "only_last": rule.only_last,
    }
