"""Statements as they were run, and what the databases say about how they look rows up."""

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table, event
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import Base

Run = dict[str, Any]
"""Parameters by statement, of one of the times it was run."""

SMALL = {
    "alarms": "one a trouble",
    "areas": "a district has some thousand, however old it is",
    "broadcasts": "some ten a community and year",
    "calendar_days": "a few a year",
    "canteens": "one a community",
    "categories": "some twenty",
    "duties": "some twenty a group",
    "failed_updates": "a fault is rare",
    "groups": "a few a community",
    "help_kinds": "some twenty",
    "hot_spot_rules": "one a category at the most",
    "id_gaps": "one a restore",
    "need_categories": "some ten",
    "place_checks": "one a community",
    "place_kinds": "some thirty",
    "place_themes": "some ten",
    "person_joins": "a few a day, and forgotten the next",
    "points_rules": "a few, by decree",
    "quiet_hours": "one a community at the most",
    "rate_rules": "one a decree",
    "regular_reports": "two a group at the most",
    "retention": "one a rule",
    "rewards": "some ten a community",
    "rota_members": "some ten a group",
    "rotas": "one a group",
    "silent_levels": "one a street",
    "table_versions": "one a table",
    "volunteer_posts": "some ten",
    "volunteer_teams": "a few a community",
    "working_hours": "some ten a community",
}
"""Tables that do not grow with history: reading them whole costs the same every year."""

KNOWN = Base.metadata.tables
_KIND = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b")


@dataclass(frozen=True, slots=True)
class Step:
    """One table that a statement reads rows of, and by what."""

    table: str
    index: str = ""
    looked_up_by: str = ""
    """The condition that the index answers; empty where all of it is read."""

    @property
    def reads_all(self) -> bool:
        """All of a table that grows, that is."""
        is_known = self.table in SMALL or _is_partial(KNOWN[self.table], self.index)
        return not self.looked_up_by and not is_known


def _is_partial(table: Table, name: str) -> bool:
    """Whether an index holds some of the rows only, those that are still to be seen to."""
    return any(
        index.name == name and index.dialect_options["sqlite"]["where"] is not None
        for index in table.indexes
    )


@contextmanager
def listening() -> Iterator[Run]:
    """Notes what is run on any database meanwhile."""
    run: Run = {}

    def note(_connection: Any, _cursor: Any, text: str, values: Any, *_: Any) -> None:
        if _KIND.match(text):
            many = values and isinstance(values[0], tuple)
            run.setdefault(text, values[0] if many else values)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield run
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def stops_soon(statement: str) -> bool:
    """The newest few rows of all, or the newest: an index has them, and nothing is passed over."""
    words = statement.split()
    return "WHERE" not in words and ("LIMIT" in words or words[1].startswith(("max(", "min(")))


class OnSqlite:
    """Asks a copy of what a test left, which nobody else has open."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA foreign_keys = ON")

    def steps(self, statement: str, values: Any) -> Iterator[Step]:
        for *_, said in self._connection.execute(f"EXPLAIN QUERY PLAN {statement}", values):
            if step := _sqlite_step(said):
                yield step

    def instructions(self, statement: str, values: Any) -> int:
        """How many of its machine's instructions SQLite carries out, in tens; nothing is kept."""
        tens = 0

        def count() -> int:
            nonlocal tens
            tens += 1
            return 0

        self._connection.execute("BEGIN")
        self._connection.set_progress_handler(count, 10)
        try:
            self._connection.execute(statement, values).fetchall()
        except sqlite3.IntegrityError:
            pass  # It was there before: looking for it is what counts.
        finally:
            self._connection.set_progress_handler(None, 0)
            self._connection.execute("ROLLBACK")
        return tens


_SQLITE_STEP = re.compile(
    r"(?P<how>SCAN|SEARCH) (?P<table>\w+)"
    r"(?: USING (?:AUTOMATIC )?(?:PARTIAL )?(?:COVERING )?"
    r"(?:INDEX (?P<index>\w+)|INTEGER PRIMARY KEY))?"
    r"(?: \((?P<by>.*)\))?"
)


def _sqlite_step(said: str) -> Step | None:
    found = _SQLITE_STEP.match(said)
    table = found and _named(found["table"])
    if not found or not table:
        return None
    by = found["by"] or ""
    return Step(table, found["index"] or "", _telling(by) if found["how"] == "SEARCH" else "")


def _named(name: str) -> str | None:
    """The table behind `name`, which may be an alias with a number."""
    bare = re.sub(r"_\d+$", "", name)
    return name if name in KNOWN else bare if bare in KNOWN else None


_NO_COLUMNS = re.compile(r"'[^']*'|::[a-z ]+(\[\])?")


def _telling(by: str) -> str:
    """Empty where a condition asks for no more than a channel: all rows have the same."""
    named = set(re.findall(r"[a-z_]\w*", _NO_COLUMNS.sub("", by)))
    return "" if named <= {"channel"} else by


_HUNDREDFOLD = """WITH grown AS (
        SELECT CAST(CAST(name AS regclass) AS oid) AS id FROM unnest($1::text[]) AS name
    )
    UPDATE pg_class SET reltuples = reltuples * 100
    WHERE reltuples > 0 AND (oid IN (SELECT id FROM grown)
        OR oid IN (SELECT indexrelid FROM pg_index JOIN grown ON indrelid = grown.id))"""


class OnPostgresql:
    """Asks a database whose planner is told that there is a hundred times as much history.

    In what fits into a few pages reading all of it is as good as any index.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def exaggerate(self) -> None:
        """Until the transaction is rolled back."""
        await self._connection.exec_driver_sql("ANALYZE")
        await self._connection.exec_driver_sql(_HUNDREDFOLD, (sorted(KNOWN.keys() - SMALL.keys()),))
        await self._connection.exec_driver_sql("SET LOCAL enable_seqscan = off")

    async def steps(self, statement: str, values: Sequence[Any]) -> list[Step]:
        explained = await self._connection.exec_driver_sql(
            f"EXPLAIN (FORMAT JSON) {statement}", tuple(values)
        )
        plan = explained.scalar_one()
        [top] = json.loads(plan) if isinstance(plan, str) else plan
        return list(_postgresql_steps(top["Plan"]))


def _postgresql_steps(node: dict[str, Any], table: str = "") -> Iterator[Step]:
    table = node.get("Relation Name", table)
    match node["Node Type"]:
        case "Seq Scan":
            yield Step(table)
        case "Index Scan" | "Index Only Scan" | "Bitmap Index Scan":
            yield Step(table, node["Index Name"], _telling(node.get("Index Cond", "")))
    for below in node.get("Plans", ()):
        yield from _postgresql_steps(below, table)
