"""A row in every table of a database, whatever its revision: for tests of migrations."""

import re
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Connection,
    MetaData,
    Table,
    insert,
    inspect,
    select,
)

Row = dict[str, Any]

FIRST_PERSON = 7_000_001
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
ENDS = ("ends", "ends_at", "ends_on")
NOT_PEOPLE = {"id", "event_id", "message_id", "update_id", "bot_id", "chat_id", "topic_id"}
NOT_PEOPLE |= {"after", "up_to", "reverses_id", "response_id", "receipt"}
"""Columns of 64 bits that name no person."""
CHOSEN: dict[str, Row] = {
    "meal_subsidies": {"min_age": 60},
    "points_ledger": {"kind": "redeemed", "points": -1},
    "groups": {"chat_id": -100},
    "visits": {"held_at": NOON},
    "hot_spot_rules": {"requests": 3},
    "rate_rules": {"response_weight": 10, "solved_weight": 50, "satisfied_weight": 40},
    "duties": {"weekday": 1},
}
"""What the checks of a table ask for besides."""
ODD_ONES = {"alembic_version"}


def reflected(connection: Connection) -> MetaData:
    metadata = MetaData()
    metadata.reflect(connection)
    return metadata


def fill(connection: Connection) -> set[int]:
    """Returns the ids of people, of whom every column that can hold one has its own."""
    fresh = count(FIRST_PERSON)
    people: set[int] = set()
    made: dict[str, Row] = {}
    for table in reflected(connection).sorted_tables:
        if table.name in ODD_ONES:
            continue
        made[table.name] = row = {}
        for column in table.columns:
            if _names_a_person(column, table):
                row[column.name] = next(fresh)
                people.add(row[column.name])
            elif not column.nullable:
                row[column.name] = _value(connection, column, made)
        row |= CHOSEN.get(table.name, {})
        connection.execute(insert(table).values(**_naive(row, connection)))
    return people


def rows_of(connection: Connection) -> dict[str, list[Row]]:
    """Everything that is kept, by table."""
    return {
        table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
        for table in reflected(connection).sorted_tables
        if table.name not in ODD_ONES
    }


def _names_a_person(column: Column[Any], table: Table) -> bool:
    is_one = isinstance(column.type, BigInteger) and column.name not in NOT_PEOPLE
    return is_one or (table.name, column.name) == ("people", "id")


def _value(connection: Connection, column: Column[Any], made: dict[str, Row]) -> Any:
    for key in column.foreign_keys:
        return made[key.column.table.name][key.column.name]
    if isinstance(column.type, JSON):
        return {}
    later = column.name in ENDS
    kinds: dict[type, Any] = {
        bool: False,
        bytes: b"x",
        int: -1 if column.name == "chat_id" else 1,
        float: 1.5,
        date: date(2026, 11, 24 if later else 23),
        time: time(18 if later else 8),
        timedelta: timedelta(days=1),
        datetime: NOON + timedelta(hours=later),
    }
    kind = column.type.python_type
    return kinds[kind] if kind is not str else _text(connection, column)


def _text(connection: Connection, column: Column[Any]) -> str:
    """One of those that a check allows, else anything."""
    for check in inspect(connection).get_check_constraints(column.table.name):
        if re.match(rf"\W*{column.name}\b.*\b(IN|ANY)\b", check["sqltext"], re.DOTALL):
            return str(re.findall(r"'(\w+)'", check["sqltext"])[0])
    return "x"


def _naive(row: Row, connection: Connection) -> Row:
    """SQLite has no time zones, and its intervals are times since 1970."""
    if connection.dialect.name != "sqlite":
        return row
    return {
        name: value.replace(tzinfo=None) if isinstance(value, datetime) else value
        for name, value in row.items()
    }
