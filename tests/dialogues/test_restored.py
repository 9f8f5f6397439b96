"""An older copy was restored: no number is given twice, and what was lost says so."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from storage.backup import backup
from storage.restoring import restore
from storage.tables import IdGap
from tests.dialogues.moving import moves_in
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.test_restarts import restarts
from tests.dialogues.tickets.requests import files

LOST = "恢复备份以前的"

Losing = Callable[[], AbstractAsyncContextManager[None]]


@pytest.fixture
def lost_meanwhile(desk: Desk, tmp_path: Path) -> Losing:
    """What is done within it happens after the copy was made that is restored in the end."""

    @asynccontextmanager
    async def losing() -> AsyncIterator[None]:
        url = desk.app.database.url
        await backup(url, tmp_path / "copy.db")
        yield
        await desk.app.database.close()
        await restore(url, tmp_path / "copy.db", now=desk.clock())
        await restarts(desk)

    return losing


async def test_a_number_is_not_given_again_and_an_old_card_takes_nobody_elses_request(
    resident: Phone, new_resident: Callable[[str], Phone], staff: Phone, lost_meanwhile: Losing
) -> None:
    async with lost_meanwhile():
        lost = await files(resident)
    neighbour = new_resident("邻居")
    await moves_in(neighbour)
    await resident.says("/cancel")
    filed = await files(neighbour, privacy="不公开，不留名")
    assert filed != lost

    await staff.taps("接单", on=lost)
    assert LOST in staff.toast()
    await staff.taps("接单", on=filed)
    neighbour.sees("有人去办了", filed)


@pytest.mark.parametrize("link", ["task_7", "in_7_123456"])
async def test_a_link_to_a_lost_task_says_so(desk: Desk, resident: Phone, link: str) -> None:
    await tasks_are_lost(desk, after=6, up_to=7)
    await resident.starts(link)
    resident.sees(LOST, "重新办一次")


@pytest.mark.parametrize("link", ["task_6", "task_8", "task_99999999999", "b_junmen-xincun-3"])
async def test_a_link_to_anything_else_does_not_blame_the_copy(
    desk: Desk, resident: Phone, link: str
) -> None:
    await tasks_are_lost(desk, after=6, up_to=7)
    await resident.starts(link)
    resident.does_not_see(LOST)


async def tasks_are_lost(desk: Desk, *, after: int, up_to: int) -> None:
    async with desk.app.database.transaction() as session:
        session.add(IdGap(table_name="tasks", after=after, up_to=up_to, restored_at=desk.clock()))
    await restarts(desk)
