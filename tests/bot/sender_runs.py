"""Running the sender's loop until a test has seen enough."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from bot.sender import Sender
from storage.tables import OutboxState
from tests.bot.sender_fakes import Desk


@asynccontextmanager
async def running(sender: Sender) -> AsyncIterator[asyncio.Task[None]]:
    """The loop as a task, cancelled at the end as by a crash."""
    loop = asyncio.create_task(sender.run())
    try:
        yield loop
    finally:
        loop.cancel()
        with suppress(asyncio.CancelledError):
            await loop


async def until(desk: Desk, condition: Callable[[], Awaitable[bool]]) -> None:
    """Let faked time pass in `Time.sleep` until `condition` holds."""
    async with asyncio.timeout(60):
        while not await condition():
            await desk.time.passing()


async def run_until_worked_off(desk: Desk) -> None:
    async def nothing_waits() -> bool:
        return all(row.state != OutboxState.WAITING for row in await desk.rows())

    async with running(desk.sender):
        await until(desk, nothing_waits)
