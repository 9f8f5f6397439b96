"""Ids are never given twice: not when a row is deleted, not when an older copy is restored.

Buttons, links and numbers carry ids; given again, the first holder's button would reach the
second one's row. PostgreSQL counts in sequences. SQLite counts so only where a key is declared
AUTOINCREMENT, and Alembic forgets that whenever it rebuilds a table, so it is seen to after
every migration.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, insert, inspect, select, text

from storage.tables import Base, IdGap, OutboxMessage, SeenUpdate

TABLES = tuple(
    table.name for table in Base.metadata.sorted_tables if table.autoincrement_column is not None
)
"""Those whose rows are given an id of ours."""
MARGIN = 10_000
"""Ids left out at the least where nobody knows which were given."""
UNKNOWN_AGE = timedelta(days=366)
"""How old a copy is taken to be that holds no trace of its last day."""

_KEY, _COUNTED_KEY = "PRIMARY KEY (id)", "PRIMARY KEY (id AUTOINCREMENT)"


def last_given(connection: Connection) -> dict[str, int]:
    """By table: the highest id that was ever given, 0 for none."""
    if connection.dialect.name == "postgresql":
        sequence = "CAST(pg_get_serial_sequence(:t, 'id') AS regclass)"
        last = text(f"SELECT pg_sequence_last_value({sequence})")
        # An older version's database lacks the tables that came later.
        there = set(inspect(connection).get_table_names()).intersection(TABLES)
        return {table: connection.scalar(last, {"t": table}) or 0 for table in there}
    known = select(func.count()).select_from(text("sqlite_master"))
    if not connection.scalar(known.where(text("name = 'sqlite_sequence'"))):
        return {}
    rows = connection.execute(text("SELECT name, seq FROM sqlite_sequence")).all()
    return dict.fromkeys(TABLES, 0) | {name: seq for name, seq in rows if name in TABLES}


def count_on(connection: Connection, last: Mapping[str, int]) -> None:
    """Have every table give ids above those of `last`, which never are below what it gave."""
    for table, number in last.items():
        if number == 0:
            continue
        if connection.dialect.name == "postgresql":
            move = text("SELECT setval(pg_get_serial_sequence(:t, 'id'), :n)")
        else:
            # The table has no unique key, so what is there has to go before.
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :t"), {"t": table})
            move = text("INSERT INTO sqlite_sequence (name, seq) VALUES (:t, :n)")
        connection.execute(move, {"t": table, "n": number})


def leave_out(
    connection: Connection, given_since: Mapping[str, int] | None, *, now: datetime
) -> None:
    """Give no id of the copy at `connection` again that was given since it was made.

    `given_since` says how far the database it replaces had come. Without it (None) as many ids
    are left out as seconds have passed since the copy, and MARGIN: more than a neighbourhood
    causes, also where the same copy is restored a second time.
    """
    before = last_given(connection)
    if given_since is None:
        passed = int((now - _made_at(connection, now)).total_seconds())
        given_since = {table: last + MARGIN + max(passed, 0) for table, last in before.items()}
    gaps = {
        table: up_to for table, up_to in given_since.items() if up_to > before.get(table, up_to)
    }
    count_on(connection, gaps)
    for table, up_to in gaps.items():
        gap = {"table_name": table, "after": before[table], "up_to": up_to, "restored_at": now}
        connection.execute(insert(IdGap), gap)


def keep_counted(connection: Connection) -> None:
    """On SQLite, have every table count its ids; afterwards `last_given` knows them."""
    if connection.dialect.name == "postgresql":
        return
    made = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    for table, definition in made.all():
        if table in TABLES and _KEY in definition:
            _make_anew(connection, table, definition.replace(_KEY, _COUNTED_KEY))


def _made_at(connection: Connection, now: datetime) -> datetime:
    """When something was last written, by what is kept for a week of every update and message."""
    newest = [
        connection.scalar(select(func.max(column)))
        for column in (SeenUpdate.seen_at, OutboxMessage.created_at)
    ]
    return max((each for each in newest if each is not None), default=now - UNKNOWN_AGE)


def _make_anew(connection: Connection, table: str, definition: str) -> None:
    """As SQLite advises (lang_altertable.html, 7): what refers to the table is left as it is."""
    around = connection.scalars(
        text("SELECT sql FROM sqlite_master WHERE tbl_name = :t AND type <> 'table' AND sql <> ''"),
        {"t": table},
    ).all()
    renamed = re.sub(rf'^CREATE TABLE "?{table}"?', f'CREATE TABLE "{table}_anew"', definition)
    connection.exec_driver_sql("PRAGMA legacy_alter_table = ON")
    for statement in (
        renamed,
        f'INSERT INTO "{table}_anew" SELECT * FROM "{table}"',  # noqa: S608 - a name of our own
        f'DROP TABLE "{table}"',
        f'ALTER TABLE "{table}_anew" RENAME TO "{table}"',
        *around,
    ):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("PRAGMA legacy_alter_table = OFF")
