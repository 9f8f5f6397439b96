"""A process in which something has ended that has to run says so, and ends."""

import pytest

from bot.intake import Intake
from bot.sender import Sender
from tests.dialogues.phones import Desk


@pytest.mark.parametrize("kind", [Intake, Sender])
async def test_a_loop_that_fails_ends_the_process(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, kind: type
) -> None:
    async def fails(_self: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(kind, "run", fails)
    with pytest.raises(ZeroDivisionError):
        async with desk.app.running():
            await desk.app.lasting()
    assert not all(desk.app.state().loops.values())
