"""docs/retention.md names every table, and says of each what the code does."""

import re
from pathlib import Path

from sqlalchemy import BigInteger

from storage.retention import BY_NAME
from storage.tables import Base

PAGE = Path(__file__).parents[2] / "docs" / "retention.md"
FOR_A_WHILE, UNTIL_ERASED, FOR_GOOD = "For a while", "Until its person is erased", "For good"
NOT_PEOPLE = {"id_gaps"}
"""Its numbers of 64 bits are ids of rows."""


def rows(heading: str) -> list[list[str]]:
    """The cells of the table below a heading."""
    section = PAGE.read_text().partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def tables(heading: str, column: int = 0) -> set[str]:
    return {name for cells in rows(heading) for name in re.findall(r"`(\w+)`", cells[column])}


def test_every_table_is_named() -> None:
    named = tables(FOR_A_WHILE, 1) | tables(UNTIL_ERASED) | tables(FOR_GOOD)
    assert sorted(named) == sorted(Base.metadata.tables)


def test_what_is_kept_for_good_names_no_person() -> None:
    personal = {
        name
        for name, table in Base.metadata.tables.items()
        for column in table.columns
        if isinstance(column.type, BigInteger) and not column.primary_key
    }
    assert tables(FOR_GOOD) & personal <= NOT_PEOPLE
    assert tables(FOR_GOOD).isdisjoint(tables(UNTIL_ERASED) | tables(FOR_A_WHILE, 1))


def test_the_rules_are_those_of_the_code() -> None:
    written = {
        (rule.name, f"`{rule.table.__tablename__}`", str(rule.days), str(rule.least), rule.why)
        for rule in BY_NAME.values()
    }
    assert {tuple(cells) for cells in rows(FOR_A_WHILE)} == written
