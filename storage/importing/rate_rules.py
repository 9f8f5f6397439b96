"""Importing how the three rates (三率) are counted."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.importing.changes import Changes
from storage.importing.files import refuse_if, refuse_repeated, rows_of
from storage.importing.keyed import put_by_key
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
    days = [row.day(FROM) for row in rows]
    wanted = [_rule(row) for row in rows]
    refuse_repeated(rows, FROM, days)
    refuse_if(problems)
    return await put_by_key(session, RateRule, "from_day", dict(zip(days, wanted, strict=True)))


def _rule(row: Row) -> dict[str, Any]:
    weights = [row.whole(heading, 0, WHOLE) for heading in WEIGHTS]
    if sum(weights) != WHOLE:
        row.refuse(WEIGHTS[0], f"三个权重加起来要等于 100，现在是 {sum(weights)}")
    response, solved, satisfied = weights
    return {
        "response_weight": response,
        "solved_weight": solved,
        "satisfied_weight": satisfied,
        "fair_percent": row.whole(FAIR, 0, WHOLE),
        "half_counts": row.one_of(HALF, YES_NO),
        "only_last": row.one_of(LAST, YES_NO),
    }
