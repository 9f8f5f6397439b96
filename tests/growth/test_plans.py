"""What is done every day costs the same however much history there is."""

import sqlite3
from pathlib import Path

import pytest

from tests.conftest import copy_of
from tests.growth.conftest import Lived, Looked
from tests.growth.statements import OnSqlite, stops_soon

NOTICED = 60
"""Tens of instructions of SQLite by which a statement may differ: some hundred more rows."""


def looked(path: Path, lived: Lived) -> Looked:
    asked = OnSqlite(path)
    run = lived.run | lived.tidying
    return {text: list(asked.steps(text, values)) for text, values in run.items()}


def read_whole(looked: Looked) -> list[str]:
    """Tables of history that a statement reads from end to end, and the statement."""
    return sorted(
        f"{step.table} {step.index}: {statement}"
        for statement, steps in looked.items()
        for step in steps
        if step.reads_all and not stops_soon(statement)
    )


def test_sqlite_reads_no_table_of_history_whole(lived: Lived) -> None:
    assert read_whole(looked(lived.path, lived)) == []


@pytest.mark.postgresql
def test_postgresql_reads_no_table_of_history_whole(looked_on_postgresql: Looked) -> None:
    assert read_whole(looked_on_postgresql) == []


@pytest.mark.parametrize(
    ("index", "table"),
    [("ix_task_claims_task_id", "task_claims"), ("ix_outbox_waiting", "outbox")],
)
def test_a_missing_index_is_noticed(lived: Lived, tmp_path: Path, index: str, table: str) -> None:
    copy_of(lived.path, tmp_path / "without.db")
    with sqlite3.connect(tmp_path / "without.db") as connection:
        connection.execute(f"DROP INDEX {index}")
    found = read_whole(looked(tmp_path / "without.db", lived))
    # Another may be read in its place, to go on from there.
    assert table in {each.split()[0] for each in found}


async def test_five_times_as_much_history_is_not_five_times_as_much_work(
    lived: Lived, tmp_path: Path
) -> None:
    grown = await lived.grow(tmp_path / "grown.db")
    before, after = OnSqlite(lived.path), OnSqlite(grown.path)
    dearer = []
    for statement, values in lived.run.items():
        few, many = (on.instructions(statement, values) for on in (before, after))
        if many > 2 * few + NOTICED:
            dearer.append(f"{few} → {many}: {statement}")
    assert dearer == []
