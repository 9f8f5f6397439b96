"""The filled community."""

import sqlite3
from pathlib import Path

import pytest

from tests.dialogues.phones import Desk
from tests.dialogues.rights import people, things
from tests.dialogues.rights.walk import Walk, rows


@pytest.fixture
async def walk(desk: Desk, tmp_path: Path) -> Walk:
    gathered = await people.gathered(desk)
    made = await things.put_in_place(desk, gathered)
    path, filled = tmp_path / "jinlin.db", tmp_path / "filled.db"
    with sqlite3.connect(path) as now, sqlite3.connect(filled) as copy:
        now.backup(copy)
    return Walk(desk, gathered, made, path, filled, rows(filled))
