"""Conversations hold talk only: what is read and written stands in services."""

import re
from pathlib import Path

import pytest

HANDLERS = Path(__file__).parents[2] / "handlers"
STATEMENTS = re.compile(
    r"session\.(?:get|get_one|scalar|scalars|execute|add|add_all|delete|flush)\("
    r"|from sqlalchemy import"
)


@pytest.mark.parametrize(
    "path", sorted(HANDLERS.rglob("*.py")), ids=lambda path: str(path.relative_to(HANDLERS))
)
def test_no_conversation_reads_or_writes_tables(path: Path) -> None:
    found = STATEMENTS.findall(path.read_text(encoding="utf-8"))
    assert found == [], "let a service do it"
