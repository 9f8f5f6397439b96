"""Requests that are made up of their lines, without a database."""

from datetime import UTC, datetime, timedelta
from typing import Any

from services.numbers.stories import Line, Story
from storage.tables import EventKind

START = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
HERE, ELSEWHERE = 5, 6
LIN, CHEN = 21, 22


def hours(after: float) -> datetime:
    return START + timedelta(hours=after)


def story(*lines: tuple[float, EventKind, int | None, dict[str, Any]], **parts: Any) -> Story:
    told = [Line(1, hours(at), kind, actor, data) for at, kind, actor, data in lines]
    whole: dict[str, Any] = {
        "id": 1,
        "number": "261116-1",
        "category_id": 1,
        "community_id": 1,
        "compound_id": None,
        "area_id": 1,
        "place": "",
        "group_id": HERE,
        "taker_name": None,
        "filed_at": START,
        "respond_by": hours(8),
        "lines": told,
    }
    return Story(**(whole | parts))


def by_the_clock(start: datetime, end: datetime, _community_id: int) -> timedelta:
    return end - start
