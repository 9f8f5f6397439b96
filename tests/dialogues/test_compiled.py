"""What has been done before costs no compiling of SQL when it is done again."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import CacheStats

from tests.dialogues.meals.eating import books, registers
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files
from tests.dialogues.volunteering.helping import in_private

NOT_COMPILED = ("SAVEPOINT", "RELEASE")
MemberOf = Callable[[str, str], Phone]


class Compiled:
    """Statements that are not in the cache when they are run, since `clear`."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def clear(self) -> None:
        self.statements.clear()

    def note(self, _connection: Any, _cursor: Any, statement: str, *told: Any) -> None:
        context = told[1]
        is_new = context.compiled is not None and context.cache_hit is not CacheStats.CACHE_HIT
        if is_new and not statement.startswith(NOT_COMPILED):
            self.statements.append(statement)


@pytest.fixture
def compiled(desk: Desk) -> Iterator[Compiled]:
    """By whatever connection; while a test runs there is one database."""
    for engine in (desk.app.database._writer, desk.app.database._reader):
        engine.sync_engine.clear_compiled_cache()
    compiled = Compiled()
    event.listen(Engine, "before_cursor_execute", compiled.note)
    yield compiled
    event.remove(Engine, "before_cursor_execute", compiled.note)


@pytest.fixture
async def volunteer(desk: Desk, member_of: MemberOf) -> Phone:
    """Looking at the volunteers' group."""
    phone = member_of("军门社区志愿者群", "志愿者甲")
    await in_private(desk, phone, "陈晓")
    return phone


@pytest.fixture
async def organiser(staff: Phone) -> Phone:
    alone = staff.in_private()
    await alone.starts()
    return alone


async def puts_up_a_task(organiser: Phone) -> None:
    await organiser.says("/task 明天9点到11点 军门社区 陪诊 2人")
    await organiser.taps("发布")


async def test_filing(desk: Desk, resident: Phone, compiled: Compiled) -> None:
    for _time in range(3):
        await desk.later(minutes=11)
        compiled.clear()
        await files(resident)
    assert compiled.statements == []


async def test_a_meal(desk: Desk, resident: Phone, compiled: Compiled) -> None:
    await registers(resident)
    for _day in range(3):
        await desk.later(days=1)
        compiled.clear()
        await books(resident, set_name="")
        resident.sees("订好了")
    assert compiled.statements == []


async def test_a_claim(desk: Desk, organiser: Phone, volunteer: Phone, compiled: Compiled) -> None:
    for _day in range(3):
        await desk.later(days=1)
        await puts_up_a_task(organiser)
        compiled.clear()
        await volunteer.taps("认领")
        assert "陈晓" in volunteer.text_of(volunteer.last)
    assert compiled.statements == []


async def test_a_day_with_all_that_is_due_and_sent(
    desk: Desk, resident: Phone, organiser: Phone, volunteer: Phone, compiled: Compiled
) -> None:
    """The fifth of five: what is due days after something happened has been due before."""
    await registers(resident)
    for _day in range(5):
        compiled.clear()
        await resident.says("/cancel")
        await files(resident)
        await books(resident, set_name="")
        await puts_up_a_task(organiser)
        await volunteer.taps("认领")
        for _hour in range(24):
            await desk.later(hours=1)
    assert compiled.statements == []
