"""The version of a table moves with everything that is written to it, by whatever program.

Triggers see to that, so no importer, statement or command line can forget it, and a change that is
rolled back moves nothing. `storage.remembered` tells by it whether what it holds is still so.
"""

from sqlalchemy import Connection, text

from storage.tables import (
    Area,
    Base,
    CalendarDay,
    Category,
    Group,
    HelpKind,
    PlaceKind,
    PlaceTheme,
    QuietHours,
    Rota,
    Steward,
    TableVersion,
    WorkingHours,
)

TABLES: tuple[type[Base], ...] = (
    Area,
    CalendarDay,
    Category,
    Group,
    HelpKind,
    PlaceKind,
    PlaceTheme,
    QuietHours,
    Rota,
    Steward,
    WorkingHours,
)
"""What staff change seldom and almost everything reads."""
VERSIONED = frozenset(table.__tablename__ for table in TABLES)

_VERSIONS = TableVersion.__tablename__
_MOVE = (
    f"INSERT INTO {_VERSIONS} (table_name, version) VALUES ({{table}}, 1) "  # noqa: S608 - our own
    f"ON CONFLICT (table_name) DO UPDATE SET version = {_VERSIONS}.version + 1"
)
_FUNCTION = f"""
    CREATE OR REPLACE FUNCTION move_table_version() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
        IF TG_OP <> 'TRUNCATE' THEN
            IF NOT EXISTS (SELECT FROM written) THEN RETURN NULL; END IF;
        END IF;
        {_MOVE.format(table="TG_TABLE_NAME")};
        RETURN NULL;
    END $$
"""
"""Once a statement, and not for one that found no row: so a version is locked after its rows."""
_WRITTEN = {
    "insert": "REFERENCING NEW TABLE AS written",
    "update": "REFERENCING NEW TABLE AS written",
    "delete": "REFERENCING OLD TABLE AS written",
    "truncate": "",
}
_KEEPING = 0x4A4C_5652_534E
"""JLVRSN: no other lock's number in this database."""
_TRIGGERS = {
    "sqlite": text("SELECT name FROM sqlite_master WHERE type = 'trigger'"),
    "postgresql": text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"),
}


def keep_versions(connection: Connection) -> None:
    """Give every table of VERSIONED its triggers, where it has none; at every start.

    Alembic forgets them whenever it rebuilds a table on SQLite.
    """
    dialect = connection.dialect.name
    if dialect == "postgresql":
        # Of several processes that start at once one makes them; the others find them.
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _KEEPING})
    there = set(connection.scalars(_TRIGGERS[dialect]))
    wanted = {k: v for table in sorted(VERSIONED) for k, v in _triggers(table, dialect).items()}
    missing = [definition for name, definition in wanted.items() if name not in there]
    if missing and dialect == "postgresql":
        connection.execute(text(_FUNCTION))
    for definition in missing:
        connection.execute(text(definition))


def _triggers(table: str, dialect: str) -> dict[str, str]:
    """By name, one for each kind of write; for each row on SQLite, which knows no others."""
    if dialect == "postgresql":
        return {
            f"{table}_version_{event}": f"CREATE TRIGGER {table}_version_{event} AFTER {event} "
            f"ON {table} {written} FOR EACH STATEMENT EXECUTE FUNCTION move_table_version()"
            for event, written in _WRITTEN.items()
        }
    move = _MOVE.format(table=f"'{table}'")
    return {
        f"{table}_version_{event}": f"CREATE TRIGGER {table}_version_{event} AFTER {event} "
        f"ON {table} BEGIN {move}; END"
        for event in ("insert", "update", "delete")
    }
