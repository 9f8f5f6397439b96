"""What has been done once costs no compiling of SQL when it is done again."""

from typing import Any

from sqlalchemy import event
from sqlalchemy.engine.interfaces import CacheStats

from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files

NOT_COMPILED = ("SAVEPOINT", "RELEASE")


async def test_filing_again_compiles_nothing(desk: Desk, resident: Phone) -> None:
    compiled: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *told: Any) -> None:
        context = told[1]
        is_new = context.compiled is not None and context.cache_hit is not CacheStats.CACHE_HIT
        if is_new and not statement.startswith(NOT_COMPILED):
            compiled.append(statement)

    for _warming in range(2):
        await files(resident)
        await desk.later(minutes=11)
    event.listen(desk.app.database.writer.sync_engine, "before_cursor_execute", note)
    await files(resident)
    assert compiled == []
