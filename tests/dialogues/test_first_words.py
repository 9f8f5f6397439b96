"""The first words and the first thing due after a start: what they need is loaded off the loop.

The desk looks afterwards (`slow_work`).
"""

import pytest

from services import public_holidays
from storage import folding
from storage.remembered import Memory
from tests.dialogues.conftest import NewPerson
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files


@pytest.fixture
def started(desk: Desk) -> Desk:
    """As after a start: nothing is loaded."""
    for kept in (public_holidays.china, folding._opencc):
        kept.cache_clear()
    desk.app.database._memory = Memory()
    return desk


async def test_a_command_needs_none_of_it(started: Desk, new_resident: NewPerson) -> None:
    await new_resident("新来的").starts()
    assert not folding._opencc.cache_info().currsize
    assert not public_holidays.china.cache_info().currsize


async def test_the_first_words(resident: Phone, started: Desk) -> None:
    await files(resident)
    assert folding._opencc.cache_info().currsize


async def test_what_is_due_first(
    resident: Phone, desk: Desk, request: pytest.FixtureRequest
) -> None:
    await files(resident)
    request.getfixturevalue("started")
    await desk.later(days=2)
    assert public_holidays.china.cache_info().currsize
